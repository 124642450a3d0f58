// Shows what a run over files promises: every row counted once, stable ids, repeats, documents made
// of rows, and errors that name the file.
#include "src/ingest/ingester.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/ingest/preview.h"
#include "tests/ingest/feed.h"

namespace encours {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using testing::FeedResult;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::run_feed;
using testing::run_files;
using testing::ScratchFolder;
using ::testing::SizeIs;
using testing::small_mapping;

constexpr const char* kHeader = "number,client,amount,date\n";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Ingest, CountsEveryRowOnce) {
  const std::string mapping = replaced(
      small_mapping(), "client_id:",
      "duplicates: ignore\n"
      "ignore_when: [{name: SUBTOTAL, when: {column: number, equals: Total}}]\n"
      "reject_when: [{name: TEST, when: {column: client, starts_with: TEST}}]\nclient_id:");
  const FeedResult result = run_feed(mapping, std::string(kHeader) +
                                                  "1,k,5,2020-01-01\n"
                                                  "2,k,five,2020-01-01\n"
                                                  " 1 ,k,5,2020-01-01\n"  // blanks do not count
                                                  "3,TEST1,5,2020-01-01\n"
                                                  "4,k\n"
                                                  "Total,,5,\n"
                                                  "5,k,5,2020-01-01\n");
  ASSERT_EQ(result.error, "");
  EXPECT_EQ(result.summary.rows, 7U);
  EXPECT_EQ(result.summary.accepted, 2U);
  EXPECT_EQ(result.summary.rejected, 3U);
  EXPECT_EQ(result.summary.repeats, 1U);
  EXPECT_EQ(result.summary.ignored, 1U);
  EXPECT_EQ(result.summary.events, 2U);
  EXPECT_EQ(
      result.summary.rejected_by_reason[static_cast<std::size_t>(RowRejectReason::kBadAmount)], 1U);
  EXPECT_EQ(result.summary.rejected_by_condition.at("TEST"), 1U);
  EXPECT_EQ(result.summary.ignored_by_condition.at("SUBTOTAL"), 1U);
  EXPECT_THAT(result.rejects,
              ElementsAre("3 amount BAD_AMOUNT", "5 client CONDITION TEST", "6  BAD_ROW"));
  EXPECT_EQ(result.rejected[2].raw, "4,k");
}

TEST(Ingest, IdsFollowFromFeedRowAndKind) {
  const std::string file = std::string(kHeader) + "1,k,5,2020-01-01\n1,k,6,2020-01-02\n";
  const FeedResult first = run_feed(small_mapping(), file);
  EXPECT_EQ(first.ids, run_feed(small_mapping(), file).ids) << "the same again";
  ASSERT_THAT(first.ids, SizeIs(2));
  EXPECT_NE(first.ids[0], first.ids[1]) << "the second row with one id is another row";
  EXPECT_THAT(first.ids[0], SizeIs(32));
  const FeedResult changed = run_feed(small_mapping(), std::string(kHeader) + "1,k,7,2020-03-01\n");
  EXPECT_EQ(changed.ids[0], first.ids[0]) << "a correction is an event of the same row";
  const FeedResult other = run_feed(replaced(small_mapping(), "small", "other"), file);
  EXPECT_NE(other.ids[0], first.ids[0]) << "another feed";
  // Pinned: ids are the causation ids of all that follows and may never change.
  EXPECT_EQ(first.ids[0], "def2467927d3488f26b5697feaf2c23d");
}

TEST(Ingest, WholeRowsAreToldApartByTheirNumberAmongEquals) {
  const std::string mapping =
      replaced(replaced(small_mapping(), "row_id: number", "row_id: whole_row"),
               "ref: {column: number}", "ref: \"{$row_id}\"");
  const std::string file = "client,amount,date\nk,5,2020-01-01\nk,5,2020-01-01\n";
  const FeedResult result = run_feed(mapping, file);
  ASSERT_THAT(result.events, SizeIs(2)) << result.error;
  EXPECT_THAT(result.events[1], HasSubstr("#2\"}"));
  EXPECT_NE(result.ids[0], result.ids[1]);
  // Counted within each file: the next export of the same rows gives the same documents.
  const ScratchFolder folder;
  const FeedResult twice =
      run_files(folder, mapping, {folder.write("a.csv", file), folder.write("b.csv", file)});
  EXPECT_THAT(twice.ids, ElementsAre(result.ids[0], result.ids[1], result.ids[0], result.ids[1]));
}

TEST(Ingest, RevisionComesFromTheFileOrAColumn) {
  const auto revision = [](const std::string& line, const std::string& cell) {
    const ScratchFolder folder;
    const FeedResult result =
        run_files(folder, replaced(small_mapping(), "client_id:", line + "\nclient_id:"),
                  {folder.write("f.csv", "number,client,amount,date,changed\n1,k,5,2020-01-01," +
                                             cell + "\n")},
                  77);
    if (!result.rejects.empty()) return result.rejects[0];
    const std::size_t begin = result.events[0].find("\"revision\":\"");
    if (begin == std::string::npos) return std::string("none");
    return result.events[0].substr(begin + 12, result.events[0].find('"', begin + 12) - begin - 12);
  };
  EXPECT_EQ(revision("revision: none", "5"), "none");
  EXPECT_EQ(revision("revision: file", "5"), "77");
  EXPECT_EQ(revision("revision: {column: changed}", "5"), "5");
  EXPECT_EQ(revision("revision: {column: changed}", "1970-01-02"), "86400000000");
  EXPECT_EQ(revision("revision: {column: changed}", "soon"), "2 changed BAD_NUMBER");
  EXPECT_EQ(revision("revision: {column: changed}", ""), "2 changed MISSING_VALUE");
}

TEST(Ingest, ReadsGzipAndSaysThatItEndsTooSoon) {
  const std::string packed = testing::gzip(std::string(kHeader) + "1,k,5,2020-01-01\n2,k,6,20");
  const FeedResult result =
      run_feed(small_mapping(), packed.substr(0, packed.size() - 2), "feed.csv.gz");
  EXPECT_THAT(result.lines, ElementsAre(2));
  EXPECT_THAT(result.rejects, ElementsAre("3  BAD_FILE"));
  EXPECT_EQ(result.rejected[0].raw, "2,k,6,20");
  EXPECT_EQ(result.summary.rows, result.summary.accepted + result.summary.rejected);
}

TEST(Ingest, NamesTheColumnThatTheFileLacks) {
  const ScratchFolder folder;
  const std::string good = folder.write("good.csv", std::string(kHeader) + "1,k,5,2020-01-01\n");
  const std::string bad = folder.write("bad.csv", "number,client,amonut,date\n");
  const FeedResult result = run_files(folder, small_mapping(), {good, bad});
  EXPECT_THAT(result.error,
              EndsWith("bad.csv: the file has no column \"amount\"; did you mean \"amonut\"?"));
  EXPECT_THAT(result.events, IsEmpty()) << "headers are looked at before the first event";
  EXPECT_THAT(run_files(folder, small_mapping(), {"no-such.csv"}).error,
              HasSubstr("no-such.csv: the file cannot be opened"));
}

TEST(Ingest, ReadsJsonLines) {
  const std::string mapping =
      replaced(replaced(replaced(small_mapping(), "format: csv", "format: jsonl"),
                        "{column: amount}", "{column: \"lines[1].amount\"}"),
               "{column: client}", "{column: party.id}");
  const FeedResult result = run_feed(
      mapping,
      R"({"number":1,"party":{"id":"k"},"lines":[{"amount":1},{"amount":0.10}],)"
      R"("date":"2020-01-01"})"
      "\n"
      R"({"number":"2","party":{"id":null},"lines":[{},{"amount":"5"}],"date":"2020-01-01"})"
      "\n"
      R"({"number":"3","party":{},"lines":[{},{"amount":"5"}],"date":"2020-01-01"})"
      "\n"
      R"({"number":"4","number":"5"})"
      "\n"
      R"({"number":{"x":1}})"
      "\n[1]\n{\"number\":\n" +
          std::string(40, '[') + "\n",
      "feed.jsonl");
  ASSERT_EQ(result.error, "");
  ASSERT_THAT(result.events, SizeIs(1));
  EXPECT_THAT(result.events[0], HasSubstr("\"nanos\":100000000"));
  EXPECT_THAT(result.rejects,
              ElementsAre("2 party.id MISSING_VALUE", "3 party.id MISSING_COLUMN", "4  BAD_ROW",
                          "5 number BAD_ROW", "6  BAD_ROW", "7  BAD_ROW", "8  BAD_ROW"));
  EXPECT_EQ(result.rejected[2].detail, "the key \"number\" stands twice in one object");
  EXPECT_EQ(result.rejected[3].detail, "holds an object where a value is wanted");
  EXPECT_EQ(result.rejected[4].detail, "the line is no JSON object");
  EXPECT_THAT(result.rejected[5].detail, HasSubstr("the line is no JSON: at byte"));
}

// --- Tables in files ---

TEST(Ingest, JoinsATableBesideTheInput) {
  const std::string mapping = replaced(
      replaced(small_mapping(), "client_id: {column: client}",
               "client_id: {table: payer, key: client, default: {column: client}}"),
      "events:", "tables: {payer: {file: $input/payers.csv, key: sold_to, value: payer}}\nevents:");
  const ScratchFolder folder;
  const std::string file =
      folder.write("in/f.csv", std::string(kHeader) + "1,a,5,2020-01-01\n2,b,5,2020-01-01\n");
  EXPECT_THAT(run_files(folder, mapping, {file}).error, HasSubstr("table payer: "));
  folder.write("in/payers.csv", "sold_to,name,payer\na,A,p\na,A again,p\n,,x\n");
  const FeedResult result = run_files(folder, mapping, {file});
  ASSERT_THAT(result.events, SizeIs(2)) << result.error;
  EXPECT_THAT(result.events[0], HasSubstr("\"client_id\":\"p\""));
  EXPECT_THAT(result.events[1], HasSubstr("\"client_id\":\"b\""));
  folder.write("in/payers.csv", "sold_to,payer\na,p\na,q\n");
  EXPECT_THAT(run_files(folder, mapping, {file}).error,
              EndsWith("payers.csv:3: \"a\" has two values, \"p\" and \"q\""));
  folder.write("in/payers.csv", "sold_to,payer\na\n");
  EXPECT_THAT(run_files(folder, mapping, {file}).error, HasSubstr("payers.csv:2: 1 fields"));
}

TEST(Ingest, JoinsByCompoundKeys) {
  const std::string mapping =
      "mapping: m\nformat: csv\nsource: {system: s, company: c}\n"
      "tables:\n  t: {file: t.csv, key: [doc, {column: item, strip_zeros: true}], value: [x, y]}\n"
      "events:\n  - at: 2020-01-01\n"
      "    client_id: {table: t, key: [doc, item]}\n    client: {}\n";
  const ScratchFolder folder;
  folder.write("t.csv", "doc,item,x,y\nd,0010,1,2\n");
  const FeedResult result =
      run_files(folder, mapping, {folder.write("f.csv", "doc,item\nd,10\nd,20\n")});
  ASSERT_EQ(result.error, "");
  EXPECT_THAT(result.events, ElementsAre(HasSubstr("\"client_id\":\"1/2\"")));
  EXPECT_EQ(result.rejected[0].detail, "\"d/20\" is not in the table t");
}

// --- Documents ---

std::string order_mapping(const std::string& group, const std::string& more = "") {
  return "mapping: orders\nformat: csv\nsource: {system: s, company: c}\ncurrency: EUR\n"
         "group_by: " +
         group + "\n" + more +
         R"(client_id: {column: client}
events:
  - at: {column: date}
    order_placed:
      order:
        ref: {column: order}
        document_date: {column: date}
        lines:
          - {line: {column: $position}, gross: {column: amount}}
)";
}

constexpr const char* kOrderRows =
    "order,client,date,amount\n"
    "A,k,2020-01-01,1\n"
    "B,l,2020-01-02,2\n"
    "A,k,2020-01-01,x\n"
    "A,k,2020-01-01,3\n";

TEST(Documents, AreMadeOfTheRowsOfAFile) {
  const FeedResult result = run_feed(order_mapping("order"), kOrderRows);
  ASSERT_THAT(result.events, SizeIs(2)) << result.error;
  EXPECT_THAT(result.events[0],
              HasSubstr(R"("lines":[{"line":1,"gross":{"currency":"EUR","units":"1"}},)"
                        R"({"line":2,"gross":{"currency":"EUR","units":"3"}}])"));
  EXPECT_THAT(result.events[1], HasSubstr("\"number\":\"B\""));
  EXPECT_THAT(result.rejects, ElementsAre("4 amount BAD_AMOUNT")) << "a bad row costs itself alone";
  EXPECT_THAT(result.lines, ElementsAre(2, 3));
  EXPECT_EQ(result.summary.accepted, 3U);
}

TEST(Documents, AreRejectedWholeWhenTheMappingSaysSo) {
  const FeedResult result = run_feed(order_mapping("{key: order, reject: document}"), kOrderRows);
  EXPECT_THAT(result.events, SizeIs(1));
  EXPECT_THAT(result.rejects, ElementsAre("4 amount BAD_AMOUNT", "2  DOCUMENT", "5  DOCUMENT"));
  EXPECT_EQ(result.summary.accepted, 1U);
  EXPECT_EQ(result.summary.rejected, 3U);
}

TEST(Documents, EndWhereTheNextBeginsWhenRowsStandTogether) {
  const FeedResult result = run_feed(order_mapping("{key: order, rows: together}"), kOrderRows);
  ASSERT_THAT(result.events, SizeIs(3));
  EXPECT_THAT(result.lines, ElementsAre(2, 3, 5));
  EXPECT_NE(result.ids[0], result.ids[2]) << "A comes a second time";
}

TEST(Documents, RowsMustAgreeOnWhatIsNoList) {
  const FeedResult result = run_feed(order_mapping("order"),
                                     "order,client,date,amount\n"
                                     "A,k,2020-01-01,1\n"
                                     "A,l,2020-01-01,2\n"
                                     "A,k,2020-01-02,3\n");
  EXPECT_THAT(result.rejects, ElementsAre("3  BAD_VALUE", "4  BAD_VALUE"));
  EXPECT_EQ(result.rejected[0].detail,
            "the row does not agree with the first row of its document: modified: client_id: "
            "\"k\" -> \"l\"");
  EXPECT_THAT(result.rejected[1].detail,
              HasSubstr("order_placed.order.document_date: 20200101 -> 20200102"));
  // The instant at which a row was entered may differ: the document came with its first row.
  const FeedResult times =
      run_feed(order_mapping("order", "dates: [\"YYYY-MM-DD HH:mm\"]\n"),
               "order,client,date,amount\nA,k,2020-01-01 08:00,1\nA,k,2020-01-01 08:01,2\n");
  ASSERT_THAT(times.events, SizeIs(1));
  EXPECT_THAT(times.events[0], HasSubstr("T08:00:00Z"));
}

TEST(Documents, NeedTheirKey) {
  const FeedResult result =
      run_feed(order_mapping("order"), "order,client,date,amount\n,k,2020-01-01,1\n");
  EXPECT_THAT(result.rejects, ElementsAre("2 order MISSING_VALUE"));
}

TEST(Documents, AddUpTotals) {
  const std::string mapping =
      "mapping: m\nformat: csv\nsource: {system: s, company: c}\ncurrency: EUR\n"
      "group_by: n\nclient_id: k\nevents:\n"
      "  - invoice:\n"
      "      ref: {column: n}\n"
      "      gross: {total: {column: a}}\n"
      "      posting_date: 2020-01-01\n"
      "      schedule:\n"
      "        - {amount: {column: a}}\n";
  const FeedResult result = run_feed(mapping, "n,a\n1,10.50\n1,-0.50\n1,x\n1,-10\n2,7\n");
  ASSERT_THAT(result.events, SizeIs(2)) << result.error;
  EXPECT_THAT(result.events[0], HasSubstr(R"("gross":{"currency":"EUR"},)"));
  EXPECT_THAT(result.events[1], HasSubstr(R"("gross":{"currency":"EUR","units":"7"},)"));
  const FeedResult large = run_feed(mapping, "n,a\n1,9000000000000\n1,9000000000000\n");
  EXPECT_THAT(large.rejects, ElementsAre("3  BAD_AMOUNT"));
}

TEST(Documents, ManyRowsOfOneDocumentCostLinearTime) {
  std::string file = "order,client,date,amount\n";
  for (int i = 0; i < 20'000; ++i)
    file += "A,k,2020-01-01,1\n";
  const FeedResult result = run_feed(order_mapping("order"), file);
  EXPECT_EQ(result.summary.accepted, 20'000U);
  EXPECT_THAT(result.events, SizeIs(1));
}

// --- Sinks ---

class Stopper : public EventSink, public RejectSink, public ProgressSink {
 public:
  bool accept(v1::Event&, const EventOrigin&) override { return ++events < 2; }
  bool accept(const Reject&) override { return false; }
  void progress(std::uint64_t done, std::uint64_t total) override {
    EXPECT_LE(done, total);
    EXPECT_GE(done, last);
    last = done;
    at_end = done == total;
  }
  int events = 0;
  std::uint64_t last = 0;
  bool at_end = false;
};

TEST(Ingest, StopsWhenASinkIsFullAndTellsHowFarItIs) {
  const ScratchFolder folder;
  const std::string rows = std::string(kHeader) + "1,k,5,2020-01-01\n2,k,5,2020-01-01\n";
  const std::string file = folder.write("f.csv", rows);
  const std::string bad = folder.write("b.csv", std::string(kHeader) + "1,k,x,2020-01-01\n");
  const Mapping mapping = *Mapping::parse(small_mapping(), "m.yaml");
  Stopper stopper;
  const auto summary = ingest({mapping, {file}}, stopper, stopper, &stopper);
  ASSERT_FALSE(summary);
  EXPECT_EQ(stopper.events, 2);
  Stopper rejects;
  EXPECT_FALSE(ingest({mapping, {bad}}, rejects, rejects, nullptr));
  Stopper whole;
  whole.events = -100;
  EXPECT_TRUE(ingest({mapping, {file, file}}, whole, whole, &whole));
  EXPECT_TRUE(whole.at_end);
}

TEST(Preview, ShowsTheFirstRowsAsEvents) {
  const ScratchFolder folder;
  const std::string file = folder.write(
      "f.csv", std::string(kHeader) + "1,k,5,2020-01-01\n2,k,x,2020-01-01\n3,k,5,2020-01-01\n");
  const auto shown = preview(*Mapping::parse(small_mapping(), "m.yaml"), file, 2);
  ASSERT_TRUE(shown);
  EXPECT_EQ(*shown,
            file +
                ":2\n"
                "  invoice  client k  at 2020-01-01T00:00:00Z\n"
                "    ref: INVOICE s/c/1\n"
                "    gross: 5.00 EUR\n"
                "    posting_date: 20200101\n" +
                file +
                ":3\n"
                "  rejected  BAD_AMOUNT in amount: \"x\" is no number as the mapping writes "
                "them\n"
                "    \"2,k,x,2020-01-01\"\n"
                "2 rows: 1 accepted, 1 rejected, 0 repeats, 0 ignored; 1 events\n");
  EXPECT_FALSE(preview(*Mapping::parse(small_mapping(), "m.yaml"), "no-such.csv", 2));
}

}  // namespace
}  // namespace encours
