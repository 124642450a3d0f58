// Shows how printed numbers are read, and that nothing is ever rounded unasked.
#include "src/ingest/mapping/decimal.h"

#include <gtest/gtest.h>

namespace encours {
namespace {

NumberShape european() {
  NumberShape shape;
  shape.decimal = ",";
  shape.thousands = ".";
  return shape;
}

NumberShape ledger() {
  NumberShape shape;
  shape.thousands = ",";
  shape.strip = {"$", "AUD"};
  shape.parentheses = true;
  shape.trailing_minus = true;
  return shape;
}

std::string read(std::string_view text, const NumberShape& shape) {
  const auto number = Decimal::parse(text, shape);
  return number ? number->text() : "no number";
}

TEST(Decimal, ReadsPlainNumbers) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"0", "0"},
      {"94", "94"},
      {"80.5", "80.5"},
      {"-1.20", "-1.20"},
      {"+7", "7"},
      {" 7 ", "7"},
      {".5", "0.5"},
      {"5.", "5"},
      {"007", "7"},
      {"-0.00", "0.00"},
      {"2309.7899999999995", "2309.7899999999995"},
      {"\xe2\x88\x92"
       "5",
       "-5"},  // the printed minus, U+2212
      {"123456789012345678901234567890", "123456789012345678901234567890"},
      {"1234567890123456789012345678901", "no number"},
      {"", "no number"},
      {"-", "no number"},
      {".", "no number"},
      {"--5", "no number"},
      {"1,000", "no number"},
      {"1 000", "no number"},
      {"(5)", "no number"},
      {"5-", "no number"},
      {"1e3", "no number"},
      {"1.2.3", "no number"},
      {"0x10", "no number"},
      {"NaN", "no number"},
      {"$5", "no number"},
      {"5 EUR", "no number"}};
  for (const auto& [text, expected] : rows)
    EXPECT_EQ(read(text, {}), expected) << text;
}

TEST(Decimal, ReadsNumbersAsTheMappingSaysTheyAreWritten) {
  const std::vector<std::pair<std::string, std::string>> rows{{"1,430.00", "1430.00"},
                                                              {"$1,430.00", "1430.00"},
                                                              {"1,23,456.70", "123456.70"},
                                                              {"(1,757.12)", "-1757.12"},
                                                              {"($5)", "-5"},
                                                              {"5-", "-5"},
                                                              {"-5", "-5"},
                                                              {"12 AUD", "12"},
                                                              {"1,43", "no number"},
                                                              {"1,,430", "no number"},
                                                              {",430", "no number"},
                                                              {"1430,000", "no number"},
                                                              {"(-5)", "no number"},
                                                              {"-5-", "no number"},
                                                              {"()", "no number"}};
  for (const auto& [text, expected] : rows)
    EXPECT_EQ(read(text, ledger()), expected) << text;
  EXPECT_EQ(read("1.234.567,89", european()), "1234567.89");
  EXPECT_EQ(read("1234,5", european()), "1234.5");
  EXPECT_EQ(read("1.5", european()), "no number");
  NumberShape swiss;
  swiss.thousands = "'";
  EXPECT_EQ(read("1'234.50", swiss), "1234.50");
  NumberShape french = european();
  french.thousands = " ";
  EXPECT_EQ(read("1 234 567,5", french), "1234567.5");
  EXPECT_EQ(read("1\xe2\x80\xaf"
                 "234\xc2\xa0"
                 "567,5",
                 french),
            "1234567.5");
}

TEST(Decimal, ReckonsExactly) {
  const auto number = [](std::string_view text) { return *Decimal::parse(text, {}); };
  EXPECT_EQ(number("0.1").plus(number("0.2"))->text(), "0.3");
  EXPECT_EQ(number("80995").times(number("2.555"))->text(), "206942.225");
  EXPECT_EQ(number("1.10").compare(number("1.1")), 0);
  EXPECT_LT(number("-2").compare(number("1")), 0);
  EXPECT_GT(number("100000000000000000000000000000").compare(number("0.000000000000000001")), 0);
  EXPECT_FALSE(number("999999999999999999999").times(number("999999999999999999999")));
}

TEST(Decimal, RoundsOnlyAsNamed) {
  struct Row {
    const char* text;
    const char* half_away;
    const char* half_even;
    const char* down;
  };
  for (const Row& row : {Row{"2.345", "2.35", "2.34", "2.34"}, Row{"2.355", "2.36", "2.36", "2.35"},
                         Row{"-2.345", "-2.35", "-2.34", "-2.34"},
                         Row{"6447.384999999999", "6447.38", "6447.38", "6447.38"},
                         Row{"0.004", "0.00", "0.00", "0.00"}, Row{"1", "1", "1", "1"},
                         Row{"-0.005", "-0.01", "0.00", "0.00"}}) {
    const Decimal number = *Decimal::parse(row.text, {});
    EXPECT_EQ(number.rounded(2, Rounding::kHalfAway).text(), row.half_away) << row.text;
    EXPECT_EQ(number.rounded(2, Rounding::kHalfEven).text(), row.half_even) << row.text;
    EXPECT_EQ(number.rounded(2, Rounding::kDown).text(), row.down) << row.text;
  }
}

TEST(Decimal, FitsUnitsExactlyOrNotAtAll) {
  const auto units = [](std::string_view text, int scale) {
    return Decimal::parse(text, {})->in_units_of(scale);
  };
  EXPECT_EQ(units("105.92", 2), 10'592);
  EXPECT_EQ(units("105.920", 2), 10'592);
  EXPECT_EQ(units("105", 0), 105);
  EXPECT_EQ(units("-1.5", 3), -1'500);
  EXPECT_EQ(units("105.925", 2), std::nullopt);
  EXPECT_EQ(units("0.5", 0), std::nullopt);
  EXPECT_EQ(units("92233720368547758.07", 2), INT64_MAX);
  EXPECT_EQ(units("92233720368547758.08", 2), std::nullopt);
  EXPECT_EQ(units("123456789012345678901234567890", 9), std::nullopt);
}

}  // namespace
}  // namespace encours
