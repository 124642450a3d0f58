// Reads dead letters back: where a record stood, why it was refused, and the record as it was. Used
// by `encours dlq`, by figures and by exports.
//
// Letters of others are read too: those of Kafka Connect have the same headers, those of Spring say
// the same in headers kafka_dlt-*, with numbers in binary.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/ports.h"

namespace encours {

// The views live as long as the record.
struct Letter {
  TopicPartition from;  // no topic: the letter does not say
  std::int64_t offset = -1;
  std::string_view feed;
  std::string_view reason;  // closed code; of a foreign letter the name of its exception
  std::string_view message;
  std::optional<std::int64_t> timestamp_ms;
  bool null_key = false;
  bool null_value = false;
  std::vector<HeaderView> headers;  // that the record came with

  bool says_where() const { return !from.topic.empty() && from.partition >= 0 && offset >= 0; }
};

Letter read_letter(const Record& letter);

// The record as it stood, to be written there again. The letter must say where.
Append original_of(const Letter& letter, const Record& record);

}  // namespace encours
