#include "src/ingest/feed/feed_codec.h"

#include <fmt/format.h>

#include "src/ingest/feed/cloud_event.h"
#include "src/ingest/feed/outbox.h"
#include "src/ingest/refusal.h"

namespace encours {
namespace {

using Outcome = FeedAnswer::Outcome;
using Problem = std::optional<Failure>;

constexpr std::string_view kTraceparentHeader = "traceparent";

std::string_view form_of(const PayloadForm& form) {
  if (form.shape == PayloadShape::kUnknown) return "";
  return form.shape == PayloadShape::kJson ? "json" : "protobuf";
}

// A payload that is the whole value.
Problem decode_plain(const FeedRecord& record, PayloadShape expected, v1::Event& event,
                     FeedAnswer& answer) {
  PayloadForm form;
  Problem problem = decode_payload(*record.value, record.headers, expected, event, form);
  answer.form = form_of(form);
  answer.schema_id = form.schema_id;
  return problem;
}

Problem decode_cloud_event(const FeedRecord& record, bool structured, v1::Event& event,
                           FeedAnswer& answer) {
  answer.form = structured ? "structured cloudevent" : "binary cloudevent";
  const auto cloud =
      structured ? read_structured_cloud_event(*record.value, content_type_of(record.headers))
                 : read_binary_cloud_event(record.headers);
  if (!cloud) return cloud.error();
  PayloadForm form;
  const std::string_view data = structured ? std::string_view(cloud->data) : *record.value;
  // A schema id in a header is of the value, which here is the envelope.
  const auto headers = structured ? std::span<const HeaderView>{} : record.headers;
  Problem problem = decode_payload(data, headers, cloud->shape, event, form);
  answer.schema_id = form.schema_id;
  if (problem) return problem;
  return complete_from(cloud->attributes, event);
}

// The payload of an outbox row or of Connect's envelope; null there is null here.
Problem decode_connect(const FeedRecord& record, v1::Event& event, FeedAnswer& answer) {
  answer.form = "debezium";
  const auto payload = connect_payload(*record.value);
  if (!payload) return payload.error();
  if (!*payload) {
    answer.outcome = Outcome::kNothing;
    return std::nullopt;
  }
  PayloadForm form;
  Problem problem = decode_payload(**payload, record.headers, PayloadShape::kUnknown, event, form);
  answer.schema_id = form.schema_id;
  return problem;
}

Problem decode_outbox(const FeedRecord& record, v1::Event& event, FeedAnswer& answer) {
  answer.form = "debezium";
  const auto id = outbox_id(record.headers);
  if (!id) return id.error();
  if (Problem problem = decode_connect(record, event, answer)) return problem;
  if (event.event_id().empty()) event.set_event_id(*id);
  return std::nullopt;
}

// Whether a JSON text without a content-type may be a structured CloudEvent all the same: some
// relays lose headers. No event has a field of that name.
bool may_be_cloud_event(std::string_view value) {
  return shape_of(value) == PayloadShape::kJson &&
         value.find("\"specversion\"") != std::string_view::npos;
}

// A record without a value.
void answer_null(const FeedRecord& record, FeedFormat codec, FeedAnswer& answer) {
  const bool outbox = codec == FeedFormat::kDebezium ||
                      (codec == FeedFormat::kAuto && header_of(record.headers, kOutboxIdHeader));
  answer.form = outbox ? "debezium" : "";
  answer.outcome = outbox ? Outcome::kNothing : Outcome::kRefused;
  if (outbox) return;
  answer.failure = {RowRejectReason::kNullValue, "",
                    "a record without a value; a fact cannot be taken back by a tombstone"};
}

}  // namespace

tl::expected<FeedCodec, std::string> FeedCodec::open(const FeedSettings& settings) {
  FeedCodec codec(settings);
  if (!needs_mapping(settings.codec)) return codec;
  auto rows = MappedRows::open(settings.mapping, settings.codec);
  if (!rows) return tl::unexpected(rows.error());
  codec.rows_.emplace(std::move(*rows));
  return codec;
}

FeedAnswer FeedCodec::decode(const FeedRecord& record, std::vector<v1::Event>& events) const {
  FeedAnswer answer;
  if (!record.value) {
    answer_null(record, settings_.codec, answer);
    return answer;
  }
  if (record.value->size() > kFeedRecordBytesMax) {
    answer.outcome = Outcome::kRefused;
    answer.failure = {RowRejectReason::kOversize, "",
                      fmt::format("a record of {} bytes; at most {} are read", record.value->size(),
                                  kFeedRecordBytesMax)};
    return answer;
  }
  if (rows_) {
    decode_rows(record, events, answer);
    return answer;
  }
  v1::Event event;
  Problem problem = decode_value(record, event, answer);
  if (!problem && answer.outcome == Outcome::kEvents) problem = complete(record, event, answer);
  if (problem) {
    answer.outcome = Outcome::kRefused;
    answer.failure = std::move(*problem);
  } else if (answer.outcome == Outcome::kEvents) {
    events.push_back(std::move(event));
  }
  return answer;
}

Problem FeedCodec::decode_value(const FeedRecord& record, v1::Event& event,
                                FeedAnswer& answer) const {
  switch (settings_.codec) {
    case FeedFormat::kProtobuf:
      return decode_plain(record, PayloadShape::kProtobuf, event, answer);
    case FeedFormat::kJson:
      return decode_plain(record, PayloadShape::kJson, event, answer);
    case FeedFormat::kCloudEvents:
      return decode_cloud_event(record, is_structured_cloud_event(record.headers), event, answer);
    case FeedFormat::kDebezium:
      return decode_outbox(record, event, answer);
    case FeedFormat::kAuto:
    case FeedFormat::kCsv:
    case FeedFormat::kJsonl:
      break;
  }
  return decode_detected(record, event, answer);
}

// From what says most to what says least: the headers of CloudEvents, then the bytes.
Problem FeedCodec::decode_detected(const FeedRecord& record, v1::Event& event,
                                   FeedAnswer& answer) const {
  const bool structured = is_structured_cloud_event(record.headers);
  if (structured || is_binary_cloud_event(record.headers)) {
    return decode_cloud_event(record, structured, event, answer);
  }
  Problem problem = decode_plain(record, PayloadShape::kUnknown, event, answer);
  // No event is an envelope, and no envelope an event: one of them at most can be read.
  if (problem && may_be_cloud_event(*record.value)) {
    problem = decode_cloud_event(record, true, event, answer);
  } else if (problem && shape_of(*record.value) == PayloadShape::kJson &&
             may_be_connect_envelope(*record.value)) {
    problem = decode_connect(record, event, answer);
  }
  const auto outbox = header_of(record.headers, kOutboxIdHeader);
  if (problem || !outbox || !event.event_id().empty()) return problem;
  const auto id = outbox_id(record.headers);
  if (!id) return id.error();
  event.set_event_id(*id);
  return std::nullopt;
}

void FeedCodec::decode_rows(const FeedRecord& record, std::vector<v1::Event>& events,
                            FeedAnswer& answer) const {
  answer.form = feed_format_name(settings_.codec);
  const std::size_t before = events.size();
  Problem problem = record.value->empty()
                        ? Problem(Failure{RowRejectReason::kUndecodable, "", "the value is empty"})
                        : rows_->decode(record, events);
  for (std::size_t i = before; i < events.size() && !problem; ++i) {
    problem = refusal_of(events[i]);
  }
  if (problem) {
    events.resize(before);
    answer.outcome = Outcome::kRefused;
    answer.failure = std::move(*problem);
  } else if (events.size() == before) {
    answer.outcome = Outcome::kNothing;
  }
}

// What stands beside the payload, and whether the event may be sent at all.
Problem FeedCodec::complete(const FeedRecord& record, v1::Event& event, FeedAnswer& answer) const {
  if (event.event_id().empty()) {
    answer.derived_id = true;
    event.set_event_id(
        fmt::format("{}/{}/{}", record.from.topic, record.from.partition, record.offset));
  }
  if (event.feed().empty()) event.set_feed(settings_.name);
  const auto trace = header_of(record.headers, kTraceparentHeader);
  if (event.traceparent().empty() && trace && is_traceparent(*trace)) {
    event.set_traceparent(std::string(*trace));
  }
  return refusal_of(event);
}

}  // namespace encours
