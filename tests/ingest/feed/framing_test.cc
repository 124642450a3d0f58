// Shows which bytes are taken for which format and what is said of those that are none: protobuf,
// JSON, and the schema ids of Confluent's registry before a value or in a header.
#include "src/ingest/feed/framing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/ingest/feed/payload.h"
#include "tests/ingest/feed/records.h"

namespace encours {
namespace {

using testing::answer;
using testing::bytes_of;
using ::testing::HasSubstr;
using testing::small_json;
using testing::small_protobuf;
using ::testing::StartsWith;

// event_id "e1", client_id "C1", client {folded_name "acme"}, as protoc --encode writes it.
constexpr std::string_view kEvent = "0a 02 65 31 1a 02 43 31 a2 06 06 12 04 61 63 6d 65";
const std::string kId = "00 00 00 00 2a ";
const std::string kGuid = "01 00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff ";
const std::string kSaid = R"({"event_id":"e1","client_id":"C1","client":{"folded_name":"acme"}})";

std::string with_header(FeedFormat format, const std::string& value, const std::string& header) {
  return answer(format, {value, {{std::string(kSchemaIdHeader), bytes_of(header)}}});
}

TEST(Payload, IsToldByItsFirstBytes) {
  EXPECT_EQ(bytes_of(kEvent), small_protobuf());
  struct Row {
    std::string bytes;
    std::string said;
  };
  const std::string json = small_json();
  const std::vector<Row> rows{
      {bytes_of(kEvent), "protobuf | " + kSaid},
      {json, "json | " + kSaid},
      {"\xef\xbb\xbf" + json, "json | " + kSaid},
      {" \t\r\n " + json, "json | " + kSaid},
      {bytes_of(kId + "00") + small_protobuf(), "protobuf with schema id | " + kSaid},
      // The long way of writing [0].
      {bytes_of(kId + "02 00") + small_protobuf(), "protobuf with schema id | " + kSaid},
      {bytes_of(kGuid + "00") + small_protobuf(), "protobuf with schema id | " + kSaid},
      // Before JSON there is no index.
      {bytes_of(kId) + json, "json with schema id | " + kSaid},
      {bytes_of(kGuid) + json, "json with schema id | " + kSaid},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(answer(FeedFormat::kAuto, {row.bytes, {}}), row.said);
  }
}

TEST(Payload, NoEventBeginsAsAnotherFormatDoes) {
  for (int i = 0; i < v1::Event::descriptor()->field_count(); ++i) {
    const auto& field = *v1::Event::descriptor()->field(i);
    const unsigned wire_type =
        field.cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_INT64 ||
                field.cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_BOOL
            ? 0
            : 2;
    const unsigned tag = static_cast<unsigned>(field.number()) << 3U | wire_type;
    const auto first = static_cast<char>(tag < 0x80 ? tag : (tag & 0x7fU) | 0x80U);
    EXPECT_EQ(std::string_view("{ \t\r\0\1\xef", 7).find(first), std::string_view::npos)
        << field.name();
  }
}

TEST(Payload, WhatIsNothingIsRefused) {
  struct Row {
    std::string bytes;
    std::string said;
  };
  const std::vector<Row> rows{
      {"", "UNDECODABLE: the value is empty"},
      {bytes_of(kId + "00"), "UNDECODABLE: the value is empty"},
      {"hello", "NOT_DETECTED: bytes that begin with 68 65 6c 6c are no event"},
      {"[]", "NOT_DETECTED: bytes that begin with 5b 5d"},
      {"\x1f\x8b\x08\x01", "NOT_DETECTED: bytes that begin with 1f 8b"},
      {"Obj\x01", "NOT_DETECTED: "},
      {"\n" + small_json(), "UNDECODABLE: "},
      // A length beyond the end, a varint without one, a group, half a message.
      {bytes_of("0a ff ff ff ff 0f"), "UNDECODABLE: the bytes are no encours.v1.Event"},
      {bytes_of("30 ff ff ff ff ff ff ff ff ff ff ff"), "UNDECODABLE: the bytes are no"},
      {bytes_of("0a 02 65"), "UNDECODABLE: the bytes are no"},
      {bytes_of("0a 02 65 31 a2 06 06 12 04"), "UNDECODABLE: the bytes are no"},
      {bytes_of("0a 02 c3 28"), "UNDECODABLE: the bytes are no"},  // an id that is no UTF-8
      // Fields that nobody knows, at the top and below.
      {bytes_of(std::string(kEvent) + "78 01"), "UNDECODABLE: field 15 of encours.v1.Event is not"},
      {bytes_of("1a 02 43 31 a2 06 03 98 06 01"), "UNDECODABLE: field 99 of encours.v1.Client"},
      {bytes_of("0a 02 65 31"), "UNDECODABLE: the event has no body"},
      {bytes_of("1a 02 43 31 d2 0f 00"), "UNSUPPORTED_KIND: feeds may not send ticks"},
      {bytes_of("a2 06 00"), "MISSING_VALUE: client_id: client_id is missing"},
      {bytes_of("1a 02 43 31 a2 0b 00"), "UNSUPPORTED_KIND: an event of another log"},
  };
  for (const Row& row : rows) {
    EXPECT_THAT(answer(FeedFormat::kAuto, {row.bytes, {}}), StartsWith(row.said));
  }
}

TEST(Payload, JsonIsReadAsStrictlyAsFilesAre) {
  const std::vector<std::string> texts{
      "{",
      R"({"client_id":"C1","client":{"nmae":"x"}})",
      R"({"client_id":"C1"} {})",
      R"({"client_id":"C1","client":{"folded_name":"a)"
      "\xc3\x28"
      R"("}})",
      std::string("{\"client\":{}}\0", 14),
      // A bomb of lists, and one of objects.
      R"({"client":)" + std::string(200'000, '['),
      [] {
        std::string text;
        for (int i = 0; i < 50'000; ++i)
          text += R"({"client":)";
        return text;
      }(),
      R"({"revision":99999999999999999999,"client_id":"C1","client":{}})",
  };
  for (const std::string& text : texts) {
    EXPECT_THAT(answer(FeedFormat::kAuto, {text, {}}), StartsWith("UNDECODABLE: "))
        << text.substr(0, 60);
    EXPECT_THAT(answer(FeedFormat::kJson, {text, {}}), StartsWith("UNDECODABLE: "));
  }
}

TEST(Payload, ADeclaredFormatIsNotGuessed) {
  EXPECT_EQ(answer(FeedFormat::kProtobuf, {small_protobuf(), {}}), "protobuf | " + kSaid);
  EXPECT_EQ(answer(FeedFormat::kJson, {small_json(), {}}), "json | " + kSaid);
  EXPECT_THAT(answer(FeedFormat::kProtobuf, {small_json(), {}}),
              HasSubstr("it looks like JSON, but protobuf was declared"));
  EXPECT_THAT(answer(FeedFormat::kJson, {small_protobuf(), {}}),
              HasSubstr("it looks like protobuf, but JSON was declared"));
  EXPECT_THAT(answer(FeedFormat::kProtobuf, {"hello", {}}), StartsWith("UNDECODABLE: "));
}

TEST(SchemaId, TheIndexMustNameAnEvent) {
  struct Row {
    std::string prefix;
    std::string said;
  };
  const std::vector<Row> rows{
      {"00", "BAD_FRAMING: a schema id takes 5 bytes, here are 1"},
      {"00 00 00 00", "BAD_FRAMING: a schema id takes 5 bytes"},
      {"01 00 11", "BAD_FRAMING: a schema id takes 17 bytes, here are 3"},
      {kId, "BAD_FRAMING: the message index behind the schema id is cut short"},
      {kId + "02", "BAD_FRAMING: the message index behind the schema id is cut short"},
      {kId + "04 00", "BAD_FRAMING: the message index behind the schema id is cut short"},
      {kId + "80 80 80", "BAD_FRAMING: the message index behind the schema id is cut short"},
      // Eleven bytes are no varint.
      {kId + "ff ff ff ff ff ff ff ff ff ff 01", "BAD_FRAMING: "},
      // -1 and a million places.
      {kId + "01", "BAD_FRAMING: a message index of -1 places"},
      {kId + "80 89 7a", "BAD_FRAMING: a message index of 1000000 places"},
      {kId + "ff ff ff ff ff ff ff ff ff 01",
       "BAD_FRAMING: a message index of -9223372036854775808"},
      // A second message of the file, a message within an event, a negative place.
      {kId + "02 02", "UNKNOWN_SCHEMA: the message index [1] names no message"},
      {kId + "04 00 00", "UNKNOWN_SCHEMA: the message index [0, 0] names no message"},
      {kId + "02 01", "UNKNOWN_SCHEMA: the message index [-1] names no message"},
  };
  for (const Row& row : rows) {
    EXPECT_THAT(answer(FeedFormat::kAuto, {bytes_of(row.prefix), {}}), StartsWith(row.said));
    EXPECT_THAT(answer(FeedFormat::kProtobuf, {bytes_of(row.prefix), {}}), StartsWith(row.said));
  }
  // A long index names its first places alone.
  std::string many = bytes_of(kId + "c0 3e");
  many.append(4'000, '\0');
  EXPECT_THAT(answer(FeedFormat::kAuto, {many, {}}),
              StartsWith("UNKNOWN_SCHEMA: the message index [0, 0, 0, 0, 0, 0, 0, 0] names"));
}

TEST(SchemaId, MayStandInAHeader) {
  const std::string event = small_protobuf();
  for (const FeedFormat format : {FeedFormat::kAuto, FeedFormat::kProtobuf}) {
    EXPECT_EQ(with_header(format, event, kGuid + "00"), "protobuf with schema id | " + kSaid);
    EXPECT_EQ(with_header(format, event, kId + "02 00"), "protobuf with schema id | " + kSaid);
    EXPECT_THAT(with_header(format, event, kGuid), StartsWith("BAD_FRAMING: the message index"));
    EXPECT_THAT(with_header(format, event, kGuid + "00 00"),
                HasSubstr("goes on behind the message index"));
    EXPECT_THAT(with_header(format, event, kGuid + "02 02"), StartsWith("UNKNOWN_SCHEMA: "));
    EXPECT_THAT(with_header(format, event, "02 03"), HasSubstr("begins with neither"));
    EXPECT_THAT(with_header(format, event, ""), HasSubstr("begins with neither"));
    EXPECT_THAT(with_header(format, event, "01 02"), HasSubstr("takes 17 bytes, here are 2"));
  }
  EXPECT_EQ(with_header(FeedFormat::kAuto, small_json(), kGuid), "json with schema id | " + kSaid);
  // With the header the value is plain: a prefix would be a second one.
  EXPECT_THAT(with_header(FeedFormat::kAuto, bytes_of(kId + "00") + event, kGuid + "00"),
              StartsWith("NOT_DETECTED: "));
}

TEST(Payload, ARecordOfManyMegabytesIsAFile) {
  EXPECT_THAT(answer(FeedFormat::kAuto, {std::string(kFeedRecordBytesMax + 1, '{'), {}}),
              StartsWith("OVERSIZE: a record of 8388609 bytes"));
}

}  // namespace
}  // namespace encours
