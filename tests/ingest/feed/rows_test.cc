// Shows records whose rows a mapping turns into events: one row, a small file, JSON objects; and
// that a record gives the events of all its rows or none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest/feed.h"
#include "tests/ingest/feed/records.h"

namespace encours {
namespace {

using ::testing::AllOf;
using testing::answer;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::ScratchFolder;
using testing::small_mapping;
using ::testing::StartsWith;

class MappedFeed {
 public:
  MappedFeed(FeedFormat format, const std::string& mapping) {
    settings_.name = "rows";
    settings_.codec = format;
    settings_.mapping = folder_.write("m.yaml", mapping);
  }

  std::string said(const std::string& value, std::int64_t timestamp_ms = 1'700'000'000'000) const {
    return answer(settings_, {value, {}, "erp.invoices", timestamp_ms});
  }

 private:
  ScratchFolder folder_;
  FeedSettings settings_;
};

std::string without_header() {
  std::string mapping = small_mapping();
  const std::string format = "format: csv\n";
  mapping.insert(mapping.find(format) + format.size(),
                 "options: {header: false, columns: [number, client, amount, date]}\n");
  return mapping;
}

std::string in_json(const std::string& more = "") {
  std::string mapping = small_mapping(more);
  mapping.replace(mapping.find("format: csv"), 11, "format: jsonl");
  return mapping;
}

TEST(MappedRows, ARecordIsOneRowOrASmallFile) {
  const MappedFeed rows(FeedFormat::kCsv, without_header());
  EXPECT_THAT(rows.said("7,C1,10.50,2024-03-01"),
              AllOf(StartsWith("csv | {\"event_id\":\""), HasSubstr("\"feed\":\"small\""),
                    HasSubstr("\"client_id\":\"C1\""), HasSubstr("\"number\":\"7\"")));
  EXPECT_THAT(rows.said("7,C1,10.50,2024-03-01\n8,C2,1.00,2024-03-02\n"),
              AllOf(HasSubstr("\"number\":\"7\""), HasSubstr("\"number\":\"8\"")));
  const MappedFeed files(FeedFormat::kCsv, small_mapping());
  EXPECT_THAT(files.said("number,client,amount,date\n7,C1,10.50,2024-03-01\n"),
              AllOf(StartsWith("csv | "), HasSubstr("\"number\":\"7\"")));
  EXPECT_EQ(files.said("number,client,amount,date\n"), "csv | nothing");
  EXPECT_THAT(files.said("7,C1,10.50,2024-03-01\n"), StartsWith("BAD_ROW: erp.invoices: "));
}

TEST(MappedRows, AJsonObjectALine) {
  const MappedFeed feed(FeedFormat::kJsonl, in_json());
  const std::string row = R"({"number":"7","client":"C1","amount":10.50,"date":"2024-03-01"})";
  EXPECT_THAT(feed.said(row), AllOf(StartsWith("jsonl | "), HasSubstr("\"number\":\"7\"")));
  EXPECT_THAT(feed.said(row + "\n" + row), HasSubstr("}{")) << "two rows, two events";
  EXPECT_EQ(feed.said(row), feed.said(row)) << "the same ids, so that a repeat is one";
}

TEST(MappedRows, OneBadRowRefusesTheRecord) {
  const MappedFeed feed(FeedFormat::kCsv, without_header());
  const std::string good = "7,C1,10.50,2024-03-01\n";
  struct Row {
    std::string value;
    std::string said;
  };
  const std::vector<Row> rows{
      {good + "8,C1,ten,2024-03-01\n", "BAD_AMOUNT: amount: line 2: "},
      {good + "8,C1,1.00,2024-02-30\n", "BAD_DATE: date: line 2: "},
      {good + "8,,1.00,2024-02-30\n", "MISSING_VALUE: client: line 2: "},
      {good + "8,C1\n", "BAD_ROW: line 2: "},
      {good + "8,\xff,1.00,2024-03-01\n", "BAD_ROW: line 2: "},
      {good + std::string("8,\0,1.00,2024-03-01\n", 20), "BAD_ROW: line 2: "},
      {"", "UNDECODABLE: the value is empty"},
      {"\x1f\x8b\x08", "BAD_ROW: line 1: "},
  };
  for (const Row& row : rows) {
    EXPECT_THAT(feed.said(row.value), StartsWith(row.said)) << row.value;
  }
  std::string many;
  for (std::size_t i = 0; i <= kRecordEventsMax; ++i)
    many += std::to_string(i) + ",C1,1.00,2024-03-01\n";
  EXPECT_THAT(feed.said(many), StartsWith("OVERSIZE: a record of more than 10000 events"));
}

TEST(MappedRows, RejectsAndIgnoresByNameAsFilesDo) {
  const MappedFeed feed(
      FeedFormat::kCsv,
      without_header() +
          "reject_when:\n  - {name: NO_MONEY, when: {column: amount, equals: \"0\"}}\n"
          "ignore_when:\n  - {name: TOTAL, when: {column: number, equals: TOTAL}}\n");
  EXPECT_EQ(feed.said("TOTAL,,10.50,\n"), "csv | nothing");
  EXPECT_THAT(feed.said("7,C1,0,2024-03-01\n"),
              StartsWith("CONDITION: amount: line 1: NO_MONEY: "));
}

TEST(MappedRows, RevisionFileIsTheTimeOfTheRecord) {
  const MappedFeed feed(FeedFormat::kJsonl, in_json("revision: file\n"));
  const std::string row = R"({"number":"7","client":"C1","amount":10.50,"date":"2024-03-01"})";
  EXPECT_THAT(feed.said(row, 1'700'000'000'123), HasSubstr("\"revision\":\"1700000000123000\""));
  EXPECT_THAT(feed.said(row, kNoTimestamp), StartsWith("BAD_ENVELOPE: `revision: file`"));
}

TEST(MappedRows, ATableIsReadOnceBesideTheMapping) {
  const ScratchFolder folder;
  std::string mapping = in_json("tables:\n  payers: {file: payers.jsonl, key: c, value: payer}\n");
  mapping.replace(mapping.find("{column: client}"), 16, "{table: payers, key: client}");
  FeedSettings settings;
  settings.codec = FeedFormat::kJsonl;
  settings.mapping = folder.write("m.yaml", mapping);
  EXPECT_THAT(answer(settings, {"{}", {}}), HasSubstr("payers.jsonl"));
  folder.write("payers.jsonl", R"({"c":"S1","payer":"P9"})");
  EXPECT_THAT(
      answer(settings, {R"({"number":"7","client":"S1","amount":1,"date":"2024-03-01"})", {}}),
      HasSubstr("\"client_id\":\"P9\""));
}

TEST(MappedRows, MappingsThatFitNoTopicAreRefused) {
  EXPECT_THAT(MappedFeed(FeedFormat::kJsonl, small_mapping()).said("{}"),
              HasSubstr("m.yaml: the mapping is of format csv, the feed's codec is jsonl"));
  EXPECT_THAT(MappedFeed(FeedFormat::kCsv, small_mapping("dats: [X]\n")).said("x"),
              HasSubstr("m.yaml:12:1: dats: unknown key; did you mean \"dates\"?"));
  const std::string list =
      "mapping: l\nmode: open-items-list\nformat: csv\nsource: {system: s, company: c}\n"
      "currency: EUR\nclient_id: {column: client}\nevents:\n  - open_items_list:\n      items:\n"
      "        - {ref: {kind: INVOICE, number: {column: n}}, open: {column: o}}\n";
  EXPECT_THAT(MappedFeed(FeedFormat::kCsv, list).said("x"),
              AllOf(HasSubstr("open-items-list"), Not(HasSubstr("unknown"))));
  FeedSettings absent;
  absent.codec = FeedFormat::kCsv;
  absent.mapping = "no-such.yaml";
  EXPECT_THAT(answer(absent, {"x", {}}), HasSubstr("no-such.yaml"));
}

}  // namespace
}  // namespace encours
