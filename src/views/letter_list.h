// Dead letters as a list, or counted by reason: a table for people, csv and json for programs. Used
// by `encours dlq list`.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "src/ports.h"
#include "src/views/screen.h"

namespace encours::views {

struct LetterLine {
  TopicPartition at;  // where the letter stands
  std::int64_t offset = 0;
  TopicPartition from;  // where the record stood; no topic where the letter does not say
  std::int64_t from_offset = -1;
  std::string feed;  // empty: it stood in a log
  std::string reason;
  std::string message;
  std::optional<std::int64_t> when_ms;  // of the record itself, since 1970
  std::size_t bytes = 0;                // of its value
};

// Letters by their topic, the topic of their records and the reason.
using LetterCounts = std::map<std::tuple<std::string, std::string, std::string>, std::uint64_t>;

std::string letters_table(const std::vector<LetterLine>& letters, const Screen& screen);
std::string letters_csv(const std::vector<LetterLine>& letters);
std::string letters_json(const std::vector<LetterLine>& letters);

std::string letter_counts_table(const LetterCounts& counts, const Screen& screen);
std::string letter_counts_csv(const LetterCounts& counts);
std::string letter_counts_json(const LetterCounts& counts);

// "credit.events/0 17": a partition and an offset in it; empty where there is no topic.
std::string place_text(const TopicPartition& partition, std::int64_t offset);
// "2026-01-31T12:00:00Z"; empty where nothing is known.
std::string instant_text(std::optional<std::int64_t> at_ms);

}  // namespace encours::views
