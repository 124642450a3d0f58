// Shows that canonical events survive the way to a line of JSON and back, that our own printer and
// reader agree with protobuf's, and what is said of lines that are no events.
#include <nlohmann/json.hpp>
#include <random>

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "schemas/topics.h"
#include "src/ingest/ndjson/event_json.h"
#include "src/ingest/ndjson/event_parser.h"
#include "src/ingest/ndjson/event_reader.h"
#include "tests/ingest/feed.h"

namespace encours {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Fills a message with values of every type, lists of none to two items, a few levels deep.
class Filler {
 public:
  explicit Filler(unsigned seed) : random_(seed) {}

  void fill(Message& message, int depth) {
    for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor& field = *message.GetDescriptor()->field(i);
      if (field.containing_oneof() != nullptr || random_() % 3 == 0) continue;
      const int count = field.is_repeated() ? static_cast<int>(random_() % 3) : 1;
      for (int item = 0; item < count; ++item)
        set(message, field, depth);
    }
  }

  void set(Message& message, const FieldDescriptor& field, int depth) {
    const Reflection& r = *message.GetReflection();
    const bool list = field.is_repeated();
    const auto number = static_cast<std::int64_t>(random_()) * (random_() % 2 == 0 ? 1 : -1);
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32: {
        const auto small = static_cast<std::int32_t>(number % 100'000'000);
        list ? r.AddInt32(&message, &field, small) : r.SetInt32(&message, &field, small);
        return;
      }
      case FieldDescriptor::CPPTYPE_INT64:
        list ? r.AddInt64(&message, &field, number * 1'000)
             : r.SetInt64(&message, &field, number * 1'000);
        return;
      case FieldDescriptor::CPPTYPE_UINT64:
        list ? r.AddUInt64(&message, &field, random_()) : r.SetUInt64(&message, &field, random_());
        return;
      case FieldDescriptor::CPPTYPE_BOOL:
        r.SetBool(&message, &field, random_() % 2 == 0);
        return;
      case FieldDescriptor::CPPTYPE_ENUM: {
        const auto* type = field.enum_type();
        const auto* value =
            type->value(static_cast<int>(random_() % static_cast<unsigned>(type->value_count())));
        list ? r.AddEnum(&message, &field, value) : r.SetEnum(&message, &field, value);
        return;
      }
      case FieldDescriptor::CPPTYPE_STRING: {
        const std::string text = texts_[random_() % texts_.size()];
        list ? r.AddString(&message, &field, text) : r.SetString(&message, &field, text);
        return;
      }
      case FieldDescriptor::CPPTYPE_MESSAGE:
        set_message(message, field, depth);
        return;
      default:
        FAIL() << field.full_name();
    }
  }

 private:
  void set_message(Message& message, const FieldDescriptor& field, int depth) {
    if (depth == 0) return;
    const Reflection& r = *message.GetReflection();
    Message* inner =
        field.is_repeated() ? r.AddMessage(&message, &field) : r.MutableMessage(&message, &field);
    if (field.message_type()->full_name() != "google.protobuf.Timestamp") {
      fill(*inner, depth - 1);
      return;
    }
    auto& instant = static_cast<google::protobuf::Timestamp&>(*inner);
    const std::int32_t nanos[] = {0, 500'000'000, 123'456'000, 1, 999'999'999};
    instant.set_seconds(static_cast<std::int64_t>(random_() % 4'000'000'000U) - 1'000'000'000);
    instant.set_nanos(nanos[random_() % 5]);
  }

  std::mt19937 random_;
  std::vector<std::string> texts_{"x",        "\"\\/\n\t\r", "müx €",       "\xf0\x9f\x98\x80",
                                  "\x01\x7f", "<a>",         "\xe2\x80\xa8"};
};

TEST(EventJson, SaysWhatProtobufSays) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  for (const KindBinding& kind : kind_bindings()) {
    for (unsigned seed = 0; seed < 20; ++seed) {
      v1::Event event;
      Filler filler(seed);
      filler.fill(event, 4);
      filler.set(event, *v1::Event::descriptor()->FindFieldByNumber(kind.kind), 4);
      std::string ours;
      append_json(ours, event);
      std::string theirs;
      ASSERT_TRUE(google::protobuf::util::MessageToJsonString(event, &theirs, options).ok());
      ASSERT_EQ(nlohmann::json::parse(ours), nlohmann::json::parse(theirs)) << ours;
      v1::Event back;
      ASSERT_EQ(parse_event(ours, back), "") << ours;
      ASSERT_TRUE(google::protobuf::util::MessageDifferencer::Equals(event, back)) << ours;
      v1::Event quick;
      if (parse_event_quickly(ours, quick)) {
        ASSERT_TRUE(google::protobuf::util::MessageDifferencer::Equals(event, quick)) << ours;
      }
    }
  }
}

TEST(EventParser, ReadsWhatOurPrinterWritesTheQuickWay) {
  v1::Event event;
  event.mutable_logged_at()->set_seconds(1'360'454'400);
  event.mutable_invoice()->mutable_gross()->set_units(5);
  event.mutable_invoice()->add_schedule()->set_due_on(20130312);
  std::string text;
  append_json(text, event);
  v1::Event back;
  EXPECT_TRUE(parse_event_quickly(text, back)) << text;
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(event, back));
}

TEST(EventParser, LeavesEverythingUnusualToProtobuf) {
  // Read, but not quickly: other spellings that protobuf allows.
  for (const char* text : {
           R"({"eventId":"x","client":{}})",
           R"({"event_id":null,"client":{}})",
           R"({"logged_at":"2013-02-10T01:00:00+01:00","client":{}})",
           R"({"client":{"kind":1}})",
           R"({"client":{"terms_days":"30"}})",
           R"({"client":{"terms_days":30.0}})",
           R"({"document_link":{"sha256":"AA=="}})",
           // A lone value where a list is meant is a list of one.
           R"({"client":{"name_token_hashes":1}})",
           R"({"client":{"registrations":{}}})",
           R"({"invoice":{"schedule":[[{}]]}})",
       }) {
    v1::Event quick;
    v1::Event event;
    EXPECT_FALSE(parse_event_quickly(text, quick)) << text;
    EXPECT_EQ(parse_event(text, event), "") << text;
  }
  // Refused by both.
  for (const char* text : {
           "",
           "[]",
           "1",
           "{",
           "{}x",
           R"({"evnt_id":"x"})",
           R"({"client":{"kind":"ALIEN"}})",
           R"({"client":{"terms_days":3000000000}})",
           R"({"client":[]})",
           R"({"client":1})",
           R"({"logged_at":"soon"})",
           R"({"client":{},"invoice":{}})",
           R"({"event_id":1})",
       }) {
    v1::Event event;
    EXPECT_FALSE(parse_event_quickly(text, event)) << text;
    EXPECT_THAT(parse_event(text, event), HasSubstr("no canonical event: ")) << text;
  }
}

// Events as "file:line kind", rejects as "!line REASON detail".
std::vector<std::string> read_all(EventReader& reader) {
  std::vector<std::string> shown;
  v1::Event event;
  EventPlace place;
  Reject reject;
  for (;;) {
    const RowOutcome outcome = reader.next(event, place, reject);
    if (outcome == RowOutcome::kEnd) return shown;
    if (outcome == RowOutcome::kReject) {
      shown.push_back("!" + std::to_string(reject.line) + " " +
                      std::string(reject_reason_name(reject.reason)) + " " + reject.detail);
    } else {
      shown.push_back(std::to_string(place.file) + ":" + std::to_string(place.line) + " " +
                      event.GetDescriptor()->FindFieldByNumber(event.body_case())->name());
    }
  }
}

TEST(EventParser, ANulByteIsNotTheEnd) {
  v1::Event event;
  for (const std::size_t behind : {0U, 1U}) {
    std::string text = R"({"client":{}})";
    text.append(1, '\0').append(behind, 'x');
    EXPECT_FALSE(parse_event_quickly(text, event));
    EXPECT_THAT(parse_event(text, event), HasSubstr("no canonical event: "));
  }
}

TEST(EventReader, GivesEventsWithTheirPlace) {
  const testing::ScratchFolder folder;
  const std::string first =
      folder.write("a.ndjson",
                   "{\"client_id\":\"C\",\"client\":{}}\n\n{\"client_id\":\"C\",\"invoice\":{}}\n"
                   "{\"event_id\":\"x\"}\n{\"beat\":{}}\n{\"invoic\":1}\n{\"client\":{}}\n");
  const std::string second =
      folder.write("b.ndjson.gz", testing::gzip("{\"client_id\":\"C\",\"receipt\":{}}"));
  EventReader reader({first, "no-such-file", second});
  EXPECT_THAT(
      read_all(reader),
      ElementsAre("0:1 client", "0:3 invoice", HasSubstr("!4 BAD_ROW the event has no body"),
                  "!5 UNSUPPORTED_KIND feeds may not send ticks",
                  HasSubstr("!6 BAD_ROW no canonical event: "),
                  "!7 MISSING_VALUE client_id is missing",
                  HasSubstr("!0 BAD_FILE the file cannot be opened"), "2:1 receipt"));
  EXPECT_EQ(reader.bytes_used(), reader.bytes_total());
}

TEST(RejectJson, KeepsEveryByte) {
  Reject reject;
  reject.file = "a.csv";
  reject.line = 12;
  reject.column = "due \"date\"";
  reject.reason = RowRejectReason::kBadDate;
  reject.detail = "no date";
  reject.raw = "1,\t2";
  EXPECT_EQ(reject_to_json(reject),
            R"({"file":"a.csv","line":12,"column":"due \"date\"","reason":"BAD_DATE",)"
            R"("detail":"no date","raw":"1,\t2"})");
  reject.reason = RowRejectReason::kCondition;
  reject.name = "NO_CUSTOMER";
  reject.raw = "caf\xe9";
  const auto json = nlohmann::json::parse(reject_to_json(reject));
  EXPECT_EQ(json["name"], "NO_CUSTOMER");
  EXPECT_EQ(json["raw_base64"], "Y2Fm6Q==");
  EXPECT_FALSE(json.contains("raw"));
}

TEST(IsUtf8, FollowsTheStandard) {
  for (const char* text :
       {"", "a", "caf\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "12345678\xc3\xa9"}) {
    EXPECT_TRUE(is_utf8(text)) << text;
  }
  for (const char* text : {"\xc3", "\x80", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80",
                           "\xf5\x80\x80\x80", "12345678\xe9", "\xf0\x9f\x98"}) {
    EXPECT_FALSE(is_utf8(text)) << text;
  }
}

}  // namespace
}  // namespace encours
