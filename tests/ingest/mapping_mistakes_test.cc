// Shows what people are told who make a mistake in a mapping. Each row of a table is the line that
// is wrong, put into a mapping that is right but for it, and what is said.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest/feed.h"

namespace encours {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::mistakes_of;
using testing::small_mapping;

// A mapping with one line for each part that a test may want to spell differently.
struct Parts {
  std::string top = "mapping: m\nformat: csv\nsource: {system: s, company: c}\ncurrency: EUR\n";
  std::string client = "client_id: {column: client}\n";
  std::string event =
      "  - invoice:\n"
      "      ref: {column: number}\n"
      "      gross: {column: amount}\n"
      "      posting_date: {column: date}\n";
  std::string text() const { return top + client + "events:\n" + event; }
};

struct Row {
  std::string line;
  std::string message;
};

// "5:12: key: problem" without the line and column, where the key tells the place well enough.
std::string without_place(const std::string& mistake) {
  return mistake.substr(mistake.find(' ') + 1);
}

TEST(MappingMistakes, TheSmallMappingHasNone) {
  EXPECT_THAT(mistakes_of(small_mapping()), IsEmpty());
  EXPECT_THAT(mistakes_of(Parts().text()), IsEmpty());
}

TEST(MappingMistakes, AtTheTop) {
  const std::vector<Row> rows{
      {"dates: [DD.MM]",
       "5:9: dates[0]: must name year, month and day once each, as in D/M/YYYY or YYYY-MM-DD"},
      {"dates: [\xE9]", "5:9: this is not UTF-8 text"},
      {"dates: []", "5:8: dates: must name at least one shape"},
      {"numbers: {decimal: ';'}", "5:20: numbers.decimal: must be \".\" or \",\""},
      {"numbers: {decimal: ',', thousands: ','}",
       "5:10: numbers: the thousands sign and the decimal sign are the same"},
      {"numbers: {negative: [brackets]}",
       "5:22: numbers.negative[0]: must be one of minus, parentheses, trailing_minus"},
      {"numbers: {strip: ['']}", "5:18: numbers.strip: an empty text cannot be taken out"},
      {"options: {delimitr: ';'}",
       "5:11: options.delimitr: unknown key; did you mean \"delimiter\"?"},
      {"options: {delimiter: ';;'}", "5:22: options.delimiter: must be one character, or \\t"},
      {"options: {header: false}",
       "5:19: options.header: without a header the columns must be named: columns: [a, b, c]"},
      {"options: {columns: [a]}",
       "5:20: options.columns: are named by the header; say header: false"},
      {"options: {encoding: utf8}",
       "5:21: options.encoding: must be one of utf-8, latin-1, windows-1252; "
       "did you mean \"utf-8\"?"},
      {"duplicates: drop", "5:13: duplicates: must be one of keep, ignore"},
      {"revision: always", "5:11: revision: must be none, file or a column"},
      {"currncy: EUR", "5:1: currncy: unknown key; did you mean \"currency\"?"},
      {"format: csv", "5:1: format: this key stands here twice"},
      {"row_id: []", "5:9: row_id: must not be empty"},
      {"group_by: {key: number, rows: apart}",
       "5:31: group_by.rows: must be one of anywhere, together"},
      {"reject_when: [{name: X, when: {column: a, is: empty}}]",
       "5:47: reject_when[0].when.is: must be one of blank, present"},
      {"reject_when: [{name: X, wen: {column: a, is: blank}}]",
       "5:15: reject_when[0]: the key \"when\" is missing"},
      {"tables: {t: {a: [1]}}", "5:17: tables.t.a: must be one word or text"},
      {"tables: {t: {file: x.csv, key: a, value: b, sheet: 1}}",
       "5:45: tables.t.sheet: unknown key"},
  };
  for (const Row& row : rows) {
    Parts parts;
    parts.top += row.line + "\n";
    const std::vector<std::string> mistakes = mistakes_of(parts.text());
    ASSERT_FALSE(mistakes.empty()) << row.line;
    EXPECT_EQ(mistakes.front(), row.message) << row.line;
  }
}

TEST(MappingMistakes, InValues) {
  const std::vector<Row> rows{
      {"{column: client, integer_txt: true}",
       "client_id.integer_txt: unknown key; did you mean \"integer_text\"?"},
      {"{colum: client}",
       "client_id: must be a text, or a map with one of column, text, table, first_of, "
       "total, sum, difference, product, min, max; did you mean \"column\"?"},
      {"{client}", "client_id: write \"{client}\" in quotes, or {column: client}"},
      {"\"{client\"", "client_id: a { is never closed; a brace itself is written {{"},
      {"\"client}\"", "client_id: a } was never opened; a brace itself is written }}"},
      {"\"{}\"", "client_id: a column needs a name"},
      {"\"{$rowid}\"", "client_id: there is no column $rowid; did you mean \"$row_id\"?"},
      {"{sum: [{column: a}]}", "client_id.sum: sum makes no text here"},
      {"{table: terms, key: {column: a}}", "client_id.table: there is no table \"terms\""},
      {"{column: a, default: x, optional: true}",
       "client_id.default: a value with a default needs no optional"},
      {"{column: a, case: title}", "client_id.case: must be one of upper, lower"},
      {"", "client_id: needs a value"},
  };
  for (const Row& row : rows) {
    Parts parts;
    parts.client = "client_id: " + row.line + "\n";
    const std::vector<std::string> mistakes = mistakes_of(parts.text());
    ASSERT_FALSE(mistakes.empty()) << row.line;
    EXPECT_EQ(without_place(mistakes.front()), row.message) << row.line;
  }
}

TEST(MappingMistakes, InEvents) {
  const std::vector<Row> rows{
      {"gros: {column: amount}",
       "events[0].invoice.gros: Invoice has no such field; did you mean \"gross\"?"},
      {"document_date: 2013-02-30",
       "events[0].invoice.document_date: must be a date like 2024-12-31, or a column"},
      {"document_date: {column: d, plus_days: ten}",
       "events[0].invoice.document_date.plus_days: must be a number like 1234.50, or a "
       "column"},
      {"document_date: {sum: [{column: a}]}",
       "events[0].invoice.document_date.sum: sum makes no date here"},
      {"schedule: {due_on: {column: d}}", "events[0].invoice.schedule: must be a list"},
      {"schedule: []", "events[0].invoice.schedule: must not be empty"},
      {"schedule: [{kind: NORMALL}]",
       "events[0].invoice.schedule[0].kind: ScheduleKind has no such value; did you mean "
       "\"NORMAL\"?"},
      {"estimated: yes",
       "events[0].invoice.estimated: must be true, false, a column or a "
       "condition"},
      {"estimated: {column: e, equal: x}", "events[0].invoice.estimated.equal: unknown key"},
      {"continues: {kind: INVOICE}", "events[0].invoice.continues: the key \"number\" is missing"},
      {"lines: [{net: {column: n, currency: EURO}}]",
       "events[0].invoice.lines[0].net: \"EURO\" is no currency of ISO 4217"},
      {"lines: [{quantity_milli: {column: q, round: up}}]",
       "events[0].invoice.lines[0].quantity_milli.round: must be one of half_away, "
       "half_even, down"},
      {"lines: [{quantity_milli: {sum: [{column: q, round: down}]}}]",
       "events[0].invoice.lines[0].quantity_milli.sum[0]: say digits: to how many digits is "
       "rounded here"},
      {"parties: {when: {column: a}, sold_to: b}",
       "events[0].invoice.parties.when: must be a column with one test (all, any, not, is, "
       "equals, in, starts_with, less_than, at_most, more_than, at_least, before, on_or_before, "
       "after, on_or_after)"},
  };
  for (const Row& row : rows) {
    Parts parts;
    parts.event += "      " + row.line + "\n";
    const std::vector<std::string> mistakes = mistakes_of(parts.text());
    ASSERT_FALSE(mistakes.empty()) << row.line;
    EXPECT_EQ(without_place(mistakes.front()), row.message) << row.line;
  }
}

TEST(MappingMistakes, InTheShapeOfEvents) {
  const auto mistake = [](const std::string& event) {
    Parts parts;
    parts.event = event;
    const std::vector<std::string> mistakes = mistakes_of(parts.text());
    return mistakes.empty() ? "" : mistakes.front();
  };
  EXPECT_EQ(mistake("  - invoce: {}\n"),
            "7:5: events[0].invoce: there is no such field or kind of event; "
            "did you mean \"invoice\"?");
  EXPECT_EQ(mistake("  - at: {column: d}\n"),
            "7:5: events[0]: names no kind of event, such as invoice");
  EXPECT_EQ(
      mistake("  - order_cancelled: {ref: {column: n}}\n"),
      "7:5: events[0]: say `at`: when it entered its source; there is no posting_date to take");
  EXPECT_EQ(mistake("  - invoice: {posting_date: {column: d}}\n"
                    "    receipt: {posting_date: {column: d}}\n"),
            "8:5: events[0].receipt: an event has one kind; begin another entry with \"-\"");
  EXPECT_EQ(mistake("  - day_turned: {day: 2020-01-01}\n"),
            "7:5: events[0].day_turned: feeds may not send ticks");
  EXPECT_EQ(mistake("  - logged_at: {column: d}\n    client: {}\n"),
            "7:5: events[0].logged_at: ingest fills this by itself: write `at`");
  EXPECT_EQ(mistake("  - at: {column: d}\n    legal_notice: {}\n"),
            "7:5: events[0]: the key \"company_id\" is missing");
  EXPECT_EQ(mistake("  - at: {column: d}\n    document_link: {ref: {column: n}}\n"),
            "8:26: events[0].document_link.ref: say the kind of document: {kind: INVOICE, number: "
            "...}");
  EXPECT_EQ(mistake("  []\n"), "7:3: events: must name at least one event");
}

TEST(MappingMistakes, SeveralAreToldAtOnce) {
  EXPECT_THAT(
      mistakes_of("mapping: m\nformat: xls\nevents: []\n"),
      ElementsAre("2:9: format: must be one of csv, jsonl", "1:1: the key \"source\" is missing",
                  "3:9: events: must name at least one event"));
  EXPECT_THAT(mistakes_of("- a\n"), ElementsAre("1:1: must be a map of keys and values"));
  EXPECT_THAT(mistakes_of(""), ElementsAre("1:1: must be a map of keys and values"));
}

TEST(MappingMistakes, AmountsNeedACurrency) {
  Parts parts;
  parts.top = "mapping: m\nformat: csv\nsource: {system: s, company: c}\n";
  EXPECT_THAT(mistakes_of(parts.text()),
              ElementsAre("8:14: events[0].invoice.gross: the currency is not known; say "
                          "`currency` at the top of the mapping"));
}

}  // namespace
}  // namespace encours
