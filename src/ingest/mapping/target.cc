#include "src/ingest/mapping/target.h"

#include <algorithm>
#include <array>
#include <utility>

#include "encours/v1/common.pb.h"

namespace encours {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

constexpr auto kDateEndings = std::to_array<std::string_view>(
    {"_on", "_date", "_until", "_by", "_from", "_to", "_after", "_through", "_deadline"});
constexpr auto kDateNames =
    std::to_array<std::string_view>({"as_of", "date", "day", "deadline", "maturity", "since"});

// Where the message does not bear the name of its document.
constexpr auto kKindsOfMessages = std::to_array<std::pair<std::string_view, v1::DocumentKind>>({
    {"InvoiceCancelled", v1::DOCUMENT_KIND_INVOICE},
    {"ReceiptStateChanged", v1::DOCUMENT_KIND_RECEIPT},
    {"OrderCancelled", v1::DOCUMENT_KIND_ORDER},
    {"OrderClosed", v1::DOCUMENT_KIND_ORDER},
    {"GoodsReturned", v1::DOCUMENT_KIND_RETURN},
});
constexpr auto kKindsOfFields = std::to_array<std::pair<std::string_view, v1::DocumentKind>>({
    {"item_ref", v1::DOCUMENT_KIND_INVOICE},
    {"item_refs", v1::DOCUMENT_KIND_INVOICE},
    {"continues", v1::DOCUMENT_KIND_INVOICE},
    {"against", v1::DOCUMENT_KIND_INVOICE},
});

// InvoiceCancelled -> INVOICE_CANCELLED
std::string upper_snake(std::string_view name) {
  std::string text;
  for (const char letter : name) {
    const bool upper = letter >= 'A' && letter <= 'Z';
    if (upper && !text.empty()) text += '_';
    text += letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
  }
  return text;
}

std::string upper(std::string_view name) {
  std::string text(name);
  std::ranges::transform(text, text.begin(), [](char letter) {
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
  });
  return text;
}

std::string prefix_of(const EnumDescriptor& type) {
  return upper_snake(type.name()) + "_";
}

FieldType integer_type(const FieldDescriptor& field) {
  const std::string_view name = field.name();
  if (name.ends_with("_milli")) return FieldType::kMilli;
  if (name.ends_with("_bp")) return FieldType::kBasisPoints;
  if (name.ends_with("_micro")) return FieldType::kMicro;
  const bool date = std::ranges::find(kDateNames, name) != kDateNames.end() ||
                    std::ranges::any_of(kDateEndings, [&](std::string_view ending) {
                      return name.ends_with(ending);
                    });
  return date && field.type() == FieldDescriptor::TYPE_INT32 ? FieldType::kDate
                                                             : FieldType::kInteger;
}

FieldType message_type(const Descriptor& message) {
  if (message.full_name() == "encours.v1.Money") return FieldType::kMoney;
  if (message.full_name() == "encours.v1.DocumentRef") return FieldType::kReference;
  if (message.full_name() == "google.protobuf.Timestamp") return FieldType::kInstant;
  return FieldType::kMessage;
}

template <class Table>
std::optional<int> find_kind(const Table& table, std::string_view name) {
  const auto row = std::ranges::find(table, name, [](const auto& entry) { return entry.first; });
  return row == table.end() ? std::nullopt : std::optional<int>(row->second);
}

}  // namespace

FieldType field_type(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return field.type() == FieldDescriptor::TYPE_STRING ? FieldType::kText
                                                          : FieldType::kUnsupported;
    case FieldDescriptor::CPPTYPE_BOOL:
      return FieldType::kBool;
    case FieldDescriptor::CPPTYPE_ENUM:
      return FieldType::kEnum;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return message_type(*field.message_type());
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
      return integer_type(field);
    default:
      return FieldType::kUnsupported;
  }
}

int digits_of(FieldType type) {
  switch (type) {
    case FieldType::kMilli:
      return 3;
    case FieldType::kBasisPoints:
      return 2;
    case FieldType::kMicro:
      return 6;
    default:
      return 0;
  }
}

std::optional<int> enum_number(const EnumDescriptor& type, std::string_view name) {
  const std::string wanted = upper(name);
  const google::protobuf::EnumValueDescriptor* value =
      type.FindValueByName(prefix_of(type) + wanted);
  if (value == nullptr) value = type.FindValueByName(wanted);
  return value == nullptr || value->number() == 0 ? std::nullopt
                                                  : std::optional<int>(value->number());
}

std::vector<std::string> enum_names(const EnumDescriptor& type) {
  std::vector<std::string> names;
  const std::string prefix = prefix_of(type);
  for (int i = 0; i < type.value_count(); ++i) {
    const std::string& name = type.value(i)->name();
    if (type.value(i)->number() == 0) continue;
    names.push_back(name.starts_with(prefix) ? name.substr(prefix.size()) : name);
  }
  return names;
}

std::optional<int> implied_document_kind(const FieldDescriptor& field) {
  const std::string& name = field.name();
  if (const auto kind = find_kind(kKindsOfFields, name)) return kind;
  const EnumDescriptor& kinds = *v1::DocumentKind_descriptor();
  if (name.ends_with("_ref")) return enum_number(kinds, name.substr(0, name.size() - 4));
  if (name != "ref") return std::nullopt;
  const std::string& message = field.containing_type()->name();
  const auto kind = find_kind(kKindsOfMessages, message);
  return kind ? kind : enum_number(kinds, upper_snake(message));
}

std::vector<std::string> field_names(const Descriptor& message) {
  std::vector<std::string> names;
  for (int i = 0; i < message.field_count(); ++i)
    names.push_back(message.field(i)->name());
  return names;
}

}  // namespace encours
