// Records of feed topics made by hand, byte by byte, and what a codec answers to them as short
// text. Used by the tests of this folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "src/ingest/feed/feed_codec.h"
#include "src/ingest/ndjson/event_json.h"

namespace encours::testing {

// Bytes written in hexadecimal, blanks left out: "00 00 00 00 01".
std::string bytes_of(std::string_view hexadecimal);

// A record that keeps its bytes; without a value it is a tombstone.
struct MadeRecord {
  std::optional<std::string> value;
  std::vector<Header> headers;
  std::string topic = "erp.invoices";
  std::int64_t timestamp_ms = 1'700'000'000'000;
};

// What a codec says of a record: "protobuf | {json}" for its events, "protobuf | nothing", or
// "REASON: detail".
std::string answer(const FeedCodec& codec, const MadeRecord& record);
std::string answer(FeedFormat format, const MadeRecord& record);
std::string answer(const FeedSettings& settings, const MadeRecord& record);

// A small event: a client C1 with a name, and its two spellings.
v1::Event small_event();
std::string small_protobuf();
std::string small_json();

}  // namespace encours::testing
