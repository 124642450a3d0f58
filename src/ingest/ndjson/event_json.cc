#include "src/ingest/ndjson/event_json.h"

#include <array>
#include <charconv>

#include <google/protobuf/timestamp.pb.h>

#include "operators/domain/assert.h"
#include "operators/domain/day.h"
#include "src/ingest/reject.h"

namespace encours {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr std::int64_t kSecondsPerDay = 86'400;

template <class Integer>
void append_number(std::string& out, Integer number) {
  std::array<char, 24> digits;
  const auto [end, failure] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  ENCOURS_ASSERT(failure == std::errc{}, "24 bytes hold every integer");
  out.append(digits.data(), end);
}

// int64 goes in quotes: JavaScript would round it.
template <class Integer>
void append_quoted(std::string& out, Integer number) {
  out += '"';
  append_number(out, number);
  out += '"';
}

// With zeros in front.
void append_padded(std::string& out, std::int64_t number, std::size_t width) {
  const std::size_t begin = out.size();
  append_number(out, number);
  const std::size_t length = out.size() - begin;
  if (length < width) out.insert(begin, width - length, '0');
}

// 2013-03-12T00:00:00Z, with 3, 6 or 9 digits of a second when there are any.
void append_instant(std::string& out, const google::protobuf::Timestamp& instant) {
  std::int64_t day = instant.seconds() / kSecondsPerDay;
  std::int64_t second = instant.seconds() % kSecondsPerDay;
  if (second < 0) {
    second += kSecondsPerDay;
    --day;
  }
  const std::int32_t date = date_from_day(static_cast<Day>(day));
  out += '"';
  append_padded(out, date / 10'000, 4);
  out += '-';
  append_padded(out, date / 100 % 100, 2);
  out += '-';
  append_padded(out, date % 100, 2);
  out += 'T';
  append_padded(out, second / 3600, 2);
  out += ':';
  append_padded(out, second / 60 % 60, 2);
  out += ':';
  append_padded(out, second % 60, 2);
  const std::int32_t nanos = instant.nanos();
  if (nanos != 0) {
    const std::size_t digits = nanos % 1'000'000 == 0 ? 3 : nanos % 1'000 == 0 ? 6 : 9;
    out += '.';
    append_padded(out, nanos / (digits == 3 ? 1'000'000 : digits == 6 ? 1'000 : 1), digits);
  }
  out += "Z\"";
}

void append_enum(std::string& out, const FieldDescriptor& field, int number) {
  const auto* value = field.enum_type()->FindValueByNumber(number);
  if (value == nullptr) {
    append_number(out, number);
  } else {
    out += '"';
    out += value->name();
    out += '"';
  }
}

// One value of a field; `place` counts the items of a list, -1 for a field that is none. The
// reflection is handed down because asking a message for it is not free.
void append_value(std::string& out, const Message& message, const Reflection& reflection,
                  const FieldDescriptor& field, int place) {
  const bool item = place >= 0;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      append_number(out, item ? reflection.GetRepeatedInt32(message, &field, place)
                              : reflection.GetInt32(message, &field));
      return;
    case FieldDescriptor::CPPTYPE_INT64:
      append_quoted(out, item ? reflection.GetRepeatedInt64(message, &field, place)
                              : reflection.GetInt64(message, &field));
      return;
    case FieldDescriptor::CPPTYPE_UINT32:
      append_number(out, item ? reflection.GetRepeatedUInt32(message, &field, place)
                              : reflection.GetUInt32(message, &field));
      return;
    case FieldDescriptor::CPPTYPE_UINT64:
      append_quoted(out, item ? reflection.GetRepeatedUInt64(message, &field, place)
                              : reflection.GetUInt64(message, &field));
      return;
    case FieldDescriptor::CPPTYPE_BOOL:
      out += (item ? reflection.GetRepeatedBool(message, &field, place)
                   : reflection.GetBool(message, &field))
                 ? "true"
                 : "false";
      return;
    case FieldDescriptor::CPPTYPE_ENUM:
      append_enum(out, field,
                  item ? reflection.GetRepeatedEnumValue(message, &field, place)
                       : reflection.GetEnumValue(message, &field));
      return;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      append_json(out, item ? reflection.GetRepeatedMessage(message, &field, place)
                            : reflection.GetMessage(message, &field));
      return;
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string copy;
      const std::string& text =
          item ? reflection.GetRepeatedStringReference(message, &field, place, &copy)
               : reflection.GetStringReference(message, &field, &copy);
      if (field.type() == FieldDescriptor::TYPE_BYTES) {
        out += '"' + base64(text) + '"';
      } else {
        append_json_string(out, text);
      }
      return;
    }
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
      break;
  }
  ENCOURS_ASSERT(false, "the contracts have no floating point");
}

void append_field(std::string& out, const Message& message, const Reflection& reflection,
                  const FieldDescriptor& field, bool follows) {
  if (follows) out += ',';
  out += '"';
  out += field.name();
  out += "\":";
  if (!field.is_repeated()) {
    append_value(out, message, reflection, field, -1);
    return;
  }
  out += '[';
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    if (i > 0) out += ',';
    append_value(out, message, reflection, field, i);
  }
  out += ']';
}

}  // namespace

void append_json_value(std::string& out, const Message& message, const FieldDescriptor& field,
                       int place) {
  append_value(out, message, *message.GetReflection(), field, place);
}

void append_json(std::string& out, const Message& message) {
  const Descriptor& type = *message.GetDescriptor();
  if (&type == google::protobuf::Timestamp::descriptor()) {
    append_instant(out, static_cast<const google::protobuf::Timestamp&>(message));
    return;
  }
  const Reflection& reflection = *message.GetReflection();
  out += '{';
  const std::size_t begin = out.size();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (field->containing_oneof() != nullptr) continue;
    const bool present = field->is_repeated() ? reflection.FieldSize(message, field) > 0
                                              : reflection.HasField(message, field);
    if (present) append_field(out, message, reflection, *field, out.size() > begin);
  }
  // Asking a oneof once is cheaper than asking each of its hundred fields.
  for (int i = 0; i < type.oneof_decl_count(); ++i) {
    const FieldDescriptor* field = reflection.GetOneofFieldDescriptor(message, type.oneof_decl(i));
    if (field != nullptr) append_field(out, message, reflection, *field, out.size() > begin);
  }
  out += '}';
}

}  // namespace encours
