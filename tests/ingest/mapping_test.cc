// Shows what each key of a mapping does, on one or two rows: the file, the line of the mapping, and
// what comes out of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest/feed.h"

namespace encours {
namespace {

using ::testing::ElementsAre;
using testing::FeedResult;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::run_feed;
using testing::small_mapping;

// The top of a mapping for one event whose fields a test spells out.
std::string mapping_of(const std::string& event, const std::string& more_top = "") {
  return "mapping: m\nformat: csv\nsource: {system: s, company: c}\ncurrency: EUR\n" + more_top +
         "client_id: k\nevents:\n" + event;
}

// What a text field becomes for a row `a,b`, or the reject.
std::string text_of(const std::string& expression, const std::string& row,
                    const std::string& more_top = "") {
  const FeedResult result = run_feed(
      mapping_of("  - {at: 2020-01-01, client: {portfolio: " + expression + "}}\n", more_top),
      "a,b\n" + row + "\n");
  if (!result.error.empty()) return result.error;
  if (!result.rejects.empty()) return result.rejects.front() + " " + result.rejected[0].detail;
  const std::string& event = result.events.front();
  const std::string start = "\"portfolio\":\"";
  const std::size_t begin = event.find(start);
  if (begin == std::string::npos) return "unset";
  return event.substr(begin + start.size(),
                      event.find('"', begin + start.size()) - begin - start.size());
}

TEST(Mapping, MakesTexts) {
  struct Row {
    std::string expression;
    std::string row;
    std::string expected;
  };
  const std::vector<Row> rows{
      {"word", "1,2", "word"},
      {"{column: a}", " x y ,2", "x y"},
      {"{column: a}", "\xc2\xa0 x\xc2\xa0,2", "x"},
      {"\"{a}-{b}\"", "1,2", "1-2"},
      {"\"{{{a}}}\"", "1,2", "{1}"},
      {"{text: \"{a}/{b}\", case: lower}", "X,Y", "x/y"},
      {"{column: a, case: upper}", "müx,2", "MüX"},
      {"{column: a, integer_text: true}", "17850.0,2", "17850"},
      {"{column: a, integer_text: true}", "C12,2", "C12"},
      {"{column: a, integer_text: true}", "1.5,2", "2 a BAD_NUMBER \"1.5\" is no whole number"},
      {"{column: a, strip_zeros: true}", "0042,2", "42"},
      {"{column: a, strip_zeros: true}", "000,2", "0"},
      {"{column: a, strip_zeros: true}", "0A42,2", "0A42"},
      {"{column: a, zero_pad: 5}", "42,2", "00042"},
      {"{column: a, zero_pad: 5}", "A42,2", "A42"},
      {"{column: a, integer_text: true, zero_pad: 4}", "42.0,2", "0042"},
      {"{first_of: [{column: a}, {column: b}]}", ",2", "2"},
      {"{first_of: [{column: a}, {column: b}, none]}", ",", "none"},
      {"{column: a, default: x}", ",2", "x"},
      {"{column: a, default: {column: b}}", ",2", "2"},
      {"{column: a, optional: true}", ",2", "unset"},
      {"{column: a}", ",2", "2 a MISSING_VALUE the column is blank"},
      {"\"{a}-{b}\"", "1,", "2 a MISSING_VALUE the column is blank"},
      {"\"{$line}:{$position}\"", "1,2", "2:1"},
      {"\"{$file}\"", "1,2", "feed.csv"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(text_of(row.expression, row.row), row.expected)
        << row.expression << " of " << row.row;
  }
}

TEST(Mapping, LooksUpInTables) {
  const std::string tables = "tables: {t: {x: one, y: '', a/b: c}}\n";
  EXPECT_EQ(text_of("{table: t, key: {column: a}}", "x,2", tables), "one");
  EXPECT_EQ(text_of("{table: t, key: a}", "x,2", tables), "one");
  EXPECT_EQ(text_of("{table: t, key: \"{a}/{b}\"}", "a,b", tables), "c");
  EXPECT_EQ(text_of("{table: t, key: a}", "z,2", tables),
            "2 a BAD_VALUE \"z\" is not in the table t");
  EXPECT_EQ(text_of("{table: t, key: a, default: none}", "z,2", tables), "none");
  EXPECT_EQ(text_of("{table: t, key: a, optional: true}", "z,2", tables), "unset");
  EXPECT_EQ(text_of("{table: t, key: a}", "y,2", tables), "2 a MISSING_VALUE the column is blank");
  EXPECT_EQ(text_of("{table: t, key: a}", ",2", tables), "2 a MISSING_VALUE the column is blank");
}

TEST(Mapping, KnowsWordsForBlank) {
  const std::string blank = "blank: [NULL, '-']\n";
  EXPECT_EQ(text_of("{column: a, default: none}", "NULL,2", blank), "none");
  EXPECT_EQ(text_of("{column: a, default: none}", " - ,2", blank), "none");
  EXPECT_EQ(text_of("{column: a, default: none}", "null,2", blank), "none");
  EXPECT_EQ(text_of("{column: a, default: none}", "nil,2", blank), "nil");
}

TEST(Mapping, TellsAWordThatIsAColumn) {
  EXPECT_THAT(
      text_of("a", "1,2"),
      HasSubstr("the mapping fills events[0].client.portfolio with the word \"a\" (line 7), "
                "but the file has a column of that name; write {column: a}, or {text: a} if "
                "the word itself is meant"));
  EXPECT_EQ(text_of("{text: a}", "1,2"), "a");
}

// The gross amount of an invoice for a row `a,b`, or the reject.
std::string amount_of(const std::string& expression, const std::string& row,
                      const std::string& more_top = "") {
  const FeedResult result =
      run_feed(mapping_of("  - {at: 2020-01-01, invoice: {gross: " + expression + "}}\n", more_top),
               "a,b\n" + row + "\n");
  if (!result.error.empty()) return result.error;
  if (!result.rejects.empty()) return result.rejects.front() + " " + result.rejected[0].detail;
  const std::size_t begin = result.events[0].find("\"gross\":{") + 9;
  return result.events[0].substr(begin, result.events[0].find('}', begin) - begin);
}

TEST(Mapping, MakesExactAmounts) {
  const auto eur = [](const std::string& rest) { return "\"currency\":\"EUR\"" + rest; };
  const std::string finer = " BAD_AMOUNT 1.005 is finer than EUR allows; say round";
  struct Row {
    std::string expression;
    std::string row;
    std::string expected;
  };
  const std::vector<Row> rows{
      {"{column: a}", "105.92,x", eur(",\"units\":\"105\",\"nanos\":920000000")},
      {"{column: a}", "-0.5,x", eur(",\"nanos\":-500000000")},
      {"{column: a}", "0,x", eur("")},
      {"12.5", "1,x", eur(",\"units\":\"12\",\"nanos\":500000000")},
      {"{column: a}", "1.005,x", "2 a" + finer},
      {"{column: a, round: half_away}", "1.005,x", eur(",\"units\":\"1\",\"nanos\":10000000")},
      {"{column: a, round: half_even}", "1.005,x", eur(",\"units\":\"1\"")},
      {"{column: a}", "1e3,x", "2 a BAD_AMOUNT \"1e3\" is no number as the mapping writes them"},
      {"{column: a}", ",x", "2 a MISSING_VALUE the column is blank"},
      {"{column: a}", "100000000000000,x",
       "2 a BAD_AMOUNT 100000000000000 is larger than any amount"},
      {"{column: a, negate: true}", "5,x", eur(",\"units\":\"-5\"")},
      {"{column: a, abs: true}", "-5,x", eur(",\"units\":\"5\"")},
      {"{column: a, abs: true, negate: true}", "-5,x", eur(",\"units\":\"-5\"")},
      {"{sum: [{column: a}, {column: b}]}", "1.10,2.20",
       eur(",\"units\":\"3\",\"nanos\":300000000")},
      {"{difference: [{column: a}, {column: b}, 1]}", "5,1.50",
       eur(",\"units\":\"2\",\"nanos\":500000000")},
      {"{product: [{column: a}, {column: b}]}", "3,2.55",
       eur(",\"units\":\"7\",\"nanos\":650000000")},
      {"{product: [{column: a}, 0.01]}", "10592,x", eur(",\"units\":\"105\",\"nanos\":920000000")},
      {"{product: [{column: a}, {column: b}], round: half_away}", "1,0.005",
       eur(",\"nanos\":10000000")},
      {"{sum: [{column: a, round: down, digits: 0}, 1]}", "5.9,x", eur(",\"units\":\"6\"")},
      {"{sum: [{column: a}, {column: b}]}", "1,x",
       "2 b BAD_AMOUNT \"x\" is no number as the mapping writes them"},
      {"{max: [{column: a}, {column: b}]}", "2,10", eur(",\"units\":\"10\"")},
      {"{column: a, numbers: {decimal: ',', thousands: '.'}}", "\"1.234,50\",x",
       eur(",\"units\":\"1234\",\"nanos\":500000000")},
      {"{column: a, currency: {column: b}}", "1000,JPY", "\"currency\":\"JPY\",\"units\":\"1000\""},
      {"{column: a, currency: {column: b}}", "1.5,JPY",
       "2 a BAD_AMOUNT 1.5 is finer than JPY allows; say round"},
      {"{column: a, currency: {column: b}}", "1.5,EURO",
       "2 b BAD_VALUE \"EURO\" is no currency of ISO 4217"},
      {"{column: a, currency: {column: b}}", "1.5,", "2 b MISSING_VALUE the column is blank"},
      {"{column: a, currency: {column: b, case: upper}}", "1,usd",
       "\"currency\":\"USD\",\"units\":\"1\""},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(amount_of(row.expression, row.row), row.expected)
        << row.expression << " of " << row.row;
  }
  EXPECT_EQ(
      amount_of("{column: a}", "\"$1,430.00\",x", "numbers: {thousands: ',', strip: ['$']}\n"),
      eur(",\"units\":\"1430\""));
}

// The posting date of an invoice and when it was logged, for a row `a,b`, or the reject.
std::string dates_of(const std::string& expression, const std::string& row,
                     const std::string& more_top = "") {
  const FeedResult result =
      run_feed(mapping_of("  - {invoice: {posting_date: " + expression + "}}\n", more_top),
               "a,b\n" + row + "\n");
  if (!result.error.empty()) return result.error;
  if (!result.rejects.empty()) return result.rejects.front() + " " + result.rejected[0].detail;
  const std::string& event = result.events[0];
  const std::size_t logged = event.find("\"logged_at\":\"") + 13;
  const std::size_t posted = event.find("\"posting_date\":") + 15;
  return event.substr(posted, 8) + " " + event.substr(logged, event.find('"', logged) - logged);
}

TEST(Mapping, MakesDates) {
  struct Row {
    std::string expression;
    std::string row;
    std::string expected;
  };
  const std::vector<Row> rows{
      {"{column: a}", "2013-02-10,x", "20130210 2013-02-10T00:00:00Z"},
      {"2013-02-10", "1,x", "20130210 2013-02-10T00:00:00Z"},
      {"{column: a}", "10.2.2013,x",
       "2 a BAD_DATE \"10.2.2013\" is no date of the shape YYYY-MM-DD"},
      {"{column: a, dates: [D.M.YYYY]}", "10.2.2013,x", "20130210 2013-02-10T00:00:00Z"},
      {"{column: a, dates: [\"YYYY-MM-DD HH:mm\"]}", "2013-02-10 23:59,x",
       "20130210 2013-02-10T23:59:00Z"},
      {"{column: a, plus_days: 30}", "2013-02-10,x", "20130312 2013-03-12T00:00:00Z"},
      {"{column: a, minus_days: {column: b}}", "2013-02-10,41", "20121231 2012-12-31T00:00:00Z"},
      {"{column: a, plus_days: {column: b}}", "2013-02-10,1.5",
       "2 b BAD_NUMBER 1.5 is no number of days"},
      {"{column: a, plus_days: {column: b}}", "2013-02-10,",
       "2 a MISSING_VALUE the column is blank"},
      {"{column: a, plus_days: 40000}", "2190-02-10,x",
       "2 a BAD_DATE the date lies outside 1900 to 2199"},
      {"{min: [{column: a, minus_days: 15}, {column: b}]}", "2013-02-20,2013-02-10",
       "20130205 2013-02-05T00:00:00Z"},
      {"{min: [{column: a}, {column: b}]}", "2013-02-20,", "20130220 2013-02-20T00:00:00Z"},
      {"{max: [{column: a}, {column: b}]}", "2013-02-20,2013-02-21",
       "20130221 2013-02-21T00:00:00Z"},
      {"{max: [{column: a}, {column: b}]}", ",", "2 a MISSING_VALUE the column is blank"},
      {"{first_of: [{column: a}, {column: b, plus_days: 1}]}", ",2013-02-20",
       "20130221 2013-02-21T00:00:00Z"},
      {"\"2013-{a}-{b}\"", "02,10", "20130210 2013-02-10T00:00:00Z"},
      {"{column: a, integer_text: true, dates: [YYYYMMDD]}", "20130210.0,x",
       "20130210 2013-02-10T00:00:00Z"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(dates_of(row.expression, row.row), row.expected)
        << row.expression << " of " << row.row;
  }
  EXPECT_EQ(dates_of("{column: a}", "2/28/2013,x", "dates: [D/M/YYYY, M/D/YYYY]\n"),
            "20130228 2013-02-28T00:00:00Z");
  EXPECT_EQ(dates_of("{column: a, minus_days: {table: t, key: b, default: 30}}", "2013-03-12,NAA8",
                     "tables: {t: {NAA8: 15}}\n"),
            "20130225 2013-02-25T00:00:00Z");
}

// Whether a condition holds for a row `a,b`.
std::string holds(const std::string& condition, const std::string& row) {
  const FeedResult result =
      run_feed(mapping_of("  - {at: 2020-01-01, client: {}}\n",
                          "reject_when: [{name: YES, when: " + condition + "}]\n"),
               "a,b\n" + row + "\n");
  if (!result.error.empty()) return result.error;
  if (result.rejects.empty()) return "no";
  return result.rejected[0].reason == RowRejectReason::kCondition ? "yes" : result.rejects[0];
}

TEST(Mapping, TestsConditions) {
  struct Row {
    std::string condition;
    std::string row;
    std::string expected;
  };
  const std::vector<Row> rows{
      {"{column: a, equals: \"Yes\"}", "Yes,x", "yes"},
      {"{column: a, equals: Yes}", "yes,x", "no"},
      {"{column: a, case: lower, equals: yes}", "YES,x", "yes"},
      {"{column: a, equals: {column: b}}", "x,x", "yes"},
      {"{column: a, equals: {column: b}}", ",", "no"},
      {"{column: a, in: [x, y]}", "y,1", "yes"},
      {"{column: a, in: [x, y]}", "z,1", "no"},
      {"{column: a, is: blank}", " ,x", "yes"},
      {"{column: a, is: present}", " ,x", "no"},
      {"{column: a, starts_with: C}", "C5,x", "yes"},
      {"{column: a, starts_with: [C, D]}", "D5,x", "yes"},
      {"{column: a, starts_with: C}", "5C,x", "no"},
      {"{column: a, less_than: 0}", "-1,x", "yes"},
      {"{column: a, less_than: 0}", "0,x", "no"},
      {"{column: a, at_most: 0}", "0.00,x", "yes"},
      {"{column: a, more_than: {column: b}}", "10,9", "yes"},
      {"{column: a, at_least: 10}", "9.99,x", "no"},
      {"{column: a, less_than: 0}", ",x", "no"},
      {"{column: a, less_than: 0}", "x,x", "2 a BAD_NUMBER"},
      {"{sum: [{column: a}, {column: b}], at_least: 3}", "1,2", "yes"},
      {"{column: a, before: {column: b}}", "2013-01-01,2013-01-02", "yes"},
      {"{column: a, on_or_before: 2013-01-01}", "2013-01-01,x", "yes"},
      {"{column: a, after: 2013-01-01}", "2013-01-01,x", "no"},
      {"{column: a, on_or_after: 2013-01-01}", "2013-01-01,x", "yes"},
      {"{column: a, after: 2013-01-01}", ",x", "no"},
      {"{column: a, after: 2013-01-01}", "x,x", "2 a BAD_DATE"},
      {"{not: {column: a, is: blank}}", "1,x", "yes"},
      {"{all: [{column: a, equals: \"1\"}, {column: b, equals: \"2\"}]}", "1,2", "yes"},
      {"{all: [{column: a, equals: \"1\"}, {column: b, equals: \"2\"}]}", "1,3", "no"},
      {"{any: [{column: a, equals: \"1\"}, {column: b, equals: \"2\"}]}", "0,2", "yes"},
      {"{any: [{column: a, equals: \"1\"}, {column: b, equals: \"2\"}]}", "0,0", "no"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(holds(row.condition, row.row), row.expected) << row.condition << " of " << row.row;
  }
}

TEST(Mapping, FillsOtherKindsOfField) {
  const FeedResult result = run_feed(mapping_of(R"(
  - at: 2020-01-01
    urgent: {column: a, equals: x}
    occurred_at: {column: d, dates: ["YYYY-MM-DDTHH:mm:SSZ"]}
    receipt:
      ref: {number: {column: n}, fiscal_year: {column: y}, line: 2, seller_company: other}
      instrument: {column: i, default: transfer}
      order_ref: {column: o, optional: true}
      maturity: {column: m, optional: true}
  - at: 2020-01-01
    order_placed:
      order:
        prepaid: {column: p}
        lines:
          - {line: 1, quantity_milli: {column: q}}
          - {when: {column: a, equals: z}, line: 2}
)"),
                                     "a,d,n,y,i,o,m,p,q\n"
                                     "x,2020-01-01T01:00:00+01:00,N7,2020,sdd_core,,,true,1.5\n"
                                     "z,2020-01-01T01:00:00Z,N8,2020,,O1,2020-02-01,0,-2\n");
  ASSERT_EQ(result.error, "");
  EXPECT_THAT(result.rejects, IsEmpty());
  const std::string k = R"({"client_id":"k","logged_at":"2020-01-01T00:00:00Z")";
  const std::string receipt = R"("receipt":{"ref":{"source_system":"s","seller_company":"other",)"
                              R"("kind":"DOCUMENT_KIND_RECEIPT","number":"N)";
  EXPECT_THAT(
      result.events,
      ElementsAre(
          k + R"(,"occurred_at":"2020-01-01T00:00:00Z","urgent":true,)" + receipt +
              R"(7","fiscal_year":2020,"line":2},"instrument":"INSTRUMENT_SDD_CORE"}})",
          k + R"(,"order_placed":{"order":{"lines":[{"line":1,"quantity_milli":"1500"}],)"
              R"("prepaid":true}}})",
          k + R"(,"occurred_at":"2020-01-01T01:00:00Z",)" + receipt +
              R"(8","fiscal_year":2020,"line":2},"instrument":"INSTRUMENT_TRANSFER",)"
              R"("maturity":20200201,"order_ref":{"source_system":"s","seller_company":"c",)"
              R"("kind":"DOCUMENT_KIND_ORDER","number":"O1"}}})",
          k + R"(,"order_placed":{"order":{"lines":[{"line":1,"quantity_milli":"-2000"},)"
              R"({"line":2}]}}})"));
}

TEST(Mapping, RefusesValuesThatDoNotFitTheirField) {
  const auto reject = [](const std::string& event, const std::string& cell) {
    const FeedResult result = run_feed(mapping_of("  - " + event + "\n"), "a\n" + cell + "\n");
    return result.error + (result.rejects.empty() ? "" : result.rejects[0]);
  };
  EXPECT_EQ(reject("{at: 2020-01-01, client: {terms_days: {column: a}}}", "1.5"), "2 a BAD_NUMBER");
  EXPECT_EQ(reject("{at: 2020-01-01, client: {terms_days: {column: a}}}", "3000000000"),
            "2 a BAD_NUMBER");
  EXPECT_EQ(reject("{at: 2020-01-01, client: {kind: {column: a}}}", "ALIEN"), "2 a BAD_VALUE");
  EXPECT_EQ(reject("{at: 2020-01-01, urgent: {column: a}, client: {}}", "yes"), "2 a BAD_VALUE");
  EXPECT_EQ(reject("{at: 2020-01-01, client_id: {column: a}, client: {}}", "~all/3"),
            "2  BAD_VALUE");
  EXPECT_EQ(reject("{at: 2020-01-01, client_id: {column: a}, client: {}}", "~unidentified/c"), "");
  EXPECT_EQ(reject("{at: {column: a}, client: {}}", ""), "");
  EXPECT_EQ(reject("{at: {column: a}, client: {}}", "\" \""), "2 a MISSING_VALUE");
}

TEST(Mapping, GivesEventsOnlyWhereTheirConditionHolds) {
  const FeedResult result =
      run_feed(small_mapping("  - when: {column: paid, is: present}\n"
                             "    receipt:\n"
                             "      ref: {column: number}\n"
                             "      amount: {column: amount}\n"
                             "      posting_date: {column: paid}\n"),
               "number,client,amount,date,paid\n1,k,5,2020-01-01,\n2,k,6,2020-01-01,2020-01-05\n");
  EXPECT_THAT(result.lines, ElementsAre(2, 3, 3));
  const FeedResult none = run_feed(mapping_of("  - {when: {column: a, equals: x}, at: 2020-01-01, "
                                              "client: {}}\n"),
                                   "a\ny\n");
  EXPECT_THAT(none.rejects, ElementsAre("2  CONDITION NO_EVENT"));
}

TEST(Mapping, RowIsRejectedWholeWhenOneOfItsEventsFails) {
  const FeedResult result = run_feed(small_mapping("  - receipt:\n"
                                                   "      ref: {column: number}\n"
                                                   "      posting_date: {column: paid}\n"),
                                     "number,client,amount,date,paid\n1,k,5,2020-01-01,soon\n");
  EXPECT_THAT(result.events, IsEmpty());
  EXPECT_THAT(result.rejects, ElementsAre("2 paid BAD_DATE"));
  EXPECT_EQ(result.rejected[0].raw, "1,k,5,2020-01-01,soon");
}

}  // namespace
}  // namespace encours
