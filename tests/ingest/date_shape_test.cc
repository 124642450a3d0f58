// Shows how printed dates are read: by the shapes that are named, in their order, and never
// guessed.
#include "src/ingest/mapping/date_shape.h"

#include <gtest/gtest.h>

namespace encours {
namespace {

// "2013-02-10", with the instant behind it if there is a time of day.
std::string read(std::string_view text, const std::vector<std::string>& shapes) {
  DateShapes compiled;
  for (const std::string& shape : shapes)
    compiled.push_back(*DateShape::compile(shape));
  const auto time = parse_date(text, compiled);
  if (!time) return "no date";
  std::string shown = format_day(time->day);
  if (time->second_of_day != 0 || time->nanos != 0 || time->offset_seconds != 0) {
    shown += " " + std::to_string(time->epoch_micros());
  }
  return shown;
}

TEST(DateShape, ReadsOneShape) {
  struct Row {
    const char* shape;
    const char* text;
    const char* expected;
  };
  const std::vector<Row> rows{
      {"M/D/YYYY", "2/10/2013", "2013-02-10"},
      {"M/D/YYYY", "12/31/2013", "2013-12-31"},
      {"M/D/YYYY", "13/1/2013", "no date"},
      {"M/D/YYYY", "2/30/2013", "no date"},
      {"M/D/YYYY", "2/29/2012", "2012-02-29"},
      {"M/D/YYYY", "2/10/13", "no date"},
      {"M/D/YYYY", "2/10/2013 ", "no date"},
      {"M/D/YYYY", "0/1/2013", "no date"},
      {"DD/MM/YYYY", "1/02/2013", "no date"},
      {"D-Mon-YY", "26-Apr-11", "2011-04-26"},
      {"D-Mon-YY", "26-APR-69", "1969-04-26"},
      {"D-Mon-YY", "26-Avr-11", "no date"},
      {"D Month YYYY", "6 May 2008", "2008-05-06"},
      {"D Month YYYY", "6 September 2008", "2008-09-06"},
      {"YYYYMMDD", "20200322", "2020-03-22"},
      {"YYYYMMDD", "2020322", "no date"},
      {"YYYY-MM-DD", "2020-03-22", "2020-03-22"},
      {"YYYY-MM-DD", "", "no date"},
      {"YYYY-MM-DD", "1899-12-31", "no date"},
      {"YYYY-MM-DD", "2200-01-01", "no date"},
      {"YYYY-MM-DD", "9999-12-31", "no date"},
      {"YYYY-MM-DD HH:mm:SS", "1970-01-02 00:00:01", "1970-01-02 86401000000"},
      {"YYYY-MM-DD HH:mm", "1970-01-02 24:00", "no date"},
      {"YYYY-MM-DDTHH:mm:SS.fZ", "1970-01-01T00:00:00.5Z", "1970-01-01 500000"},
      {"YYYY-MM-DDTHH:mm:SSZ", "1970-01-01T05:30:00+05:30", "1970-01-01 0"},
      {"YYYY-MM-DDTHH:mm:SSZ", "1969-12-31T16:00:00-0800", "1969-12-31 0"},
      {"YYYY-MM-DDTHH:mm:SSZ", "1970-01-01T05:30:00", "no date"},
      {"YYYY-MM-DDTHH:mm:SS.fZ", "2025-04-30T00:00:00.000Z", "2025-04-30"},
  };
  for (const Row& row : rows)
    EXPECT_EQ(read(row.text, {row.shape}), row.expected) << row.text;
}

TEST(DateShape, TriesShapesInTheirOrder) {
  const std::vector<std::string> shapes{"D/M/YYYY", "D-Mon-YYYY", "YYYY/MM/DD", "M/D/YYYY"};
  EXPECT_EQ(read("26/03/2026", shapes), "2026-03-26");
  EXPECT_EQ(read("6/3/2026", shapes), "2026-03-06");
  EXPECT_EQ(read("02/28/2026", shapes), "2026-02-28");
  EXPECT_EQ(read("2026/01/18", shapes), "2026-01-18");
  EXPECT_EQ(read("30-Mar-2026", shapes), "2026-03-30");
  EXPECT_EQ(read("13/13/2026", shapes), "no date");
}

TEST(DateShape, RefusesShapesThatMakeNoDate) {
  const auto problem = [](std::string_view shape) {
    const auto compiled = DateShape::compile(shape);
    return compiled ? "" : compiled.error();
  };
  const std::string incomplete =
      "must name year, month and day once each, as in D/M/YYYY or YYYY-MM-DD";
  EXPECT_EQ(problem(""), incomplete);
  EXPECT_EQ(problem("dd/mm/yyyy"), incomplete);
  EXPECT_EQ(problem("YYYY-MM"), incomplete);
  EXPECT_EQ(problem("YYYY-YY-MM-DD"), incomplete);
  EXPECT_EQ(problem("YYYY-MM-DD HH:MM"), "names the month twice; minutes are written mm");
  EXPECT_EQ(problem("YYYY-MM-DD HH:mm"), "");
}

}  // namespace
}  // namespace encours
