// The business day of an event: its own date by kind, the day it was logged where that is missing,
// none for what always counts.
#include "operators/domain/posting.h"

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

namespace encours {
namespace {

v1::Event event(const std::string& json) {
  v1::Event event;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &event).ok()) << json;
  return event;
}

TEST(PostingDay, IsTheKindsOwnDate) {
  struct Row {
    std::string body;
    std::string day;
  };
  const std::vector<Row> rows = {
      {R"("invoice":{"document_date":20240101,"posting_date":20240105})", "2024-01-05"},
      {R"("invoice_cancelled":{"posting_date":20240106})", "2024-01-06"},
      {R"("credit_note":{"posting_date":20240107})", "2024-01-07"},
      {R"("receipt":{"posting_date":20240108,"maturity":20240601})", "2024-01-08"},
      {R"("settlement":{"posting_date":20240109})", "2024-01-09"},
      {R"("settlement_reversed":{"posting_date":20240110})", "2024-01-10"},
      {R"("dispute_opened":{"opened_on":20240111})", "2024-01-11"},
      {R"("dispute_changed":{"changed_on":20240112})", "2024-01-12"},
      {R"("dispute_closed":{"closed_on":20240113})", "2024-01-13"},
      {R"("write_off":{"posting_date":20240114})", "2024-01-14"},
      {R"("order_placed":{"order":{"document_date":20240115}})", "2024-01-15"},
      {R"("order_cancelled":{"cancelled_on":20240116})", "2024-01-16"},
      {R"("order_closed":{"closed_on":20240117})", "2024-01-17"},
      {R"("delivery":{"delivered_on":20240118})", "2024-01-18"},
      {R"("human_decision":{"decided_on":20240119})", "2024-01-19"},
      {R"("credit_limit_set":{"decided_on":20240120})", "2024-01-20"},
      {R"("credit_limit_set":{"decided_on":20240120,"valid_from":20240301})", "2024-03-01"},
      {R"("day_turned":{"day":20240121})", "2024-01-21"},
      // An order's change counts from when it was logged, whatever the order's own date.
      {R"("order_changed":{"order":{"document_date":20240101}})", "2024-02-29"},
      // What the source left out, or what is no date.
      {R"("invoice":{"document_date":20240101})", "2024-02-29"},
      {R"("invoice":{"posting_date":20240230})", "2024-02-29"},
      // What always counts.
      {R"("client":{"folded_name":"x"})", ""},
      {R"("policy":{"version":"1"})", ""},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(
        format_day(posting_day(event(R"({"logged_at":"2024-02-29T23:59:59Z",)" + row.body + "}"))),
        row.day)
        << row.body;
  }
}

TEST(PostingDay, IsNoneWhereNothingSaysIt) {
  EXPECT_EQ(posting_day(event(R"({"invoice":{}})")), kNoDay);
  EXPECT_EQ(posting_day(event("{}")), kNoDay);
}

TEST(LoggedDay, IsTheUtcDayAlsoBeforeTheEpoch) {
  struct Row {
    std::string instant;
    std::string day;
  };
  for (const Row& row :
       {Row{"1970-01-01T00:00:00Z", "1970-01-01"}, Row{"1969-12-31T23:59:59.5Z", "1969-12-31"},
        Row{"2024-02-28T23:30:00-01:00", "2024-02-29"}, Row{"2199-12-31T23:59:59Z", "2199-12-31"},
        Row{"2200-01-01T00:00:00Z", ""}, Row{"1899-12-31T23:59:59Z", ""}}) {
    EXPECT_EQ(format_day(logged_day(event(R"({"logged_at":")" + row.instant + "\"}"))), row.day);
  }
}

}  // namespace
}  // namespace encours
