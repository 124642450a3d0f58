// The language of stories: what it reads, and what it says about what it cannot read.
#include <gtest/gtest.h>

#include "tests/stories/story.h"
#include "tests/stories/words.h"

namespace encours::story {
namespace {

constexpr const char* kPolicies = "deploy/examples/policies";

tl::expected<Story, StoryError> parse(const std::string& statements) {
  return parse_story("# A story.\nday 2024-01-02\n" + statements, kPolicies);
}

v1::Event event_of(const std::string& statement) {
  const auto story = parse(statement);
  EXPECT_TRUE(story.has_value()) << statement << ": " << story.error().problem;
  return story.has_value() ? std::get<Send>(story->steps.back().what).event : v1::Event();
}

TEST(StoryLanguage, ReadsEventsAsTheyStandInTheContracts) {
  struct Row {
    std::string statement;
    std::string event;  // body alone
  };
  const std::vector<Row> table{
      {"invoice C1 F1 1000.50 EUR due 2024-02-01",
       "invoice { ref { source_system: \"erp\" seller_company: \"1000\" kind: "
       "DOCUMENT_KIND_INVOICE "
       "number: \"F1\" } gross { currency: \"EUR\" units: 1000 nanos: 500000000 } document_date: "
       "20240102 posting_date: 20240102 schedule { due_on: 20240201 amount { currency: \"EUR\" "
       "units: 1000 nanos: 500000000 } } }"},
      {"reverse C1 S1@2000",
       "settlement_reversed { settlement_id: \"S1\" source_system: \"erp\" seller_company: "
       "\"2000\" "
       "posting_date: 20240102 }"},
      {"lift C1 by bob in export",
       "human_decision { decision_id: \"decision 3\" action: DECISION_ACTION_LIFT segment: "
       "\"export\" decided_by: \"bob\" decided_on: 20240102 }"},
      {"event C1 promise", "promise { }"},
  };
  for (const Row& row : table) {
    v1::Event event = event_of(row.statement);
    EXPECT_EQ(event.client_id(), "C1");
    EXPECT_EQ(event.event_id(), "line 3");
    event.clear_client_id();
    event.clear_event_id();
    event.clear_feed();
    event.clear_logged_at();
    EXPECT_EQ(event.ShortDebugString(), row.event);
  }
}

TEST(StoryLanguage, TakesClausesInAnyOrder) {
  const std::vector<std::pair<std::string, std::string>> table{
      {"invoice C1 F1 10 EUR due 2024-02-01 posted 2024-01-01 revision 3",
       "invoice C1 F1 10 EUR revision 3 posted 2024-01-01 due 2024-02-01"},
      {"limit C1 L1 500 EUR from 2024-01-01 until 2024-02-01 adds to base",
       "limit C1 L1 adds to base until 2024-02-01 500 EUR from 2024-01-01"},
      {"release C1 O1 by ann up to 10 EUR until 2024-03-01",
       "release C1 O1 until 2024-03-01 up to 10 EUR by ann"},
      {"order C1 O1 priority 2 terms 60: 10 at 5.00",
       "order C1 O1 terms 60 priority 2:\n  10 at 5.00"},
  };
  for (const auto& [one, other] : table) {
    EXPECT_EQ(event_of(one).ShortDebugString(), event_of(other).ShortDebugString());
  }
}

TEST(StoryLanguage, SaysWhereItDoesNotUnderstandAndWhy) {
  struct Row {
    std::string statements;
    int line;
    std::string words;
  };
  const std::vector<Row> table{
      {"borrow C1 F1 10.00 EUR", 3, "no statement begins so"},
      {"invoice C1 F1 ten EUR", 3, "'ten' is no amount"},
      {"invoice C1 F1 10.00", 3, "the currency of 10.00 is missing"},
      {"invoice C1 F1 10.00 EUR due tomorrow", 3, "'tomorrow' is no date"},
      {"invoice C1 F1 10.00 EUR paid", 3, "an invoice may have"},
      {"settle C1 S1 invoice F1 -1", 3, "write it as: settle"},
      {"\nsettle C1 S1: coins -1", 4, "a movement begins with"},
      {"dispute C1 D1 F1", 3, "write it as: dispute"},
      {"order C1 O1: 10 for 5.00", 3, "write it as: 10 at"},
      {"limit C1 L1 5 EUR for ever", 3, "a limit may have"},
      {"client C1 kind martian", 3, "there is no CLIENT_KIND_MARTIAN"},
      {"event C1 paperwork", 3, "is no kind of event"},
      {"day 2024-01-01", 3, "the day before is 2024-01-02"},
      {"policy nonsense", 3, "nonsense"},
      {"policy\n  rules: [{name: x}]", 3, "kind"},
      {"expect C1 open_items 3", 3, "':' is expected"},
      {"expect C1:", 3, "nothing is expected"},
      {"invoice C1 \"F1 10.00 EUR", 3, "never closed"},
  };
  for (const Row& row : table) {
    const auto story = parse(row.statements);
    ASSERT_FALSE(story.has_value()) << row.statements;
    EXPECT_EQ(story.error().line, row.line) << row.statements;
    EXPECT_NE(story.error().problem.find(row.words), std::string::npos) << story.error().problem;
  }
}

TEST(StoryLanguage, AsksForADayAndForATitle) {
  EXPECT_EQ(parse_story("# A story.\ninvoice C1 F1 1 EUR", kPolicies).error().problem,
            "say the day first: day 2024-01-02");
  EXPECT_EQ(parse_story("day 2024-01-02", kPolicies).error().line, 1);
}

TEST(StoryLanguage, ReadsExpectationsAsNamesAndPlainNumbers) {
  const auto story =
      parse("expect order C1 in export O1: held, because \"a b\" and c, amount 010.50 EUR");
  ASSERT_TRUE(story.has_value()) << story.error().problem;
  const auto& expect = std::get<Expect>(story->steps.back().what);
  EXPECT_EQ(expect.about, About::kOrder);
  EXPECT_EQ(expect.segment, "export");
  EXPECT_EQ(expect.order, "O1");
  std::string properties;
  for (const Property& property : expect.properties) {
    properties += property.name + "=" + property.value + ";";
  }
  EXPECT_EQ(properties, "state=held;because=a b and c;amount=10.5 EUR;");
}

TEST(StoryLanguage, WritesNumbersInTheShortestWay) {
  const std::vector<std::pair<std::string, std::string>> table{
      {"1000.00", "1000"}, {"+5", "5"}, {"-0.50", "-0.5"}, {"-0", "0"}, {"O1", "O1"}, {"1.", "1."}};
  for (const auto& [written, plain] : table) {
    EXPECT_EQ(plain_number(written), plain);
  }
}

}  // namespace
}  // namespace encours::story
