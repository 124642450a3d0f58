#include "src/cli/replay_cursor.h"

#include <array>
#include <sstream>

#include <fmt/format.h>

namespace encours::cli {
namespace {

constexpr std::string_view kHead = "replay 1";
// By number of the stage.
// Stands for an input that has no name yet.
constexpr std::string_view kNoInput = "-";
constexpr std::array<std::string_view, 4> kStages = {"open", "opened", "events", "finished"};

}  // namespace

void ReplayCursor::note_finished() {
  std::erase(finished, input);
  finished.push_back(input);
  if (finished.size() > kFinishedInputsMax) finished.erase(finished.begin());
}

std::string ReplayCursor::text() const {
  std::string out = fmt::format(
      "{}\ninput {}\nstage {} {} {}\n", kHead, input.empty() ? kNoInput : std::string_view(input),
      kStages[static_cast<std::size_t>(stage)], date_from_day(day), appended);
  for (const std::string& fingerprint : finished)
    out += fmt::format("finished {}\n", fingerprint);
  return out;
}

std::optional<ReplayCursor> ReplayCursor::parse(std::string_view text) {
  std::istringstream lines{std::string(text)};
  std::string line;
  if (!std::getline(lines, line) || line != kHead) return std::nullopt;
  ReplayCursor cursor;
  std::string word;
  std::string stage;
  std::int32_t date = 0;
  if (!(lines >> word >> cursor.input) || word != "input") return std::nullopt;
  if (cursor.input == kNoInput) cursor.input.clear();
  if (!(lines >> word >> stage >> date >> cursor.appended) || word != "stage") return std::nullopt;
  const std::optional<Day> day = day_from_date(date);
  std::size_t number = 0;
  while (number < kStages.size() && kStages[number] != stage)
    ++number;
  if (!day || number == kStages.size()) return std::nullopt;
  cursor.day = *day;
  cursor.stage = static_cast<Stage>(number);
  for (std::string fingerprint; lines >> word;) {
    if (word != "finished" || !(lines >> fingerprint)) return std::nullopt;
    cursor.finished.push_back(std::move(fingerprint));
  }
  return cursor;
}

}  // namespace encours::cli
