#include "src/ingest/feed/framing.h"

#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "encours/v1/event.pb.h"

namespace encours {
namespace {

using google::protobuf::Descriptor;

constexpr char kMagicId = '\0';
constexpr char kMagicGuid = '\1';
constexpr std::size_t kIdBytes = 4;
constexpr std::size_t kGuidBytes = 16;
// As Confluent's own clients have it.
constexpr std::int64_t kIndexesMax = 100'000;

Failure bad(std::string detail) {
  return {RowRejectReason::kBadFraming, "", std::move(detail)};
}

std::optional<std::int64_t> take_zigzag(std::string_view& rest) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (rest.empty()) return std::nullopt;
    const auto byte = static_cast<std::uint8_t>(rest.front());
    rest.remove_prefix(1);
    const std::uint64_t bits = byte & 0x7fU;
    if (shift == 63 && bits > 1) return std::nullopt;
    value |= bits << shift;
    if (byte < 0x80) {
      return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
    }
  }
  return std::nullopt;
}

// The message at the end of the path, null if the schemas have none there.
const Descriptor* message_at(const std::vector<std::int64_t>& path) {
  const auto* file = v1::Event::descriptor()->file();
  const Descriptor* message = nullptr;
  for (const std::int64_t place : path) {
    const int count =
        message == nullptr ? file->message_type_count() : message->nested_type_count();
    if (place < 0 || place >= count) return nullptr;
    const int index = static_cast<int>(place);
    message = message == nullptr ? file->message_type(index) : message->nested_type(index);
  }
  return message;
}

// Takes the index off the front and checks what it names.
std::optional<Failure> take_index(std::string_view& rest) {
  const auto count = take_zigzag(rest);
  if (!count) return bad("the message index behind the schema id is cut short");
  if (*count < 0 || *count > kIndexesMax) {
    return bad(
        fmt::format("a message index of {} places; is it another format, such as Avro?", *count));
  }
  std::vector<std::int64_t> path;
  for (std::int64_t i = 0; i < *count; ++i) {
    const auto place = take_zigzag(rest);
    if (!place) return bad("the message index behind the schema id is cut short");
    path.push_back(*place);
  }
  if (path.empty()) path.push_back(0);
  const Descriptor* message = message_at(path);
  if (message == v1::Event::descriptor()) return std::nullopt;
  return Failure{
      RowRejectReason::kUnknownSchema, "",
      fmt::format("the message index [{}] names {}, not encours.v1.Event, which is [0] "
                  "of encours/v1/event.proto",
                  fmt::join(path.begin(),
                            path.begin() + std::min<std::ptrdiff_t>(std::ssize(path), 8), ", "),
                  message == nullptr ? "no message" : message->full_name())};
}

// Takes the magic byte and the id off the front.
std::optional<Failure> take_id(std::string_view& rest) {
  const std::size_t bytes = 1 + (rest.front() == kMagicId ? kIdBytes : kGuidBytes);
  if (rest.size() < bytes) {
    return bad(fmt::format("a schema id takes {} bytes, here are {}", bytes, rest.size()));
  }
  rest.remove_prefix(bytes);
  return std::nullopt;
}

}  // namespace

bool has_schema_prefix(std::string_view value) {
  return !value.empty() && (value.front() == kMagicId || value.front() == kMagicGuid);
}

tl::expected<std::string_view, Failure> take_schema_prefix_off(std::string_view value) {
  if (auto problem = take_id(value)) return tl::unexpected(std::move(*problem));
  // As a number of places '{' would be negative: no index begins so.
  if (value.starts_with('{')) return value;
  if (auto problem = take_index(value)) return tl::unexpected(std::move(*problem));
  return value;
}

std::optional<Failure> check_schema_header(std::string_view header, bool value_is_json) {
  if (!has_schema_prefix(header)) {
    return bad(fmt::format("the header {} begins with neither 0x00 nor 0x01", kSchemaIdHeader));
  }
  if (auto problem = take_id(header)) return problem;
  if (value_is_json && header.empty()) return std::nullopt;
  if (auto problem = take_index(header)) return problem;
  if (header.empty()) return std::nullopt;
  return bad(fmt::format("the header {} goes on behind the message index", kSchemaIdHeader));
}

}  // namespace encours
