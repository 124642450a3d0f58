// What rows look like to people and programs: tables that fit the screen, exact csv and json,
// amounts and words in both languages.
#include <gtest/gtest.h>

#include "src/views/amounts.h"
#include "src/views/case_list.h"
#include "src/views/client_rows.h"
#include "src/views/codes.h"
#include "src/views/csv.h"
#include "src/views/json.h"
#include "src/views/reconciliation.h"
#include "src/views/table.h"

namespace encours::views {
namespace {

constexpr std::string_view kNoBreak = "\u00a0";

Currency currency(std::string_view code) {
  return Currency::from_code(code).value();
}

Screen screen(int columns, Language language = Language::kEnglish) {
  return {columns, false, language};
}

// Two clients, one with a limit in the currency of its first row.
std::vector<ClientRow> two_clients() {
  v1::ExposureSheet dupont;
  dupont.mutable_account()->set_client_id("Dupont, SA");
  dupont.mutable_account()->set_segment("main");
  v1::SheetLine& euro = *dupont.add_lines();
  euro.set_currency("EUR");
  euro.set_open_items_minor(123'456'789);
  euro.set_exposure_minor(123'456'789);
  euro.set_overdue_minor(6'789);
  for (const std::int64_t minor : {123'450'000, 6'789, 0, 0, 0})
    euro.add_bucket_minor(minor);
  euro.set_oldest_overdue_since(20240201);
  v1::SheetLine& yen = *dupont.add_lines();
  yen.set_currency("JPY");
  yen.set_open_items_minor(5'000);
  yen.set_orders_held_minor(700);
  yen.set_exposure_minor(5'000);
  yen.set_estimated(true);
  dupont.set_limit_kind(v1::LIMIT_KIND_AMOUNT);
  *dupont.mutable_limit() = wire_from_minor(currency("EUR"), 100'000'000);
  dupont.set_utilisation_bp(12'346);

  v1::ExposureSheet arnaud;
  arnaud.mutable_account()->set_client_id("Arnaud");
  arnaud.mutable_account()->set_segment("main");
  arnaud.add_lines()->set_currency("EUR");
  arnaud.set_limit_kind(v1::LIMIT_KIND_NONE);
  arnaud.set_utilisation_bp(-1);
  arnaud.set_account_hold(true);

  std::vector<ClientRow> rows;
  const Day day = day_from_date(20240310).value();
  add_client_rows(dupont, day, rows);
  add_client_rows(arnaud, day, rows);
  sort_client_rows(rows);
  return rows;
}

TEST(Clients, CsvHasTheColumnsInTheirOrderAndExactAmounts) {
  EXPECT_EQ(
      clients_csv(two_clients(), RowsIn::kOwnCurrency),
      "client_id,segment,currency,open_items,disputed,unapplied_receipts,unapplied_credits,"
      "bills_and_debits_at_risk,billing_not_posted,deliveries_not_invoiced,open_orders,"
      "orders_held,exposure,overdue,overdue_net,current,d1_30,d31_60,d61_90,d90_plus,"
      "oldest_overdue_days,limit_kind,limit,utilisation_bp,hold,estimated\n"
      "Arnaud,main,EUR,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,"
      "0.00,0.00,0.00,0,,,,account,false\n"
      "\"Dupont, SA\",main,EUR,1234567.89,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,1234567.89,"
      "67.89,0.00,1234500.00,67.89,0.00,0.00,0.00,38,amount,1000000.00,12346,document,"
      "false\n"
      "\"Dupont, SA\",main,JPY,5000,0,0,0,0,0,0,0,700,5000,0,0,0,0,0,0,0,0,,,,document,true\n");
}

TEST(Clients, JsonIsOneObjectALineWithNullWhereThereIsNoLimit) {
  const std::string json = clients_json({two_clients().front()}, RowsIn::kOwnCurrency);
  EXPECT_TRUE(
      json.starts_with("{\"client_id\":\"Arnaud\",\"segment\":\"main\",\"currency\":\"EUR\","
                       "\"open_items\":\"0.00\""))
      << json;
  EXPECT_TRUE(
      json.ends_with("\"oldest_overdue_days\":0,\"limit_kind\":null,\"limit\":null,"
                     "\"utilisation_bp\":null,\"hold\":\"account\",\"estimated\":false}\n"))
      << json;
}

TEST(Clients, TableFitsTheScreenAndHasTotalsByCurrency) {
  const std::string narrow = clients_table(two_clients(), screen(80));
  std::size_t begin = 0;
  while (begin < narrow.size()) {
    const std::size_t end = narrow.find('\n', begin);
    EXPECT_LE(display_width(std::string_view(narrow).substr(begin, end - begin)), 80) << narrow;
    begin = end + 1;
  }
  for (const std::string_view word :
       {"Open", "Overdue", "1,234,567.89", "Total", "account", "~5,000", "~ partly estimated"}) {
    EXPECT_NE(narrow.find(word), std::string::npos) << word << "\n" << narrow;
  }
  EXPECT_EQ(narrow.find("segment"), std::string::npos) << "the only segment is not shown";
  EXPECT_NE(clients_table(two_clients(), screen(0)).find("Held"), std::string::npos)
      << "without a screen every column that says something stands";
}

TEST(Table, LeavesOutWholeColumnsOfTheHighestRankFirst) {
  struct Row {
    int columns;
    std::string_view headings;
  };
  for (const Row& row :
       {Row{0, "name  first  second  third\n"}, Row{26, "name  first  second  third\n"},
        Row{25, "name  first  second\n"}, Row{17, "name  first\n"}, Row{5, "name\n"}}) {
    Table table({{"name", Align::kLeft, 0, false},
                 {"first", Align::kLeft, 1, false},
                 {"second", Align::kLeft, 2, false},
                 {"third", Align::kLeft, 2, false}});
    EXPECT_EQ(table.text(screen(row.columns)), row.headings) << row.columns;
  }
}

TEST(Table, AlignsByCharactersNotBytes) {
  Table table({{"Échéance", Align::kLeft, 0, false}, {"n", Align::kRight, 0, false}});
  table.add_row({{"été"}, {"1"}});
  table.add_row({{"juin"}, {"10"}});
  EXPECT_EQ(table.text(screen(80)), "Échéance   n\nété        1\njuin      10\n");
}

TEST(Table, ColoursOnlyWhereThereIsColour) {
  EXPECT_EQ(painted(screen(80), Paint::kBad, "late"), "late");
  EXPECT_EQ(painted({80, true, Language::kEnglish}, Paint::kBad, "late"), "\x1b[31mlate\x1b[0m");
}

TEST(Amounts, AreGroupedInTheLanguageOfTheReader) {
  const std::string space(kNoBreak);
  struct Row {
    std::string_view code;
    std::int64_t minor;
    std::string english;
    std::string french;
  };
  for (const Row& row : {
           Row{"EUR", 0, "0.00", "0,00"},
           Row{"EUR", 99'999, "999.99", "999,99"},
           Row{"EUR", 100'000, "1,000.00", "1" + space + "000,00"},
           Row{"EUR", -123'456'789, "-1,234,567.89", "-1" + space + "234" + space + "567,89"},
           Row{"JPY", 1'000, "1,000", "1" + space + "000"},
           Row{"TND", 1'234'567, "1,234.567", "1" + space + "234,567"},
       }) {
    EXPECT_EQ(amount_for_people(currency(row.code), row.minor, Language::kEnglish), row.english);
    EXPECT_EQ(amount_for_people(currency(row.code), row.minor, Language::kFrench), row.french);
  }
  EXPECT_EQ(amount_for_people(currency("EUR"), 0, Language::kEnglish, true), "");
  EXPECT_EQ(share_for_people(10'420, Language::kEnglish), "104.2 %");
  EXPECT_EQ(share_for_people(-5, Language::kFrench), "-0,1 %");
  EXPECT_EQ(share_for_people(4, Language::kFrench), "0,0 %");
}

TEST(Csv, QuotesOnlyWhatNeedsIt) {
  CsvWriter csv;
  for (const std::string_view cell : {"plain", "", "a,b", "say \"no\"", "two\nlines"})
    csv.cell(cell);
  csv.end_row();
  EXPECT_EQ(csv.take(), "plain,,\"a,b\",\"say \"\"no\"\"\",\"two\nlines\"\n");
}

TEST(Json, EscapesTextAndKeepsItsKeysInOrder) {
  JsonObject object;
  object.text("z", "a\"b\n\xff");
  object.number("a", -5);
  object.boolean("b", true);
  object.number_or_null("c", 1, false);
  JsonArray array;
  array.add("1");
  array.add("{}");
  object.raw("d", array.take());
  EXPECT_EQ(object.take(),
            "{\"z\":\"a\\\"b\\n\xef\xbf\xbd\",\"a\":-5,\"b\":true,\"c\":null,\"d\":[1,{}]}");
  EXPECT_EQ(JsonObject().take(), "{}");
  EXPECT_EQ(JsonArray().take(), "[]");
}

TEST(Words, EveryRuleKindThatRunsHasWordsInBothLanguages) {
  for (int kind = v1::RULE_KIND_LIMIT_EXCEEDED; kind <= v1::RULE_KIND_STALE_ENTITY; ++kind) {
    for (const Language language : {Language::kEnglish, Language::kFrench}) {
      const std::string_view words = rule_kind_words(static_cast<v1::RuleKind>(kind), language);
      EXPECT_FALSE(words.starts_with("RULE_KIND")) << words;
      EXPECT_FALSE(words.empty());
    }
  }
}

TEST(Words, EvidenceIsSaidWithItsUnit) {
  v1::Evidence amount;
  amount.set_name("overdue_net");
  *amount.mutable_amount() = wire_from_minor(currency("EUR"), 123'400);
  v1::Evidence share;
  share.set_name("utilisation_bp");
  share.set_value(9'550);
  v1::Evidence days;
  days.set_name("days_late_effective");
  days.set_value(45);
  v1::Evidence unknown;
  unknown.set_name("something_new");
  unknown.set_text("X");
  EXPECT_EQ(evidence_words(amount, Language::kEnglish), "net overdue 1,234.00 EUR");
  EXPECT_EQ(evidence_words(share, Language::kEnglish), "utilisation 95.5 %");
  EXPECT_EQ(evidence_words(days, Language::kFrench), "jours de retard 45");
  EXPECT_EQ(evidence_words(unknown, Language::kEnglish), "something new X");
}

TEST(Cases, TheMostUrgentComesFirst) {
  std::vector<v1::Case> cases(3);
  const auto fill = [](v1::Case& one, std::string_view client, v1::Severity severity, int units) {
    one.mutable_account()->set_client_id(std::string(client));
    one.set_severity(severity);
    one.mutable_at_stake()->set_units(units);
  };
  fill(cases[0], "B", v1::SEVERITY_NOTE, 900);
  fill(cases[1], "C", v1::SEVERITY_HIGH, 10);
  fill(cases[2], "A", v1::SEVERITY_HIGH, 500);
  sort_cases(cases);
  EXPECT_EQ(cases[0].account().client_id(), "A");
  EXPECT_EQ(cases[1].account().client_id(), "C");
  EXPECT_EQ(cases[2].account().client_id(), "B");
}

OpenDocument document(const std::string& client, const std::string& number, std::int64_t minor,
                      std::int32_t due) {
  OpenDocument one;
  one.client_id = client;
  one.ref.set_kind(v1::DOCUMENT_KIND_INVOICE);
  one.ref.set_number(number);
  one.currency = currency("EUR");
  one.open_minor = minor;
  one.due_on = day_from_date(due).value();
  return one;
}

TEST(Reconciliation, TellsEachDifferenceOnceAndWhatIsEqualNotAtAll) {
  const std::vector<Difference> found =
      differences({document("A", "1", 100, 20240301), document("A", "2", 200, 20240301),
                   document("B", "1", 300, 20240301), document("B", "2", 400, 20240301)},
                  {document("B", "3", 7'500, 20240301), document("B", "2", 400, 20240302),
                   document("B", "1", 250, 20240301), document("A", "1", 100, 20240301)});
  EXPECT_EQ(differences_csv(found),
            "client_id,seller_company,kind,number,difference,currency,ours,listed,"
            "listed_less_ours,due_here,due_listed\n"
            "A,,INVOICE,2,missing_there,EUR,2.00,0.00,-2.00,2024-03-01,\n"
            "B,,INVOICE,1,amount_differs,EUR,3.00,2.50,-0.50,2024-03-01,2024-03-01\n"
            "B,,INVOICE,2,date_differs,EUR,4.00,4.00,0.00,2024-03-01,2024-03-02\n"
            "B,,INVOICE,3,missing_here,EUR,0.00,75.00,75.00,,2024-03-01\n");
  EXPECT_EQ(differences_summary(found, Language::kEnglish),
            "        1 missing here  75.00 EUR\n"
            "        1 not in the list  -2.00 EUR\n"
            "        1 amount differs  -0.50 EUR\n"
            "        1 date differs\n");
  EXPECT_EQ(differences_table({}, screen(80)), "no difference\n");
}

}  // namespace
}  // namespace encours::views
