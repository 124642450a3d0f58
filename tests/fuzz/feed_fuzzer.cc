// Any bytes as a record of a feed topic, with headers of any bytes. Promised: an answer that says
// why, or events that a feed may send and that survive the way through the log; the same answer
// every time; never events beside a refusal; and a dead letter that gives the record back.
//
//   shape:u8, headers:u8 (of 0 to 7), then for each name:u8 (of those below), size:u8, value; the
//   rest is the value of the record
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/util/message_differencer.h>

#include "operators/domain/assert.h"
#include "src/engine/letter_reader.h"
#include "src/ingest/feed/cloud_event.h"
#include "src/ingest/feed/feed_intake.h"
#include "src/ingest/feed/framing.h"
#include "src/ingest/refusal.h"

namespace encours {
namespace {

constexpr std::array<std::string_view, 16> kNames{"id",
                                                  "content-type",
                                                  "ce_specversion",
                                                  "ce_id",
                                                  "ce_source",
                                                  "ce_type",
                                                  "ce_time",
                                                  "ce_sequence",
                                                  "ce_traceparent",
                                                  "traceparent",
                                                  kSchemaIdHeader,
                                                  "x",
                                                  "__connect.errors.topic",
                                                  "__connect.errors.offset",
                                                  "encours-dlq-reason",
                                                  "kafka_dlt-original-topic"};
constexpr std::array kFormats{FeedFormat::kAuto, FeedFormat::kProtobuf, FeedFormat::kJson,
                              FeedFormat::kCloudEvents, FeedFormat::kDebezium};
constexpr std::int64_t kNow = 1'767'225'600'000'000;

FeedCodec codec_of(FeedFormat format) {
  FeedSettings settings;
  settings.name = "fuzz";
  settings.topic = "fuzz";
  settings.codec = format;
  settings.dead_letters = "fuzz.dlq";
  return *FeedCodec::open(settings);
}

// Takes so many bytes off the front, fewer where there are fewer.
std::string_view take(std::string_view& bytes, std::size_t size) {
  const std::string_view taken = bytes.substr(0, size);
  bytes.remove_prefix(taken.size());
  return taken;
}
std::uint8_t take_byte(std::string_view& bytes) {
  const std::string_view byte = take(bytes, 1);
  return byte.empty() ? 0 : static_cast<std::uint8_t>(byte.front());
}

std::vector<HeaderView> take_headers(std::string_view& bytes) {
  std::vector<HeaderView> headers(take_byte(bytes) % 8U);
  for (HeaderView& header : headers) {
    header.name = kNames.at(take_byte(bytes) % kNames.size());
    header.value = take(bytes, take_byte(bytes));
  }
  return headers;
}

void check_event(const v1::Event& event) {
  ENCOURS_ASSERT(!refusal_of(event), "a feed may send it");
  ENCOURS_ASSERT(!event.event_id().empty(), "an event has an id");
  v1::Event back;
  ENCOURS_ASSERT(back.ParseFromString(event.SerializeAsString()), "it survives the wire");
  ENCOURS_ASSERT(google::protobuf::util::MessageDifferencer::Equals(event, back), "whole");
}

void check_letter(const FeedRecord& record, const Append& letter) {
  std::vector<HeaderView> headers;
  for (const Header& header : letter.headers)
    headers.push_back({header.name, header.value});
  const Record read{0, 0, letter.key, letter.value, headers};
  const Letter back = read_letter(read);
  ENCOURS_ASSERT(back.from == record.from && back.offset == record.offset, "it says where");
  ENCOURS_ASSERT(!back.reason.empty() && !back.message.empty(), "and why");
  ENCOURS_ASSERT(is_utf8(back.message), "in words");
  ENCOURS_ASSERT(back.null_value == !record.value.has_value(), "null stays null");
  const Append original = original_of(back, read);
  ENCOURS_ASSERT(original.value == record.value.value_or(""), "byte for byte");
  ENCOURS_ASSERT(std::ranges::equal(original.headers, record.headers,
                                    [](const Header& a, const HeaderView& b) {
                                      return a.name == b.name && a.value == b.value;
                                    }),
                 "with its own headers");
}

void check(std::string_view bytes) {
  static const std::array kCodecs{codec_of(kFormats[0]), codec_of(kFormats[1]),
                                  codec_of(kFormats[2]), codec_of(kFormats[3]),
                                  codec_of(kFormats[4])};
  const std::uint8_t shape = take_byte(bytes);
  const FeedCodec& codec = kCodecs.at(shape % kCodecs.size());
  const std::vector<HeaderView> headers = take_headers(bytes);
  FeedRecord record{{"fuzz", 1}, 7, "key", bytes, headers, 1};
  if (shape >= 0xf0) record.value.reset();
  std::vector<v1::Event> events;
  const FeedAnswer answer = codec.decode(record, events);
  std::vector<v1::Event> again;
  const FeedAnswer second = codec.decode(record, again);
  ENCOURS_ASSERT(answer.outcome == second.outcome && events.size() == again.size(), "the same");
  const bool given = answer.outcome == FeedAnswer::Outcome::kEvents;
  ENCOURS_ASSERT(given == !events.empty(), "events come alone");
  for (const v1::Event& event : events)
    check_event(event);
  FeedIntake intake(codec, Router(2), 2);
  std::vector<Append> out;
  intake.take(record, kNow, out);
  const FeedFigures& figures = intake.figures();
  ENCOURS_ASSERT(figures.accepted + figures.ignored + figures.refused == 1, "counted once");
  ENCOURS_ASSERT((figures.ignored == 1) == out.empty(), "nothing is lost in silence");
  if (figures.refused == 1) {
    ENCOURS_ASSERT(out.size() == 1, "one letter");
    check_letter(record, out.front());
  }
}

}  // namespace
}  // namespace encours

// protobuf would say on the terminal of every text that is no UTF-8.
extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  google::protobuf::SetLogHandler(nullptr);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  encours::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
