// Shows how rows become lists of open items: one list an account, closed at the end, in parts where
// it is long, and never complete when something is missing.
#include "src/ingest/list_collector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest/feed.h"

namespace encours {
namespace {

using ::testing::ElementsAre;
using testing::FeedResult;
using ::testing::HasSubstr;
using testing::mistakes_of;
using testing::run_feed;

const std::string kMapping = R"(mapping: open
mode: open-items-list
format: csv
source: {system: erp, company: "1000"}
currency: EUR
client_id: {column: client}
events:
  - open_items_list:
      items:
        - ref: {kind: INVOICE, number: {column: number}}
          open: {column: open}
          posting_date: {column: posted}
)";
constexpr const char* kHeader = "client,number,open,posted\n";
constexpr const char* kFile = "open-2024-02-29.csv";

TEST(OpenItemsLists, RowsOfAnAccountMakeOneListAndTheLastEventClosesIt) {
  const FeedResult result = run_feed(kMapping,
                                     std::string(kHeader) +
                                         "k,F1,10,2024-02-01\n"
                                         "l,F2,20,2024-02-02\n"
                                         "k,F3,30,2024-02-03\n",
                                     kFile);
  ASSERT_EQ(result.error, "");
  EXPECT_EQ(result.summary.accepted, 3U);
  EXPECT_EQ(result.summary.events, 3U);
  ASSERT_EQ(result.events.size(), 3U);
  EXPECT_THAT(result.events[0], HasSubstr(R"("client_id":"k")"));
  EXPECT_THAT(result.events[0], HasSubstr(R"("as_of":20240229,"complete":true)"));
  EXPECT_THAT(result.events[0], HasSubstr(R"("number":"F3")"));
  EXPECT_THAT(result.events[1], HasSubstr(R"("client_id":"l")"));
  EXPECT_THAT(result.events[2], HasSubstr("open_items_list_closed"));
  EXPECT_THAT(result.events[2], HasSubstr(R"("list_id":"open 2024-02-29")"));
  EXPECT_THAT(result.events[2], HasSubstr(R"("clients":"2")"));
  EXPECT_THAT(result.events[2], HasSubstr(R"("units":"60")"));
  EXPECT_THAT(result.events[2], HasSubstr(R"("complete":true)"));
}

TEST(OpenItemsLists, OneWithARejectedRowSettlesNothing) {
  const FeedResult result =
      run_feed(kMapping, std::string(kHeader) + "k,F1,10,2024-02-01\nk,F2,ten,2024-02-01\n", kFile);
  ASSERT_EQ(result.events.size(), 2U);
  EXPECT_THAT(result.events[0], ::testing::Not(HasSubstr("complete")));
  EXPECT_THAT(result.events[1], ::testing::Not(HasSubstr("complete")));
}

TEST(OpenItemsLists, AnItemListedTwiceAndADayThatNobodyTellsAreRejected) {
  const FeedResult twice =
      run_feed(kMapping, std::string(kHeader) + "k,F1,10,2024-02-01\nk,F1,10,2024-02-01\n", kFile);
  EXPECT_THAT(twice.rejects, ElementsAre(HasSubstr("3  DOCUMENT")));
  const FeedResult no_day =
      run_feed(kMapping, std::string(kHeader) + "k,F1,10,2024-02-01\n", "open.csv");
  ASSERT_EQ(no_day.rejected.size(), 1U);
  EXPECT_THAT(no_day.rejected[0].detail, HasSubstr("--list-date"));
}

TEST(OpenItemsLists, LongOnesComeInPartsOfWhichTheLastIsComplete) {
  std::string rows = kHeader;
  for (int i = 0; i <= kListItemsMax; ++i) {
    rows += "k,F" + std::to_string(i) + ",10,2024-02-01\n";
  }
  const FeedResult result = run_feed(kMapping, rows, kFile);
  ASSERT_EQ(result.events.size(), 3U);
  EXPECT_THAT(result.events[0], HasSubstr(R"("part":1)"));
  EXPECT_THAT(result.events[0], ::testing::Not(HasSubstr("complete")));
  EXPECT_THAT(result.events[1], HasSubstr(R"("complete":true)"));
  EXPECT_THAT(result.events[1], HasSubstr(R"("part":2)"));
  EXPECT_NE(result.ids[0], result.ids[1]);
}

TEST(OpenItemsLists, TheDayMayStandInTheName) {
  const Day day = *parse_day("2024-02-29");
  for (const char* name : {"open-2024-02-29.csv", "20240229.csv", "a_20240229_b.csv",
                           "2024-02-29-of-20240229.csv.gz"}) {
    EXPECT_EQ(day_in_name(name), day) << name;
  }
  for (const char* name : {"open.csv", "open-2024-02-30.csv", "120240229.csv", "202402291.csv",
                           "20240229-20240301.csv"}) {
    EXPECT_EQ(day_in_name(name), kNoDay) << name;
  }
}

TEST(OpenItemsLists, AMappingOfListsHasNothingElse) {
  EXPECT_THAT(mistakes_of(kMapping + "group_by: client\n"),
              ElementsAre(HasSubstr("puts the rows of an account together: no group_by")));
  EXPECT_THAT(mistakes_of(kMapping + "  - invoice: {ref: {column: number}, gross: {column: open}, "
                                     "posting_date: {column: posted}}\n"),
              ElementsAre(HasSubstr("every event is an open_items_list")));
}

}  // namespace
}  // namespace encours
