// Shows which bytes an input gives: gzip in all its ways, encodings, and what is said of files that
// end too soon.
#include "src/ingest/input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/ingest/line_reader.h"
#include "tests/ingest/feed.h"

namespace encours {
namespace {

using testing::gzip;
using ::testing::HasSubstr;

// All bytes, and the error at the end in angle brackets.
std::string contents(const std::string& bytes, TextEncoding encoding = TextEncoding::kUtf8) {
  const testing::ScratchFolder folder;
  auto input = open_input(folder.write("f", bytes), encoding);
  if (!input) return "<" + input.error() + ">";
  std::string text;
  std::string piece(1000, '\0');
  for (;;) {
    const auto got = (*input)->read(piece.data(), piece.size());
    if (!got) return text + "<" + got.error() + ">";
    if (*got == 0) return text;
    text.append(piece, 0, *got);
  }
}

TEST(InputFile, KnowsGzipByItsFirstBytes) {
  EXPECT_EQ(contents("a,b\n"), "a,b\n");
  EXPECT_EQ(contents(gzip("a,b\n")), "a,b\n");
  EXPECT_EQ(contents(gzip("a,") + gzip("b\n") + gzip("")), "a,b\n");
  EXPECT_EQ(contents(gzip("")), "");
  EXPECT_EQ(contents(""), "");
  EXPECT_EQ(contents("\x1f"), "\x1f");
  const std::string large(3'000'000, 'x');
  EXPECT_EQ(contents(gzip(large)), large);
}

TEST(InputFile, SaysThatGzipEndsTooSoonAfterWhatItCouldRead) {
  const std::string packed = gzip("a,b\n1,2\n");
  EXPECT_EQ(contents(packed.substr(0, packed.size() - 4)),
            "a,b\n1,2\n<the gzip data ends in the middle>");
  EXPECT_EQ(contents(packed.substr(0, 8)), "<the gzip data ends in the middle>");
  EXPECT_EQ(contents(packed + "junk"), "a,b\n1,2\n<the gzip data is damaged>");
  std::string flipped = gzip(std::string(100'000, 'x') + "tail");
  flipped[flipped.size() - 6] ^= 1;
  EXPECT_THAT(contents(flipped), HasSubstr("tail<the gzip data is damaged>"));
}

TEST(InputFile, TurnsOldEncodingsIntoUtf8) {
  EXPECT_EQ(contents("caf\xe9 \x80 \x81", TextEncoding::kWindows1252), "café € \xc2\x81");
  EXPECT_EQ(contents("caf\xe9 \xff", TextEncoding::kLatin1), "café ÿ");
  EXPECT_EQ(contents("caf\xc3\xa9"), "café");
}

TEST(InputFile, RefusesWhatItCannotRead) {
  EXPECT_THAT(contents("\xff\xfe"
                       "a"),
              HasSubstr("UTF-16"));
  const auto missing = open_input("no-such-file", TextEncoding::kUtf8);
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error(), HasSubstr("cannot be opened"));
}

// Lines as number:text, rejects as !number detail.
std::string lines_of(const std::string& bytes) {
  const testing::ScratchFolder folder;
  LineReader reader(*open_input(folder.write("f", bytes)));
  std::string shown;
  Line line;
  Reject reject;
  for (;;) {
    const RowOutcome outcome = reader.next(line, reject);
    if (outcome == RowOutcome::kEnd) return shown;
    shown += outcome == RowOutcome::kRow
                 ? std::to_string(line.number) + ":" + std::string(line.text) + "\n"
                 : "!" + std::to_string(reject.line) + " " + reject.detail + "\n";
  }
}

TEST(LineReader, GivesEveryLineThatIsNotBlank) {
  EXPECT_EQ(lines_of("a\n\n \t\r\nb\r\nc"), "1:a\n4:b\n5:c\n");
  EXPECT_EQ(lines_of(""), "");
  EXPECT_EQ(lines_of("\n\n  "), "");
  EXPECT_EQ(lines_of("\xef\xbb\xbf"
                     "a\n"),
            "1:a\n");
}

TEST(LineReader, RejectsWhatIsNoText) {
  EXPECT_EQ(lines_of(std::string("a\0\nb\n", 5)), "!1 the line has a NUL byte\n2:b\n");
  EXPECT_EQ(lines_of("\xe9\nb\n"),
            "!1 the line is no UTF-8; say the encoding in the mapping\n2:b\n");
  const std::string packed = gzip("a\nb\n");
  EXPECT_EQ(lines_of(packed.substr(0, packed.size() - 3)),
            "1:a\n2:b\n!3 the gzip data ends in the middle\n");
  const std::string cut = gzip("a\nb");
  EXPECT_EQ(lines_of(cut.substr(0, cut.size() - 3)), "1:a\n!2 the gzip data ends in the middle\n");
}

TEST(LineReader, CutsLinesThatAreTooLong) {
  const std::string text = std::string(kLineBytesMax + 5, 'x') + "\nb\n";
  const std::string shown = lines_of(text);
  EXPECT_THAT(shown, HasSubstr("!1 the line is longer than 4194304 bytes\n1:xxxxx\n2:b\n"));
}

}  // namespace
}  // namespace encours
