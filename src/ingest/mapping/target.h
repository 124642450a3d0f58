// What a field of a canonical event wants to be filled with: told from its descriptor, so that a
// new kind or field of the schemas needs no code here. Used by the event compiler and the event
// builder.
//
// The schemas say units in names: int32 names ending in _on, _date, _until ... are dates yyyymmdd,
// _milli counts thousandths, _bp basis points, _micro millionths. tests/ingest/target_test.cc holds
// this against the comments of every .proto file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/descriptor.h>

namespace encours {

enum class FieldType {
  kText,
  kDate,         // int32 yyyymmdd
  kInteger,      // a whole number
  kMilli,        // a decimal, stored in thousandths
  kBasisPoints,  // a percentage, stored in hundredths of a percent
  kMicro,        // a decimal, stored in millionths
  kMoney,        // encours.v1.Money
  kReference,    // encours.v1.DocumentRef
  kInstant,      // google.protobuf.Timestamp
  kEnum,
  kBool,
  kMessage,      // any other message: its fields are filled one by one
  kUnsupported,  // bytes, floating point
};

FieldType field_type(const google::protobuf::FieldDescriptor& field);

// Digits after the point that a number of this type may have: 3 for kMilli.
int digits_of(FieldType type);

// The value of an enum by its name, whole or without the enum's prefix, in any letter case:
// INSTRUMENT_CARD, card. Nothing for other names and for the value that means "not given".
std::optional<int> enum_number(const google::protobuf::EnumDescriptor& type, std::string_view name);
// The names without prefix, in the order of their numbers.
std::vector<std::string> enum_names(const google::protobuf::EnumDescriptor& type);

// The kind of document that a reference names when the mapping does not say it: that of the message
// for `ref`, that of the field's name for order_ref and the like, an invoice for item_ref. Nothing
// where neither tells.
std::optional<int> implied_document_kind(const google::protobuf::FieldDescriptor& field);

// Names of the fields of a message, for suggestions.
std::vector<std::string> field_names(const google::protobuf::Descriptor& message);

}  // namespace encours
