#include "src/ingest/ndjson/event_parser.h"

#include <bitset>
#include <charconv>
#include <nlohmann/json.hpp>
#include <vector>

#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/util/json_util.h>

#include "src/ingest/mapping/date_shape.h"

namespace encours {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Events nest five deep; beyond this the slow parser may judge.
constexpr std::size_t kDepthMax = 16;
constexpr std::size_t kFieldsMax = 128;

// Takes the events of nlohmann's parser and fills the message by reflection. Every false means: I
// give up.
class QuickReader : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit QuickReader(Message& root) : root_(root) {}

  bool key(string_t& name) override {
    Level& level = levels_.back();
    field_ = level.message->GetDescriptor()->FindFieldByName(name);
    if (field_ == nullptr || static_cast<std::size_t>(field_->index()) >= kFieldsMax) return false;
    const auto index = static_cast<std::size_t>(field_->index());
    if (level.seen.test(index)) return false;
    level.seen.set(index);
    const auto* oneof = field_->containing_oneof();
    return oneof == nullptr || !level.reflection->HasOneof(*level.message, oneof);
  }

  bool start_object(std::size_t) override {
    if (levels_.empty()) {
      levels_.push_back({&root_, root_.GetReflection(), {}});
      return true;
    }
    if (!wants(FieldDescriptor::CPPTYPE_MESSAGE) || levels_.size() >= kDepthMax ||
        field_->message_type() == google::protobuf::Timestamp::descriptor()) {
      return false;
    }
    Level& level = levels_.back();
    Message* inner = field_->is_repeated()
                         ? level.reflection->AddMessage(level.message, field_)
                         : level.reflection->MutableMessage(level.message, field_);
    list_of_level_.push_back(list_);
    list_ = nullptr;
    levels_.push_back({inner, inner->GetReflection(), {}});
    return true;
  }
  bool end_object() override {
    levels_.pop_back();
    if (levels_.empty()) return true;
    list_ = list_of_level_.back();
    list_of_level_.pop_back();
    field_ = list_;
    return true;
  }

  bool start_array(std::size_t) override {
    if (field_ == nullptr || list_ != nullptr || !field_->is_repeated()) return false;
    list_ = field_;
    return true;
  }
  bool end_array() override {
    list_ = nullptr;
    field_ = nullptr;
    return true;
  }

  bool string(string_t& text) override {
    if (wants(FieldDescriptor::CPPTYPE_STRING)) return set_text(text);
    if (wants(FieldDescriptor::CPPTYPE_ENUM)) return set_enum(text);
    if (wants(FieldDescriptor::CPPTYPE_INT64)) return set_integer_text(text);
    return wants(FieldDescriptor::CPPTYPE_MESSAGE) && set_instant(text);
  }
  bool number_integer(number_integer_t number) override { return set_integer(number); }
  bool number_unsigned(number_unsigned_t number) override {
    return number <= INT64_MAX && set_integer(static_cast<std::int64_t>(number));
  }
  bool boolean(bool truth) override {
    if (!wants(FieldDescriptor::CPPTYPE_BOOL) || list_ != nullptr) return false;
    levels_.back().reflection->SetBool(levels_.back().message, field_, truth);
    return true;
  }
  bool null() override { return false; }
  bool number_float(number_float_t, const string_t&) override { return false; }
  bool binary(binary_t&) override { return false; }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  struct Level {
    Message* message;
    const Reflection* reflection;
    std::bitset<kFieldsMax> seen;
  };

  // Whether a value of that type may stand here: a list takes items only between its brackets.
  bool wants(FieldDescriptor::CppType type) const {
    return !levels_.empty() && field_ != nullptr && field_->cpp_type() == type &&
           field_->is_repeated() == (list_ != nullptr);
  }

  bool set_text(std::string& text) {
    if (field_->type() != FieldDescriptor::TYPE_STRING) return false;
    Level& level = levels_.back();
    if (list_ != nullptr) {
      level.reflection->AddString(level.message, field_, std::move(text));
    } else {
      level.reflection->SetString(level.message, field_, std::move(text));
    }
    return true;
  }

  bool set_enum(const std::string& name) {
    const auto* value = field_->enum_type()->FindValueByName(name);
    if (value == nullptr) return false;
    Level& level = levels_.back();
    if (list_ != nullptr) {
      level.reflection->AddEnum(level.message, field_, value);
    } else {
      level.reflection->SetEnum(level.message, field_, value);
    }
    return true;
  }

  bool set_integer_text(const std::string& text) {
    const bool negative = text.starts_with('-');
    const std::string_view digits = std::string_view(text).substr(negative ? 1 : 0);
    if (digits.empty() || (digits.front() == '0' && text != "0")) return false;
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, failure] = std::from_chars(text.data(), end, number);
    return failure == std::errc{} && stop == end && set_integer(number);
  }

  bool set_integer(std::int64_t number) {
    const bool wide = wants(FieldDescriptor::CPPTYPE_INT64);
    if (!wide &&
        (!wants(FieldDescriptor::CPPTYPE_INT32) || number > INT32_MAX || number < INT32_MIN)) {
      return false;
    }
    Level& level = levels_.back();
    const auto narrow = static_cast<std::int32_t>(wide ? 0 : number);
    if (list_ != nullptr) {
      wide ? level.reflection->AddInt64(level.message, field_, number)
           : level.reflection->AddInt32(level.message, field_, narrow);
    } else {
      wide ? level.reflection->SetInt64(level.message, field_, number)
           : level.reflection->SetInt32(level.message, field_, narrow);
    }
    return true;
  }

  bool set_instant(const std::string& text) {
    static const DateShapes shapes{*DateShape::compile("YYYY-MM-DDTHH:mm:SSZ"),
                                   *DateShape::compile("YYYY-MM-DDTHH:mm:SS.fZ")};
    if (list_ != nullptr || !text.ends_with('Z') || text.find(":60") != std::string::npos ||
        field_->message_type() != google::protobuf::Timestamp::descriptor()) {
      return false;
    }
    const std::optional<PrintedTime> time = parse_date(text, shapes);
    if (!time) return false;
    Level& level = levels_.back();
    auto& instant = static_cast<google::protobuf::Timestamp&>(
        *level.reflection->MutableMessage(level.message, field_));
    instant.set_seconds(std::int64_t{time->day} * 86'400 + time->second_of_day);
    instant.set_nanos(time->nanos);
    return true;
  }

  Message& root_;
  std::vector<Level> levels_;
  const FieldDescriptor* field_ = nullptr;  // that the next value fills
  const FieldDescriptor* list_ = nullptr;   // whose items are being read
  std::vector<const FieldDescriptor*> list_of_level_;
};

}  // namespace

bool parse_event_quickly(std::string_view text, v1::Event& event) {
  event.Clear();
  QuickReader reader(event);
  // The parser takes a NUL byte for the end of the text.
  return text.find('\0') == std::string_view::npos && nlohmann::json::sax_parse(text, &reader);
}

std::string parse_event_slowly(std::string_view text, v1::Event& event) {
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = false;
  options.case_insensitive_enum_parsing = false;
  event.Clear();
  const auto status =
      google::protobuf::util::JsonStringToMessage({text.data(), text.size()}, &event, options);
  return status.ok() ? "" : "no canonical event: " + std::string(status.message());
}

std::string parse_event(std::string_view text, v1::Event& event) {
  if (parse_event_quickly(text, event)) return "";
  return parse_event_slowly(text, event);
}

}  // namespace encours
