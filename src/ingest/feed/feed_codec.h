// Records of a feed topic into canonical events: the one place that knows what a record may look
// like. Used by the ingest of topics and by `encours decode`. No state, no broker, no clock.
//
//   auto codec = FeedCodec::open(settings);
//   const FeedAnswer answer = codec->decode(record, events);
//
// A record gives all its events or none; none either because nothing happened (a tombstone of an
// outbox, rows that the mapping ignores) or because it is refused with a reason of the closed list
// in reject.h. The same record always gives the same answer. What is accepted here may still be
// refused by the fold, with its own reason.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "encours/v1/event.pb.h"
#include "src/config/feed_settings.h"
#include "src/ingest/feed/feed_record.h"
#include "src/ingest/feed/mapped_rows.h"
#include "src/ingest/feed/payload.h"
#include "src/ingest/reject.h"

namespace encours {

// A larger record is a file: Kafka's usual limit is 1 MiB.
inline constexpr std::size_t kFeedRecordBytesMax = std::size_t{8} << 20U;

struct FeedAnswer {
  enum class Outcome : std::uint8_t { kEvents, kNothing, kRefused };

  Outcome outcome = Outcome::kEvents;
  Failure failure;          // of kRefused
  std::string_view form;    // what the record was, as far as it was told: "protobuf", "csv" ...
  bool schema_id = false;   // a schema id stood before or beside it
  bool derived_id = false;  // nobody gave it an id: event_id is topic/partition/offset
};

class FeedCodec {
 public:
  // Loads the mapping, if the feed has one. The error is for people.
  static tl::expected<FeedCodec, std::string> open(const FeedSettings& settings);

  // Appends the events of a record. Without an id of its own an event gets that of the envelope,
  // else that of its place; without a feed of its own the name of this one.
  FeedAnswer decode(const FeedRecord& record, std::vector<v1::Event>& events) const;

  const FeedSettings& settings() const { return settings_; }

 private:
  explicit FeedCodec(FeedSettings settings) : settings_(std::move(settings)) {}

  std::optional<Failure> decode_value(const FeedRecord& record, v1::Event& event,
                                      FeedAnswer& answer) const;
  std::optional<Failure> decode_detected(const FeedRecord& record, v1::Event& event,
                                         FeedAnswer& answer) const;
  void decode_rows(const FeedRecord& record, std::vector<v1::Event>& events,
                   FeedAnswer& answer) const;
  std::optional<Failure> complete(const FeedRecord& record, v1::Event& event,
                                  FeedAnswer& answer) const;

  FeedSettings settings_;
  std::optional<MappedRows> rows_;
};

}  // namespace encours
