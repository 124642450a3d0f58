#include "src/ingest/feed/payload.h"

#include <vector>

#include <fmt/format.h>

#include "src/ingest/feed/feed_record.h"
#include "src/ingest/feed/framing.h"
#include "src/ingest/ndjson/event_parser.h"

namespace encours {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::size_t kShownBytes = 4;

Failure undecodable(std::string detail) {
  return {RowRejectReason::kUndecodable, "", std::move(detail)};
}

// The first field that the schemas do not have, as "field 7 of encours.v1.Money"; empty if none.
std::string unknown_field(const Message& message) {
  const Reflection& reflection = *message.GetReflection();
  const auto& unknown = reflection.GetUnknownFields(message);
  if (!unknown.empty()) {
    return fmt::format("field {} of {}", unknown.field(0).number(),
                       message.GetDescriptor()->full_name());
  }
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      const Message& inner = field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                                  : reflection.GetMessage(message, field);
      if (std::string found = unknown_field(inner); !found.empty()) return found;
    }
  }
  return "";
}

// Whether the bytes begin with the tag of a field of Event, with its wire type.
bool begins_with_field(std::string_view bytes) {
  std::uint32_t tag = 0;
  for (unsigned shift = 0; shift < 28; shift += 7) {
    if (bytes.empty()) return false;
    const auto byte = static_cast<std::uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    tag |= static_cast<std::uint32_t>(byte & 0x7fU) << shift;
    if (byte >= 0x80) continue;
    const auto* field = v1::Event::descriptor()->FindFieldByNumber(static_cast<int>(tag >> 3U));
    if (field == nullptr) return false;
    const bool varint = field->cpp_type() == FieldDescriptor::CPPTYPE_INT64 ||
                        field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL;
    return (tag & 7U) == (varint ? 0U : 2U);
  }
  return false;
}

std::string first_bytes(std::string_view payload) {
  std::string shown;
  for (const char byte : payload.substr(0, kShownBytes)) {
    shown += fmt::format("{}{:02x}", shown.empty() ? "" : " ", static_cast<unsigned char>(byte));
  }
  return shown;
}

std::string_view name_of(PayloadShape shape) {
  return shape == PayloadShape::kJson ? "JSON" : "protobuf";
}

}  // namespace

PayloadShape shape_of(std::string_view payload) {
  if (payload.starts_with(kByteOrderMark)) return PayloadShape::kJson;
  // A blank is no tag of Event; a line feed at the front is one.
  const bool blank = payload.find_first_of(" \t\r") == 0;
  const std::size_t begin = blank ? payload.find_first_not_of(" \t\r\n") : 0;
  if (begin < payload.size() && payload[begin] == '{') return PayloadShape::kJson;
  return begins_with_field(payload) ? PayloadShape::kProtobuf : PayloadShape::kUnknown;
}

std::optional<Failure> decode_protobuf(std::string_view bytes, v1::Event& event) {
  if (!event.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return undecodable("the bytes are no encours.v1.Event in protobuf");
  }
  if (const std::string unknown = unknown_field(event); !unknown.empty()) {
    return undecodable(fmt::format("{} is not in the schemas of this version", unknown));
  }
  return std::nullopt;
}

std::optional<Failure> decode_json(std::string_view text, v1::Event& event) {
  if (!is_utf8(text)) return undecodable("the JSON is no UTF-8");
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::string problem = parse_event(text, event);
  if (!problem.empty()) return undecodable(std::move(problem));
  return std::nullopt;
}

std::optional<Failure> decode_payload(std::string_view payload, std::span<const HeaderView> headers,
                                      PayloadShape expected, v1::Event& event, PayloadForm& form) {
  const auto header = header_of(headers, kSchemaIdHeader);
  if (!header && has_schema_prefix(payload)) {
    const auto message = take_schema_prefix_off(payload);
    if (!message) return message.error();
    payload = *message;
    form.schema_id = true;
  }
  if (payload.empty()) return undecodable("the value is empty");
  const PayloadShape shape = shape_of(payload);
  form.shape = expected == PayloadShape::kUnknown ? shape : expected;
  if (header) {
    if (auto problem = check_schema_header(*header, form.shape == PayloadShape::kJson)) {
      return problem;
    }
    form.schema_id = true;
  }
  if (form.shape == PayloadShape::kUnknown) {
    return Failure{RowRejectReason::kNotDetected, "",
                   fmt::format("bytes that begin with {} are no event: neither protobuf, nor JSON, "
                               "nor with a schema id before them",
                               first_bytes(payload))};
  }
  auto problem = form.shape == PayloadShape::kJson ? decode_json(payload, event)
                                                   : decode_protobuf(payload, event);
  if (problem && shape != PayloadShape::kUnknown && shape != form.shape) {
    problem->detail +=
        fmt::format("; it looks like {}, but {} was declared", name_of(shape), name_of(form.shape));
  }
  return problem;
}

}  // namespace encours
