// Shows that what a field wants is told right for every field of every event: the schemas say in
// comments which integers are dates, ingest goes by their names, and the two are compared here.
#include "src/ingest/mapping/target.h"

#include <fstream>
#include <functional>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "encours/v1/event.pb.h"

namespace encours {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using ::testing::Contains;

// Bodies that no feed sends: the policy compiler and the shards do.
const std::set<std::string> kNotFed{"Policy", "FxTable"};

// The word after `prefix`, up to a blank.
std::string word_after(const std::string& line, const std::string& prefix) {
  const std::size_t begin = line.find(prefix);
  if (begin == std::string::npos) return "";
  const std::string rest = line.substr(begin + prefix.size());
  return rest.substr(0, rest.find(' '));
}

// The comment before each field, by "Message.field". The layout is that of buf: fields are indented
// by two, "  type name = 1;", and their comments stand right before them.
std::map<std::string, std::string> comments_of(const std::string& proto) {
  std::map<std::string, std::string> comments;
  std::ifstream input("schemas/" + proto);
  EXPECT_TRUE(input) << proto;
  std::string line;
  std::string message;
  std::string comment;
  while (std::getline(input, line)) {
    if (line.starts_with("message ")) message = word_after(line, "message ");
    if (line.starts_with("  //")) {
      comment += line.substr(4);
      continue;
    }
    const std::size_t equals = line.find(" = ");
    if (line.starts_with("  ") && equals != std::string::npos) {
      const std::size_t name = line.rfind(' ', equals - 1) + 1;
      comments[message + "." + line.substr(name, equals - name)] = comment;
    }
    comment.clear();
  }
  return comments;
}

// Every message that an event may hold, once.
std::set<const Descriptor*> fed_messages() {
  std::set<const Descriptor*> found;
  const std::function<void(const Descriptor*)> visit = [&](const Descriptor* message) {
    if (message->file()->package() != "encours.v1" || kNotFed.contains(message->name()) ||
        !found.insert(message).second) {
      return;
    }
    for (int i = 0; i < message->field_count(); ++i) {
      if (message->field(i)->message_type() != nullptr) visit(message->field(i)->message_type());
    }
  };
  visit(v1::Event::descriptor());
  return found;
}

TEST(FieldType, DatesAreTheIntegersThatTheSchemasCallDates) {
  int dates = 0;
  for (const Descriptor* message : fed_messages()) {
    const auto comments = comments_of(message->file()->name());
    for (int i = 0; i < message->field_count(); ++i) {
      const FieldDescriptor& field = *message->field(i);
      if (field.type() != FieldDescriptor::TYPE_INT32) continue;
      const std::string name = message->name() + "." + field.name();
      ASSERT_TRUE(comments.contains(name)) << name;
      const bool date = comments.at(name).find("yyyymmdd") != std::string::npos;
      EXPECT_EQ(field_type(field) == FieldType::kDate, date) << name << ":" << comments.at(name);
      dates += date ? 1 : 0;
    }
  }
  EXPECT_GT(dates, 50);
}

TEST(FieldType, UnitsStandInTheNames) {
  for (const Descriptor* message : fed_messages()) {
    const auto comments = comments_of(message->file()->name());
    for (int i = 0; i < message->field_count(); ++i) {
      const FieldDescriptor& field = *message->field(i);
      const FieldType type = field_type(field);
      const std::string name = message->name() + "." + field.name();
      if (type != FieldType::kMilli && type != FieldType::kBasisPoints) continue;
      const std::string unit = type == FieldType::kMilli ? "thousandths" : "basis points";
      EXPECT_NE(comments.at(name).find(unit), std::string::npos) << name << comments.at(name);
    }
  }
}

TEST(EnumNumber, TakesShortAndLongNames) {
  const auto& type = *v1::Instrument_descriptor();
  EXPECT_EQ(enum_number(type, "CARD"), v1::INSTRUMENT_CARD);
  EXPECT_EQ(enum_number(type, "card"), v1::INSTRUMENT_CARD);
  EXPECT_EQ(enum_number(type, "INSTRUMENT_CARD"), v1::INSTRUMENT_CARD);
  EXPECT_EQ(enum_number(type, "UNSPECIFIED"), std::nullopt);
  EXPECT_EQ(enum_number(type, "GOLD"), std::nullopt);
  EXPECT_EQ(enum_number(type, ""), std::nullopt);
  EXPECT_THAT(enum_names(type), Contains("SDD_B2B"));
}

TEST(ImpliedDocumentKind, FollowsFromMessageOrName) {
  const auto kind = [](const Descriptor* message, const char* field) {
    return implied_document_kind(*message->FindFieldByName(field));
  };
  EXPECT_EQ(kind(v1::Invoice::descriptor(), "ref"), v1::DOCUMENT_KIND_INVOICE);
  EXPECT_EQ(kind(v1::CreditNote::descriptor(), "ref"), v1::DOCUMENT_KIND_CREDIT_NOTE);
  EXPECT_EQ(kind(v1::OrderCancelled::descriptor(), "ref"), v1::DOCUMENT_KIND_ORDER);
  EXPECT_EQ(kind(v1::GoodsReturned::descriptor(), "ref"), v1::DOCUMENT_KIND_RETURN);
  EXPECT_EQ(kind(v1::Movement::descriptor(), "item_ref"), v1::DOCUMENT_KIND_INVOICE);
  EXPECT_EQ(kind(v1::BilledLine::descriptor(), "delivery_ref"), v1::DOCUMENT_KIND_DELIVERY);
  EXPECT_EQ(kind(v1::DocumentLink::descriptor(), "ref"), std::nullopt);
}

}  // namespace
}  // namespace encours
