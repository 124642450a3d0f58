// Shows how events are taken out of CloudEvents and out of rows of an outbox, what the envelope
// gives them, and what is said of envelopes that are wrong.
#include <nlohmann/json.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/ingest/feed/base64_text.h"
#include "src/ingest/feed/cloud_event.h"
#include "src/ingest/reject.h"
#include "tests/ingest/feed/records.h"

namespace encours {
namespace {

using testing::answer;
using ::testing::HasSubstr;
using testing::MadeRecord;
using testing::small_event;
using testing::small_json;
using testing::small_protobuf;
using ::testing::StartsWith;

const std::string kTrace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

// An event that says nothing of itself: the envelope must.
std::string bare(bool json) {
  v1::Event event = small_event();
  event.clear_event_id();
  if (!json) return event.SerializeAsString();
  std::string text;
  append_json(text, event);
  return text;
}

std::vector<Header> cloud_headers(const std::vector<Header>& more = {}) {
  std::vector<Header> headers{{"ce_specversion", "1.0"},
                              {"ce_id", "A1"},
                              {"ce_source", "/erp/sales"},
                              {"ce_type", "com.acme.credit.client.changed.v1"}};
  for (const Header& header : more) {
    const auto known = std::ranges::find(headers, header.name, &Header::name);
    if (known != headers.end()) {
      known->value = header.value;
    } else {
      headers.push_back(header);
    }
  }
  return headers;
}

std::vector<Header> without(std::vector<Header> headers, const std::string& name) {
  std::erase_if(headers, [&name](const Header& header) { return header.name == name; });
  return headers;
}

TEST(BinaryCloudEvent, ItsAttributesFillWhatTheEventLeavesOpen) {
  for (const FeedFormat format : {FeedFormat::kAuto, FeedFormat::kCloudEvents}) {
    EXPECT_EQ(answer(format, {bare(false), cloud_headers({{"content-type", "application/protobuf"},
                                                          {"ce_time", "2026-01-31T13:00:00+01:00"},
                                                          {"ce_sequence", "42"},
                                                          {"ce_traceparent", kTrace},
                                                          {"ce_partitionkey", "C1"}})}),
              "binary cloudevent | {\"event_id\":\"/erp/sales#A1\",\"client_id\":\"C1\","
              "\"revision\":\"42\",\"occurred_at\":\"2026-01-31T12:00:00Z\",\"traceparent\":\"" +
                  kTrace + "\",\"client\":{\"folded_name\":\"acme\"}}");
  }
  // What the event says itself stays.
  v1::Event full = small_event();
  full.set_revision(7);
  full.mutable_occurred_at()->set_seconds(1);
  full.set_traceparent("mine");
  EXPECT_EQ(answer(FeedFormat::kAuto,
                   {full.SerializeAsString(), cloud_headers({{"ce_time", "2026-01-31T12:00:00Z"},
                                                             {"ce_sequence", "42"},
                                                             {"ce_traceparent", kTrace}})}),
            "binary cloudevent | {\"event_id\":\"e1\",\"client_id\":\"C1\",\"revision\":\"7\","
            "\"occurred_at\":\"1970-01-01T00:00:01Z\",\"traceparent\":\"mine\","
            "\"client\":{\"folded_name\":\"acme\"}}");
}

TEST(BinaryCloudEvent, TheDataIsOfItsContentTypeOrToldByItsBytes) {
  struct Row {
    std::string content_type;
    std::string data;
    std::string said;
  };
  const std::string event = "binary cloudevent | ";
  const std::string framed = std::string("\0\0\0\0\1\0", 6) + small_protobuf();
  const std::vector<Row> rows{
      {"application/protobuf", small_protobuf(), event},
      {"application/x-protobuf", small_protobuf(), event},
      {"application/json", small_json(), event},
      {"Application/JSON; charset=utf-8", small_json(), event},
      {"application/vnd.acme+json", small_json(), event},
      {"application/octet-stream", small_json(), event},
      {"", small_json(), event},
      {"", framed, "binary cloudevent with schema id | "},
      {"application/protobuf", framed, "binary cloudevent with schema id | "},
      {"application/json", small_protobuf(), "UNDECODABLE: "},
      {"application/protobuf", small_json(), "UNDECODABLE: "},
      {"text/plain", small_json(), "BAD_ENVELOPE: the data is \"text/plain\""},
      {"", "hello", "NOT_DETECTED: "},
  };
  for (const Row& row : rows) {
    std::vector<Header> headers = cloud_headers();
    if (!row.content_type.empty()) headers.push_back({"Content-Type", row.content_type});
    EXPECT_THAT(answer(FeedFormat::kCloudEvents, {row.data, headers}), StartsWith(row.said))
        << row.content_type;
  }
}

TEST(BinaryCloudEvent, WrongAttributesAreRefused) {
  struct Row {
    std::vector<Header> headers;
    std::string said;
  };
  const std::vector<Row> rows{
      {without(cloud_headers(), "ce_id"), "BAD_ENVELOPE: the CloudEvent lacks id"},
      {without(cloud_headers(), "ce_source"), "BAD_ENVELOPE: the CloudEvent lacks source"},
      {without(cloud_headers(), "ce_type"), "BAD_ENVELOPE: the CloudEvent lacks type"},
      {cloud_headers({{"ce_source", ""}}), "BAD_ENVELOPE: the CloudEvent lacks source"},
      {cloud_headers({{"ce_specversion", "0.3"}}),
       "BAD_ENVELOPE: specversion \"0.3\"; 1.0 is read"},
      {cloud_headers({{"ce_id", "\xff"}}), "BAD_ENVELOPE: id of the CloudEvent is no UTF-8"},
      {cloud_headers({{"ce_time", "yesterday"}}), "BAD_ENVELOPE: time \"yesterday\""},
      {cloud_headers({{"ce_type", "encours.v1.Case"}}),
       "UNKNOWN_SCHEMA: the CloudEvent is of type"},
      {cloud_headers({{"ce_type", "encours.v1.Event"}}), "binary cloudevent | "},
      // A sequence that is no number sorts, but is no revision.
      {cloud_headers({{"ce_sequence", "a7"}}),
       "binary cloudevent | {\"event_id\":\"e1\",\"client_id"},
      // Trace contexts that are none are left out, as W3C has it.
      {cloud_headers({{"ce_traceparent", "00-1"}}),
       "binary cloudevent | {\"event_id\":\"e1\",\"cl"},
  };
  for (const Row& row : rows) {
    EXPECT_THAT(answer(FeedFormat::kAuto, {small_protobuf(), row.headers}), StartsWith(row.said));
  }
  EXPECT_THAT(answer(FeedFormat::kCloudEvents, {small_protobuf(), {}}),
              StartsWith("BAD_ENVELOPE: the CloudEvent lacks specversion"));
}

std::string structured(const std::string& data, const std::string& more = "") {
  return R"({"specversion":"1.0","id":"A1","source":"/erp","type":"t",)" + more + data + "}";
}

TEST(StructuredCloudEvent, HoldsAnEventAsJsonOrAsBytes) {
  const std::vector<Header> json_type{
      {"content-type", "application/cloudevents+json; charset=UTF-8"}};
  const std::string said = "structured cloudevent | {\"event_id\":\"/erp#A1\",\"client_id\":\"C1\"";
  struct Row {
    std::string value;
    std::string said;
  };
  const std::vector<Row> rows{
      {structured("\"data\":" + bare(true)), said},
      {structured("\"data\":" + bare(true),
                  R"("datacontenttype":"application/json","subject":"x",)"),
       said},
      {structured("\"data_base64\":\"" + base64(bare(false)) + "\""), said},
      {structured("\"data_base64\":\"" + base64(bare(false)) + "\"",
                  R"("datacontenttype":"application/protobuf",)"),
       said},
      {structured("\"data_base64\":\"" + base64(bare(true)) + "\"",
                  R"("datacontenttype":"application/json",)"),
       said},
      {structured("\"data_base64\":\"" + base64(bare(true)) + "\"",
                  R"("datacontenttype":"application/protobuf",)"),
       "UNDECODABLE: "},
      {structured("\"data_base64\":\"AA=\""), "BAD_ENVELOPE: data_base64 is no base64"},
      {structured("\"data_base64\":7"), "BAD_ENVELOPE: data_base64 is no base64"},
      {structured("\"data\":\"text\""), "BAD_ENVELOPE: data is no JSON object"},
      {structured("\"data\":{}", R"("datacontenttype":"application/protobuf",)"),
       "BAD_ENVELOPE: data is no JSON object"},
      {structured("\"data\":{},\"data_base64\":\"\""), "BAD_ENVELOPE: a CloudEvent has either"},
      {structured("\"subject\":\"x\""), "BAD_ENVELOPE: a CloudEvent has either"},
      {structured(R"("data":{"client_id":"C1","client":{"nmae":1}})"), "UNDECODABLE: "},
      {structured("\"data\":{},\"id\":\"B\""),
       "BAD_ENVELOPE: no CloudEvent in JSON: the key \"id\""},
      {R"({"specversion":"1.0","id":7,"source":"/e","type":"t","data":{}})",
       "BAD_ENVELOPE: id of the CloudEvent is no text"},
      {R"({"specversion":1.0})", "BAD_ENVELOPE: specversion of the CloudEvent is no text"},
      {"[1]", "BAD_ENVELOPE: no CloudEvent in JSON: no object"},
      {"nothing", "BAD_ENVELOPE: no CloudEvent in JSON: no JSON from byte"},
      {structured("\"data\":" + std::string(100'000, '[')),
       "BAD_ENVELOPE: no CloudEvent in JSON: "},
      {std::string(100'000, '['), "BAD_ENVELOPE: no CloudEvent in JSON: the JSON is nested deeper"},
  };
  for (const Row& row : rows) {
    for (const FeedFormat format : {FeedFormat::kAuto, FeedFormat::kCloudEvents}) {
      EXPECT_THAT(answer(format, {row.value, json_type}), StartsWith(row.said))
          << row.value.substr(0, 80);
    }
  }
  // Some relays lose headers: then it is told by its bytes, but never when it is declared.
  EXPECT_THAT(answer(FeedFormat::kAuto, {rows.front().value, {}}), StartsWith(said));
  EXPECT_THAT(answer(FeedFormat::kCloudEvents, {rows.front().value, {}}),
              StartsWith("BAD_ENVELOPE: the CloudEvent lacks specversion"));
  EXPECT_THAT(answer(FeedFormat::kJson, {rows.front().value, {}}), StartsWith("UNDECODABLE: "));
}

TEST(StructuredCloudEvent, OtherFormatsAndBatchesAreRefused) {
  const std::string value = structured("\"data\":" + bare(true));
  EXPECT_THAT(answer(FeedFormat::kAuto,
                     {"[" + value + "]", {{"content-type", "application/cloudevents-batch+json"}}}),
              StartsWith("BAD_ENVELOPE: a batch of CloudEvents"));
  EXPECT_THAT(
      answer(FeedFormat::kAuto, {value, {{"content-type", "application/cloudevents+avro"}}}),
      StartsWith("BAD_ENVELOPE: a structured CloudEvent in \"application/cloudevents+avro\""));
}

MadeRecord outbox(std::optional<std::string> value, const std::string& id = "6b1f") {
  return {std::move(value), {{"id", id}, {"eventType", "ClientChanged"}}};
}

TEST(Outbox, TheRowsIdIsThatOfTheEvent) {
  const std::string said = R"( | {"event_id":"6b1f","client_id":"C1","client":{)";
  const std::string in_text = R"({"schema":{"type":"string","optional":true},"payload":)" +
                              nlohmann::json(bare(true)).dump() + "}";
  const std::string in_bytes =
      R"({"schema":{"type":"bytes"},"payload":")" + base64(bare(false)) + "\"}";
  struct Row {
    std::string value;
    std::string detected;  // how kAuto calls it
  };
  const std::vector<Row> rows{
      {bare(false), "protobuf"},
      {bare(true), "json"},
      {in_text, "debezium"},
      {in_bytes, "debezium"},
      {R"({"schema":null,"payload":)" + bare(true) + "}", "debezium"},
  };
  for (const Row& row : rows) {
    EXPECT_THAT(answer(FeedFormat::kDebezium, outbox(row.value)), StartsWith("debezium" + said));
    EXPECT_THAT(answer(FeedFormat::kAuto, outbox(row.value)), StartsWith(row.detected + said));
  }
  // JSON within a JSON string, as a converter of text leaves it.
  EXPECT_THAT(answer(FeedFormat::kDebezium, outbox(nlohmann::json(bare(true)).dump(), "\"6b1f\"")),
              StartsWith("debezium" + said));
  EXPECT_THAT(answer(FeedFormat::kDebezium, outbox(small_json())), HasSubstr("\"event_id\":\"e1\""))
      << "the event's own id goes before";
}

TEST(Outbox, ARemovedRowIsNothing) {
  for (const FeedFormat format : {FeedFormat::kDebezium, FeedFormat::kAuto}) {
    EXPECT_EQ(answer(format, outbox(std::nullopt)), "debezium | nothing");
    EXPECT_EQ(answer(format, outbox(R"({"schema":null,"payload":null})")), "debezium | nothing");
  }
  EXPECT_EQ(answer(FeedFormat::kDebezium, {std::nullopt, {}}), "debezium | nothing");
  for (const FeedFormat format :
       {FeedFormat::kAuto, FeedFormat::kProtobuf, FeedFormat::kJson, FeedFormat::kCloudEvents}) {
    EXPECT_THAT(answer(format, {std::nullopt, {}}), StartsWith("NULL_VALUE: "));
  }
}

TEST(Outbox, WrongEnvelopesAreRefused) {
  EXPECT_THAT(answer(FeedFormat::kDebezium, {small_json(), {}}),
              StartsWith("BAD_ENVELOPE: the header id is missing"));
  EXPECT_THAT(answer(FeedFormat::kDebezium, outbox(small_json(), "")),
              StartsWith("BAD_ENVELOPE: the header id is missing"));
  EXPECT_THAT(answer(FeedFormat::kDebezium, outbox(small_json(), "\xc3\x28")),
              StartsWith("BAD_ENVELOPE: the header id is no UTF-8"));
  EXPECT_THAT(answer(FeedFormat::kAuto, outbox(bare(true), "\xc3\x28")),
              StartsWith("BAD_ENVELOPE: the header id is no UTF-8"));
  EXPECT_THAT(answer(FeedFormat::kDebezium, outbox(R"({"schema":{"type":"bytes"},"payload":"*"})")),
              StartsWith("BAD_ENVELOPE: payload of Connect's envelope says bytes"));
  EXPECT_THAT(answer(FeedFormat::kDebezium, outbox(R"({"schema":{},"payload":7})")),
              StartsWith("BAD_ENVELOPE: payload of Connect's envelope is neither"));
  EXPECT_THAT(answer(FeedFormat::kDebezium, outbox("hello")), StartsWith("NOT_DETECTED: "));
}

TEST(EventId, IsOfThePlaceWhereNobodyGivesOne) {
  EXPECT_THAT(answer(FeedFormat::kAuto, {bare(false), {}}),
              StartsWith("protobuf without id | {\"event_id\":\"erp.invoices/3/17\","));
}

TEST(Base64, IsReadStrictly) {
  for (const std::string text : {"", "f", "fo", "foo", "foob", "fooba", "foobar", "\xff\x00\x80"}) {
    EXPECT_EQ(bytes_of_base64(base64(text)), text);
  }
  for (const char* text : {"Z", "Zg", "Zg=", "Zh==", "Zm9=", "====", "Z===", "Zm 9v", "Zm9v\n",
                           "Zg==Zg==", "-_-_", "\xc3\xa9=="}) {
    EXPECT_EQ(bytes_of_base64(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace encours
