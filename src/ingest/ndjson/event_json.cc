#include "src/ingest/ndjson/event_json.h"

#include <iterator>
#include <vector>

#include <fmt/format.h>
#include <google/protobuf/timestamp.pb.h>

#include "operators/domain/assert.h"
#include "operators/domain/day.h"
#include "src/ingest/reject.h"

namespace encours {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr std::int64_t kSecondsPerDay = 86'400;

template <class... Arguments>
void append(std::string& out, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  fmt::format_to(std::back_inserter(out), format, std::forward<Arguments>(arguments)...);
}

// 2013-03-12T00:00:00Z, with 3, 6 or 9 digits of a second when there are any.
void append_instant(std::string& out, const google::protobuf::Timestamp& instant) {
  std::int64_t day = instant.seconds() / kSecondsPerDay;
  std::int64_t second = instant.seconds() % kSecondsPerDay;
  if (second < 0) {
    second += kSecondsPerDay;
    --day;
  }
  append(out, "\"{}T{:02}:{:02}:{:02}", format_day(static_cast<Day>(day)), second / 3600,
         second / 60 % 60, second % 60);
  const std::int32_t nanos = instant.nanos();
  if (nanos % 1'000'000 == 0) {
    if (nanos != 0) append(out, ".{:03}", nanos / 1'000'000);
  } else if (nanos % 1'000 == 0) {
    append(out, ".{:06}", nanos / 1'000);
  } else {
    append(out, ".{:09}", nanos);
  }
  out += "Z\"";
}

void append_enum(std::string& out, const FieldDescriptor& field, int number) {
  const auto* value = field.enum_type()->FindValueByNumber(number);
  if (value == nullptr) {
    append(out, "{}", number);
  } else {
    append(out, "\"{}\"", value->name());
  }
}

}  // namespace

void append_json_value(std::string& out, const Message& message, const FieldDescriptor& field,
                       int place) {
  const Reflection& reflection = *message.GetReflection();
  const bool item = place >= 0;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      append(out, "{}",
             item ? reflection.GetRepeatedInt32(message, &field, place)
                  : reflection.GetInt32(message, &field));
      return;
    case FieldDescriptor::CPPTYPE_INT64:
      append(out, "\"{}\"",
             item ? reflection.GetRepeatedInt64(message, &field, place)
                  : reflection.GetInt64(message, &field));
      return;
    case FieldDescriptor::CPPTYPE_UINT32:
      append(out, "{}",
             item ? reflection.GetRepeatedUInt32(message, &field, place)
                  : reflection.GetUInt32(message, &field));
      return;
    case FieldDescriptor::CPPTYPE_UINT64:
      append(out, "\"{}\"",
             item ? reflection.GetRepeatedUInt64(message, &field, place)
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

void append_json(std::string& out, const Message& message) {
  if (message.GetDescriptor() == google::protobuf::Timestamp::descriptor()) {
    append_instant(out, static_cast<const google::protobuf::Timestamp&>(message));
    return;
  }
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  out += '{';
  for (const FieldDescriptor* field : fields) {
    if (field != fields.front()) out += ',';
    append(out, "\"{}\":", field->name());
    if (!field->is_repeated()) {
      append_json_value(out, message, *field, -1);
      continue;
    }
    out += '[';
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      if (i > 0) out += ',';
      append_json_value(out, message, *field, i);
    }
    out += ']';
  }
  out += '}';
}

}  // namespace encours
