// Shows what the CSV reader makes of files, tidy and untidy. Each row of the tables is a file, with
// what came of it: cells in [a|b], rejects as !line "raw" detail.
#include "src/ingest/csv/csv_reader.h"

#include <numeric>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/ingest/feed.h"

namespace encours {
namespace {

// Hands out a text in pieces of one size, so that every boundary is tried.
class Pieces : public InputFile {
 public:
  Pieces(std::string text, std::size_t size) : text_(std::move(text)), size_(size) {}
  tl::expected<std::size_t, std::string> read(char* out, std::size_t size) override {
    const std::size_t got = std::string_view(text_).substr(at_, size_).copy(out, size);
    at_ += got;
    return got;
  }
  std::uint64_t bytes_used() const override { return at_; }

 private:
  std::string text_;
  std::size_t size_;
  std::size_t at_ = 0;
};

std::string read_all(const std::string& text, const CsvShape& shape,
                     const std::vector<std::string>& columns, std::size_t piece) {
  auto reader = CsvReader::open(std::make_unique<Pieces>(text, piece), shape, columns);
  if (!reader) return reader.error().problem + "; " + reader.error().suggestion;
  std::string shown;
  Row row;
  Reject reject;
  for (;;) {
    const RowOutcome outcome = (*reader)->next(row, reject);
    if (outcome == RowOutcome::kEnd) return shown;
    if (outcome == RowOutcome::kReject) {
      shown += fmt::format("!{} {} {}\n", reject.line, in_quotes(reject.raw), reject.detail);
      continue;
    }
    shown += fmt::format("{}[", row.line);
    for (const std::string_view& cell : row.cells) {
      shown += (&cell == row.cells.data() ? "" : "|") + std::string(cell);
    }
    shown += "]\n";
  }
}

struct Case {
  std::string file;
  std::string expected;
};

void expect_all(const std::vector<Case>& cases, const CsvShape& shape = {},
                const std::vector<std::string>& columns = {"a", "b"}) {
  for (const Case& row : cases) {
    for (const std::size_t piece : {1U, 2U, 3U, 7U, 4096U}) {
      EXPECT_EQ(read_all(row.file, shape, columns, piece), row.expected)
          << in_quotes(row.file) << " in pieces of " << piece;
    }
  }
}

TEST(CsvReader, ReadsByTheBook) {
  expect_all({
      {"a,b\n1,2\n3,4\n", "2[1|2]\n3[3|4]\n"},
      {"a,b\n1,2", "2[1|2]\n"},
      {"a,b\r\n1,2\r\n\r\n3,4\r\n", "2[1|2]\n4[3|4]\n"},
      {"\xef\xbb\xbf"
       "a,b\n1,2\n",
       "2[1|2]\n"},
      {" a ,b\n1,2\n", "2[1|2]\n"},
      {"b,a\n1,2\n", "2[2|1]\n"},
      {"x,a,y,b\n0,1,2,3\n", "2[1|3]\n"},
      {"a,b\n,\n", "2[|]\n"},
      {"a,b\n1, 2 \n", "2[1| 2 ]\n"},
      {"a,b\n\"1,5\",\"say \"\"hi\"\"\"\n", "2[1,5|say \"hi\"]\n"},
      {"a,b\n\"\",\"\"\"\"\n", "2[|\"]\n"},
      {"a,b\n\"two\nlines\",2\n3,4\n", "2[two\nlines|2]\n4[3|4]\n"},
      {"a,b\r\n\"1\",\"2\"\r\n", "2[1|2]\n"},
      {"a,b\n12\" pipe,2\n", "2[12\" pipe|2]\n"},
      {"a,b\n1,2\"\n", "2[1|2\"]\n"},
      {"a,b\n\"1\",2", "2[1|2]\n"},
      {"a,b\n\n\n", ""},
  });
}

TEST(CsvReader, RejectsWhatItCannotBeSureOf) {
  expect_all({
      {"a,b\n1\n3,4\n", "!2 \"1\" 1 fields, but the header has 2\n3[3|4]\n"},
      {"a,b\n1,2,3\n", "!2 \"1,2,3\" 3 fields, but the header has 2\n"},
      {"a,b\n\"1\"x,2\n3,4\n", "!2 \"\"1\"x,2\" text follows a closing quote\n3[3|4]\n"},
      {"a,b\n1\r2,3\n3,4\n", "!2 \"1?2,3\" a carriage return stands inside the row\n3[3|4]\n"},
      {"a,b\n\"1\",2\r3\n", "!2 \"\"1\",2?3\" a carriage return stands inside the row\n"},
      {std::string("a,b\n1,\0\n3,4\n", 12), "!2 \"1,?\" the row has a NUL byte\n3[3|4]\n"},
      {"a,b\n1,\xe9\n3,4\n",
       "!2 \"1,?\" the row is no UTF-8; say the encoding in the mapping\n3[3|4]\n"},
      // An open quote costs its own line only, whatever follows.
      {"a,b\n\"1,2\n3,4\n5,6\n",
       "!2 \"\"1,2\" a quote is opened and never closed\n3[3|4]\n4[5|6]\n"},
      {"a,b\n1,\"", "!2 \"1,\"\" a quote is opened and never closed\n"},
  });
}

TEST(CsvReader, BoundsRows) {
  const std::string long_field(kCsvRowBytesMax + 10, 'x');
  const std::string rest = "a,b\n" + long_field + ",2\n3,4\n";
  const std::string shown = read_all(rest, {}, {"a", "b"}, 1U << 16U);
  // The row is cut into pieces, so that every byte of it is in a reject.
  EXPECT_NE(shown.find("the row is longer than 1048576 bytes"), std::string::npos);
  EXPECT_NE(shown.find("3[3|4]"), std::string::npos) << shown.substr(shown.size() - 200);
  const std::string open_quote = "a,b\n\"" + long_field + "\n3,4\n";
  EXPECT_NE(read_all(open_quote, {}, {"a", "b"}, 1U << 16U).find("3[3|4]"), std::string::npos);
}

TEST(CsvReader, KnowsOtherShapes) {
  CsvShape semicolon;
  semicolon.delimiter = ';';
  expect_all({{"a;b\n1,5;2\n", "2[1,5|2]\n"}}, semicolon);
  CsvShape unquoted;
  unquoted.quote = '\0';
  expect_all({{"a,b\n\"1,2\n", "2[\"1|2]\n"}}, unquoted);
  CsvShape headless;
  headless.columns = {"a", "b"};
  expect_all({{"1,2\n", "1[1|2]\n"}, {"", ""}}, headless);
  CsvShape report;
  report.skip_lines = 2;
  expect_all({{"Report \"of\n\na,b\n1,2\n", "4[1|2]\n"}}, report);
}

TEST(CsvReader, NamesTheColumnThatIsMissing) {
  expect_all({
      {"", "the file is empty: not even a header; "},
      {"A1,b\n1,2\n", "the file has no column \"a\"; A1"},
      {"a,b,a\n1,2,3\n", "the file has two columns \"a\"; "},
      {"\"a,b\n1,2\n", "the header cannot be read: a quote is opened and never closed; "},
      {"a\xe9,b\n", "the header is no UTF-8; say the encoding in the mapping; "},
  });
  EXPECT_EQ(read_all("CustomerID,x\n", {}, {"CustmerID"}, 9),
            "the file has no column \"CustmerID\"; CustomerID");
}

}  // namespace
}  // namespace encours
