// CloudEvents 1.0 as Kafka carries them. Used by the feed codec.
//
//   binary      attributes in headers ce_id, ce_source, ce_type, ce_specversion ...; the value is
//               the data, of the type in the header content-type
//   structured  content-type begins with application/cloudevents; the value is one JSON object with
//               the attributes and `data` or `data_base64`
//
// The data is one canonical event. What the envelope says is put where the event says nothing:
// source and id as event_id, time as occurred_at, sequence as revision, traceparent. Batches are
// refused: a record is one event, so that a dead letter is one too.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "encours/v1/event.pb.h"
#include "src/ingest/feed/payload.h"
#include "src/ingest/reject.h"
#include "src/ports.h"

namespace encours {

// The attributes that we read, as they stand there; empty: not there.
struct CloudAttributes {
  std::string specversion;
  std::string id;
  std::string source;
  std::string type;
  std::string time;
  std::string datacontenttype;
  std::string sequence;
  std::string traceparent;
};

struct CloudEvent {
  CloudAttributes attributes;
  std::string data;                             // JSON text or bytes, for decode_payload()
  PayloadShape shape = PayloadShape::kUnknown;  // as datacontenttype declares it
};

// Whether the headers say so. The name of content-type may be in any letter case.
bool is_structured_cloud_event(std::span<const HeaderView> headers);
bool is_binary_cloud_event(std::span<const HeaderView> headers);

// The attributes in headers, checked; `data` stays empty: it is the record's value.
tl::expected<CloudEvent, Failure> read_binary_cloud_event(std::span<const HeaderView> headers);

// The JSON of a structured one. `content_type` is that of the record, empty where there is none.
tl::expected<CloudEvent, Failure> read_structured_cloud_event(std::string_view json,
                                                              std::string_view content_type);

// The header content-type; empty if there is none.
std::string_view content_type_of(std::span<const HeaderView> headers);

// Puts what the envelope says where the event says nothing; or says what is wrong with it.
std::optional<Failure> complete_from(const CloudAttributes& attributes, v1::Event& event);

// Whether a text is a traceparent of W3C: 00-<32 hex>-<16 hex>-<2 hex>.
bool is_traceparent(std::string_view text);

}  // namespace encours
