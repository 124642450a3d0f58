// Shows that every contract keeps the rules of schemas/README.md, by reading the .proto files with
// their comments. Each test names one rule; each failure names the element that breaks it.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include "schemas/topics.h"
#include "tests/contracts/contracts.h"

namespace encours::contracts {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;

constexpr auto kNowhere = std::string::npos;

std::vector<const FieldDescriptor*> fields() {
  std::vector<const FieldDescriptor*> all;
  for (const Descriptor* message : messages()) {
    for (int i = 0; i < message->field_count(); ++i) {
      all.push_back(message->field(i));
    }
  }
  return all;
}

std::vector<const EnumValueDescriptor*> enum_values() {
  std::vector<const EnumValueDescriptor*> all;
  for (const EnumDescriptor* type : enums()) {
    for (int i = 0; i < type->value_count(); ++i) {
      all.push_back(type->value(i));
    }
  }
  return all;
}

// A field is planned with its message, or by its own mark.
bool is_planned(const FieldDescriptor* field) {
  return is_marked_planned(field) || is_marked_planned(field->containing_type());
}

template <class Element>
void expect_meaning(const Element* element, const FileDescriptor* file) {
  const std::string comment = comment_of(element);
  EXPECT_FALSE(comment.empty()) << element->full_name() << " has no comment";
  EXPECT_TRUE(comment.find('\n') == kNowhere || is_state(file))
      << element->full_name() << ": meaning and unit take one line";
}

// A row may need more, for example the bytes that it packs.
TEST(Rules, EveryFieldAndValueSaysItsMeaningInOneLine) {
  for (const FieldDescriptor* field : fields()) {
    expect_meaning(field, field->file());
  }
  for (const EnumValueDescriptor* value : enum_values()) {
    expect_meaning(value, value->type()->file());
  }
}

TEST(Rules, EveryMessageAndEnumSaysWhatItIs) {
  for (const Descriptor* message : messages()) {
    EXPECT_NE(comment_of(message), "") << message->full_name();
    EXPECT_EQ(message->nested_type_count() + message->enum_type_count(), 0)
        << message->full_name() << " holds another type; give it a name of its own";
  }
  for (const EnumDescriptor* type : enums()) {
    EXPECT_NE(comment_of(type), "") << type->full_name();
  }
}

// "valid_from" -> "from", "maturity" -> "maturity".
std::string last_word(const std::string& name) {
  return name.substr(name.rfind('_') + 1);
}

// Dates and rates are plain integers: only the comment can say what they count. On the wire a date
// is yyyymmdd; rows may count days, as the fold does.
TEST(Rules, UnitsAreSaid) {
  const std::map<std::string, std::string> units = {
      {"on", "yyyymmdd"},       {"date", "yyyymmdd"},    {"day", "yyyymmdd"},
      {"by", "yyyymmdd"},       {"until", "yyyymmdd"},   {"since", "yyyymmdd"},
      {"of", "yyyymmdd"},       {"from", "yyyymmdd"},    {"to", "yyyymmdd"},
      {"after", "yyyymmdd"},    {"through", "yyyymmdd"}, {"maturity", "yyyymmdd"},
      {"deadline", "yyyymmdd"}, {"bp", "basis points"},  {"micro", "illionths"},
      {"milli", "thousandths"}, {"seconds", "seconds"},
  };
  const std::set<std::string> no_days = {"encours.v1.FoldVersionRaised.from",
                                         "encours.v1.FoldVersionRaised.to"};
  for (const FieldDescriptor* field : fields()) {
    const auto unit = units.find(last_word(field->name()));
    const bool is_number = field->cpp_type() == FieldDescriptor::CPPTYPE_INT32 ||
                           field->cpp_type() == FieldDescriptor::CPPTYPE_INT64;
    if (is_number && unit != units.end() && !no_days.contains(field->full_name())) {
      const std::string comment = comment_of(field);
      const bool counts_days = is_state(field->file()) && comment.find("days since") != kNowhere;
      EXPECT_TRUE(counts_days || comment.find(unit->second) != kNowhere)
          << field->full_name() << " does not say " << unit->second;
    }
  }
}

// Two machines must write the same bytes for the same message: no floats, and no maps, whose order
// on the wire is free.
TEST(Rules, BytesAreDeterministic) {
  for (const FieldDescriptor* field : fields()) {
    EXPECT_FALSE(field->is_map()) << field->full_name();
    EXPECT_NE(field->cpp_type(), FieldDescriptor::CPPTYPE_FLOAT) << field->full_name();
    EXPECT_NE(field->cpp_type(), FieldDescriptor::CPPTYPE_DOUBLE) << field->full_name();
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      const std::string& type = field->message_type()->full_name();
      EXPECT_TRUE(type.starts_with("encours.") || type == "google.protobuf.Timestamp")
          << field->full_name() << " is a " << type;
    }
  }
}

// The bytes of a row enter the state hash, so the order of what repeats is part of the contract.
TEST(Rules, RepeatedFieldsOfStateSayTheirOrder) {
  for (const FieldDescriptor* field : fields()) {
    const std::string comment = comment_of(field);
    const bool says_order =
        comment.find("orted") != kNowhere || comment.find("in order") != kNowhere;
    if (is_state(field->file()) && field->is_repeated()) {
      EXPECT_TRUE(says_order) << field->full_name() << " says neither 'sorted' nor 'in order'";
    }
  }
}

// Personal data stands in the reference topic alone; events carry keyed hashes.
TEST(Rules, PersonalDataStandsInReferencesOnly) {
  const std::set<std::string> personal = {"email",   "emails", "phone",        "phones",
                                          "address", "iban",   "birth",        "text",
                                          "note",    "notes",  "contact_name", "person_name"};
  const std::set<std::string> fine = {
      "encours.v1.Policy.text",    // our own policy file
      "encours.v1.Evidence.text",  // a code or reference
  };
  for (const FieldDescriptor* field : fields()) {
    const bool is_personal =
        personal.contains(field->name()) || personal.contains(last_word(field->name()));
    if (is_personal && field->cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
        !fine.contains(field->full_name())) {
      EXPECT_EQ(field->containing_type()->full_name(), "encours.v1.Reference")
          << field->full_name();
    }
  }
}

// ---- PLANNED: what no operator hears or says yet, and what the breaking-change check leaves out
// --

TEST(Planned, TheMarkStandsFirstAndOnce) {
  const auto expect_mark_first = [](const auto* element) {
    const auto place = comment_of(element).rfind("PLANNED");
    EXPECT_TRUE(place == kNowhere || (place == 1 && is_marked_planned(element)))
        << element->full_name() << ": write '// PLANNED. ' at the beginning";
  };
  std::ranges::for_each(messages(), expect_mark_first);
  std::ranges::for_each(enums(), expect_mark_first);
  std::ranges::for_each(fields(), expect_mark_first);
  std::ranges::for_each(enum_values(), expect_mark_first);
  for (const FieldDescriptor* field : fields()) {
    EXPECT_FALSE(is_marked_planned(field) && is_marked_planned(field->containing_type()))
        << field->full_name() << " is planned with its message";
  }
  for (const EnumValueDescriptor* value : enum_values()) {
    EXPECT_FALSE(is_marked_planned(value) && is_marked_planned(value->type()))
        << value->full_name() << " is planned with its enum";
  }
}

TEST(Planned, NothingSettledRestsOnSomethingPlanned) {
  for (const FieldDescriptor* field : fields()) {
    const bool rests_on_planned =
        (field->message_type() != nullptr && is_marked_planned(field->message_type())) ||
        (field->enum_type() != nullptr && is_marked_planned(field->enum_type()));
    EXPECT_TRUE(is_planned(field) || !rests_on_planned) << field->full_name();
  }
}

TEST(Planned, AKindIsPlannedWithItsBody) {
  const Descriptor* event = find_message("encours.v1.Event");
  ASSERT_NE(event, nullptr);
  const auto* body = event->FindOneofByName("body");
  ASSERT_NE(body, nullptr);
  for (int i = 0; i < body->field_count(); ++i) {
    EXPECT_EQ(is_marked_planned(body->field(i)), is_marked_planned(body->field(i)->message_type()))
        << body->field(i)->name();
  }
}

TEST(Planned, ATopicIsPlannedWithItsMessage) {
  for (const Topic& topic : topics()) {
    const Descriptor* message = find_message("encours.v1." + std::string(topic.message));
    ASSERT_NE(message, nullptr) << topic.name << ": " << topic.message;
    EXPECT_EQ(topic.planned, is_marked_planned(message)) << topic.name;
  }
}

void reach(const Descriptor* message, std::set<std::string>& reached) {
  if (!reached.insert(message->full_name()).second) {
    return;
  }
  for (int i = 0; i < message->field_count(); ++i) {
    const FieldDescriptor* field = message->field(i);
    if (is_planned(field)) {
      continue;
    }
    if (field->message_type() != nullptr) {
      reach(field->message_type(), reached);
    }
    if (field->enum_type() != nullptr) {
      reached.insert(field->enum_type()->full_name());
    }
  }
}

// The other way round: what no log, topic or row leads to is heard by nobody, and must be marked.
TEST(Planned, EverythingSettledIsReachedFromALogATopicOrARow) {
  std::set<std::string> reached;
  for (const Topic& topic : topics()) {
    if (!topic.planned) {
      reach(find_message("encours.v1." + std::string(topic.message)), reached);
    }
  }
  for (const Descriptor* message : messages()) {
    if (is_state(message->file())) {
      reach(message, reached);
    }
  }
  for (const Descriptor* message : messages()) {
    EXPECT_TRUE(is_marked_planned(message) || reached.contains(message->full_name()))
        << message->full_name();
  }
  for (const EnumDescriptor* type : enums()) {
    EXPECT_TRUE(is_marked_planned(type) || reached.contains(type->full_name()))
        << type->full_name();
  }
}

}  // namespace
}  // namespace encours::contracts
