// Intake refuses each mistake with its own reason and names the field. One row of the table a
// mistake: the sound event it starts from, what is changed, the reason and the detail. A line that
// begins with blanks continues the row above.
//
//   -field.field       takes the field out (of every element, where it is repeated)
//   3 * text           the text three times over
//   {long}             129 letters
#include <algorithm>
#include <map>
#include <sstream>

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "operators/client/intake/intake.h"
#include "tests/operators/intake_cases.h"
#include "tests/operators/intake_cases_others.h"
#include "tests/operators/intake_cases_receivables.h"
#include "tests/operators/stage.h"

namespace encours::test {
namespace {

using google::protobuf::FieldDescriptor;

std::string trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(' '), text.size());
  const std::size_t end = text.find_last_not_of(' ') + 1;
  return std::string(text.substr(begin, std::max(begin, end) - begin));
}

// The rows of a table, continued lines joined.
std::vector<std::string> rows_of(std::string_view table) {
  std::vector<std::string> rows;
  std::istringstream lines{std::string(table)};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(' ')) {
      rows.back().append(" ").append(trimmed(line));
    } else if (!line.empty()) {
      rows.push_back(line);
    }
  }
  return rows;
}

// The cells of a row. A "|" without blanks around it belongs to its cell.
std::vector<std::string> cells_of(std::string_view row) {
  std::vector<std::string> cells;
  std::size_t begin = 0;
  while (begin <= row.size()) {
    const std::size_t end = std::min(row.find(" | ", begin), row.size());
    cells.push_back(trimmed(row.substr(begin, end - begin)));
    begin = end + 3;
  }
  return cells;
}

void take_out(google::protobuf::Message& message, std::string_view path) {
  const std::size_t dot = std::min(path.find('.'), path.size());
  const FieldDescriptor* field =
      message.GetDescriptor()->FindFieldByName(std::string(path.substr(0, dot)));
  ASSERT_NE(field, nullptr) << path;
  const auto* reflection = message.GetReflection();
  if (dot == path.size()) {
    reflection->ClearField(&message, field);
  } else if (!field->is_repeated()) {
    take_out(*reflection->MutableMessage(&message, field), path.substr(dot + 1));
  } else {
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      take_out(*reflection->MutableRepeatedMessage(&message, field, i), path.substr(dot + 1));
    }
  }
}

google::protobuf::Message& body_of(v1::Event& event) {
  const auto* reflection = event.GetReflection();
  const auto* field =
      reflection->GetOneofFieldDescriptor(event, event.GetDescriptor()->FindOneofByName("body"));
  return *reflection->MutableMessage(&event, field);
}

void change(google::protobuf::Message& body, std::string text) {
  if (text.starts_with('-')) {
    take_out(body, std::string_view(text).substr(1));
    return;
  }
  if (const std::size_t token = text.find("{long}"); token != std::string::npos) {
    text.replace(token, 6, std::string(129, 'x'));
  }
  std::string merged;
  const std::size_t times = text.find(" * ");
  const int count = times == std::string::npos ? 1 : std::stoi(text.substr(0, times));
  const std::string once = times == std::string::npos ? text : text.substr(times + 3);
  for (int i = 0; i < count; ++i) {
    merged.append(once).append("\n");
  }
  google::protobuf::TextFormat::Parser parser;
  ASSERT_TRUE(parser.MergeFromString(merged, &body)) << text;
}

v1::Event sound_event(const std::string& name) {
  v1::Event event;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(sound_events().at(name), &event))
      << name;
  event.set_event_id(name);
  const bool to_all = event.has_policy() || event.has_fx_table() ||
                      event.has_feed_complete_through() || event.has_period_closed() ||
                      event.has_breaker_tripped() || event.has_open_items_list_closed();
  event.set_client_id(to_all ? "" : "c-1");
  return event;
}

TEST(IntakeRefusals, sound_events_of_every_kind_are_accepted) {
  for (const auto& [name, text] : sound_events()) {
    Stage<Intake> stage;
    const Verdict verdict = stage.feed(sound_event(name));
    EXPECT_TRUE(verdict.accepted()) << name << ": " << verdict.detail;
  }
}

TEST(IntakeRefusals, every_mistake_has_its_reason) {
  std::map<std::string, int> rows_by_reason;
  for (const std::string& row : rows_of(std::string(kReceivableRefusals).append(kOtherRefusals))) {
    const std::vector<std::string> cells = cells_of(row);
    ASSERT_EQ(cells.size(), 4U) << row;
    Stage<Intake> stage;
    v1::Event event = sound_event(cells[0]);
    change(body_of(event), cells[1]);
    const Verdict verdict = stage.feed(event);
    EXPECT_EQ(verdict.outcome, Verdict::Outcome::kRefused) << row;
    EXPECT_EQ(std::string(reason_code(verdict.reason)) + " | " + std::string(verdict.detail),
              cells[2] + " | " + cells[3])
        << row;
    EXPECT_EQ(stage.rows().size(), 0U) << "a refused step leaves no trace: " << row;
    ++rows_by_reason[cells[2]];
  }
  EXPECT_EQ(rows_by_reason.size(), 10U) << "every reason that intake gives has a row";
}

TEST(IntakeRefusals, the_envelope_is_checked_too) {
  const auto refused = [](const std::string& client_id, std::int64_t revision,
                          const std::string& name = "invoice") {
    Stage<Intake> stage;
    v1::Event event = sound_event(name);
    event.set_client_id(client_id);
    event.set_revision(revision);
    const Verdict verdict = stage.feed(event);
    return std::string(reason_code(verdict.reason)) + " " + std::string(verdict.detail);
  };
  EXPECT_EQ(refused("c-1", 1), "NONE ");
  EXPECT_EQ(refused("", 1), "MISSING_FIELD client_id");
  EXPECT_EQ(refused("~c-1", 1), "WRONG_KEY client_id: begins with ~");
  EXPECT_EQ(refused("~unidentified/", 1), "WRONG_KEY client_id: begins with ~");
  EXPECT_EQ(refused("~unidentified/1000", 1),
            "WRONG_KEY client_id: only receipts may be of nobody");
  EXPECT_EQ(refused("~unidentified/1000", 1, "receipt"), "NONE ");
  EXPECT_EQ(refused("c\n1", 1), "BAD_REFERENCE client_id");
  EXPECT_EQ(refused("c-1", -1), "BAD_REFERENCE revision");
  EXPECT_EQ(refused(std::string(129, 'c'), 1), "TOO_LARGE client_id");
}

}  // namespace
}  // namespace encours::test
