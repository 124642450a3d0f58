// Shows that every message comes back as it was from the wire and from JSON, and that fields of a
// newer version survive an older reader. Messages are filled by reflection, so a new one is covered
// the day it is written; a message with a oneof is tried once for each of its fields.
#include <cstdint>
#include <limits>
#include <memory>
#include <string>

#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/unknown_field_set.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "tests/contracts/contracts.h"

namespace encours::contracts {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::Reflection;

constexpr int kFieldOfANewerVersion = 536870911;

void fill(Message& message, const FieldDescriptor* chosen);

// Values that a careless codec would lose: more than a double holds, negative, not ASCII, zero
// bytes.
void fill_value(Message& message, const FieldDescriptor* field) {
  const Reflection& reflection = *message.GetReflection();
  const bool add = field->is_repeated();
  const auto put = [&](auto setter, auto adder, const auto& value) {
    add ? (reflection.*adder)(&message, field, value)
        : (reflection.*setter)(&message, field, value);
  };
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return put(&Reflection::SetInt32, &Reflection::AddInt32, std::int32_t{-20260228});
    case FieldDescriptor::CPPTYPE_INT64:
      return put(&Reflection::SetInt64, &Reflection::AddInt64,
                 std::numeric_limits<std::int64_t>::min() + 1);
    case FieldDescriptor::CPPTYPE_UINT32:
      return put(&Reflection::SetUInt32, &Reflection::AddUInt32,
                 std::numeric_limits<std::uint32_t>::max());
    case FieldDescriptor::CPPTYPE_UINT64:
      return put(&Reflection::SetUInt64, &Reflection::AddUInt64,
                 std::numeric_limits<std::uint64_t>::max() - 1);
    case FieldDescriptor::CPPTYPE_BOOL:
      return put(&Reflection::SetBool, &Reflection::AddBool, true);
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* type = field->enum_type();
      return put(&Reflection::SetEnumValue, &Reflection::AddEnumValue,
                 type->value(type->value_count() - 1)->number());
    }
    case FieldDescriptor::CPPTYPE_STRING: {
      const bool bytes = field->type() == FieldDescriptor::TYPE_BYTES;
      const std::string value = bytes ? std::string("\0\xff\n", 3) : "0042 \"été\" €";
      return add ? reflection.AddString(&message, field, value)
                 : reflection.SetString(&message, field, value);
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return fill(add ? *reflection.AddMessage(&message, field)
                      : *reflection.MutableMessage(&message, field),
                  nullptr);
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
      FAIL() << field->full_name() << " is a float";
  }
}

// Fills every field; of a oneof the chosen one, else the first.
void fill(Message& message, const FieldDescriptor* chosen) {
  const Descriptor& type = *message.GetDescriptor();
  if (type.full_name() == "google.protobuf.Timestamp") {  // JSON allows real instants only
    ASSERT_TRUE(
        google::protobuf::util::JsonStringToMessage("\"2026-02-28T23:59:59.123456789Z\"", &message)
            .ok());
    return;
  }
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (const auto* oneof = field->containing_oneof(); oneof != nullptr) {
      const bool choice_here = chosen != nullptr && chosen->containing_oneof() == oneof;
      if (field != (choice_here ? chosen : oneof->field(0))) {
        continue;
      }
    }
    const int values = field->is_repeated() ? 2 : 1;
    for (int count = 0; count < values; ++count) {
      fill_value(message, field);
    }
  }
}

void add_unknown_fields(Message& message) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection.ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      continue;
    }
    if (field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        add_unknown_fields(*reflection.MutableRepeatedMessage(&message, field, i));
      }
    } else {
      add_unknown_fields(*reflection.MutableMessage(&message, field));
    }
  }
  reflection.MutableUnknownFields(&message)->AddLengthDelimited(kFieldOfANewerVersion, "news");
}

std::string bytes_of(const Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream out(&bytes);
  google::protobuf::io::CodedOutputStream coded(&out);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

void expect_wire_round_trip(const Message& message) {
  const std::unique_ptr<Message> back(message.New());
  ASSERT_TRUE(back->ParseFromString(bytes_of(message)));
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(message, *back));
  EXPECT_EQ(bytes_of(message), bytes_of(*back));
}

void expect_json_round_trip(const Message& message) {
  std::string json;
  ASSERT_TRUE(google::protobuf::util::MessageToJsonString(message, &json).ok());
  const std::unique_ptr<Message> back(message.New());
  const auto status = google::protobuf::util::JsonStringToMessage(json, back.get());
  ASSERT_TRUE(status.ok()) << status.ToString() << "\n" << json;
  EXPECT_EQ(bytes_of(message), bytes_of(*back)) << json;
}

void expect_round_trips(const Descriptor* type, const FieldDescriptor* chosen) {
  SCOPED_TRACE(type->full_name() + (chosen == nullptr ? "" : ", " + chosen->name()));
  const std::unique_ptr<Message> message(
      MessageFactory::generated_factory()->GetPrototype(type)->New());
  fill(*message, chosen);
  expect_wire_round_trip(*message);
  expect_json_round_trip(*message);
  const std::string before = bytes_of(*message);
  add_unknown_fields(*message);
  EXPECT_NE(bytes_of(*message), before);
  expect_wire_round_trip(*message);
}

TEST(RoundTrip, EveryMessageComesBackFromTheWireAndFromJson) {
  for (const Descriptor* source : messages()) {
    const auto* type = DescriptorPool::generated_pool()->FindMessageTypeByName(source->full_name());
    ASSERT_NE(type, nullptr) << source->full_name() << " is not compiled in";
    if (type->real_oneof_decl_count() == 0) {
      expect_round_trips(type, nullptr);
    }
    for (int i = 0; i < type->real_oneof_decl_count(); ++i) {
      for (int j = 0; j < type->oneof_decl(i)->field_count(); ++j) {
        expect_round_trips(type, type->oneof_decl(i)->field(j));
      }
    }
  }
}

}  // namespace
}  // namespace encours::contracts
