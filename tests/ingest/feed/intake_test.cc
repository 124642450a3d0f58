// Shows what a record of a feed becomes in the logs: records under the keys of its events, a dead
// letter with the record byte for byte, or nothing; and that it is all or none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/engine/dead_letter.h"
#include "src/engine/letter_reader.h"
#include "src/ingest/feed/feed_intake.h"
#include "tests/ingest/feed/records.h"

namespace encours {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::small_event;
using testing::small_protobuf;

constexpr std::int64_t kNow = 1'767'225'600'000'000;  // 2026-01-01
constexpr std::int32_t kPartitions = 4;

FeedIntake intake(std::int32_t letters_partitions = 2) {
  FeedSettings settings;
  settings.name = "erp";
  settings.topic = "erp.invoices";
  settings.dead_letters = "erp.invoices.dlq";
  return {*FeedCodec::open(settings), Router(kPartitions), letters_partitions};
}

std::vector<std::string> said(const std::vector<Append>& records) {
  std::vector<std::string> lines;
  for (const Append& record : records) {
    lines.push_back(record.to.topic + "/" + std::to_string(record.to.partition) + " " + record.key);
  }
  return lines;
}

std::string header(const Append& letter, std::string_view name) {
  std::string value = "(none)";
  for (const Header& one : letter.headers) {
    if (one.name == name) value = one.value;
  }
  return value;
}

// A letter as a reader meets it. Views into `letter`.
struct ReadBack {
  explicit ReadBack(const Append& letter) {
    for (const Header& one : letter.headers)
      headers.push_back({one.name, one.value});
    record = {0, 5, letter.key, letter.value, headers};
  }
  std::vector<HeaderView> headers;
  Record record;
};

TEST(Router, SendsAKeyedEventToThePartitionOfItsKey) {
  std::vector<Append> records;
  EXPECT_EQ(Router(kPartitions).add(small_event(), records), std::nullopt);
  const std::string place = "credit.events/" + std::to_string(partition_of("C1", kPartitions));
  EXPECT_THAT(said(records), ElementsAre(place + " C1"));
  v1::Event back;
  EXPECT_TRUE(back.ParseFromString(records[0].value));
  EXPECT_EQ(back.client().folded_name(), "acme");
}

TEST(Router, SendsABroadcastKindToEveryPartition) {
  v1::Event event;
  event.mutable_feed_complete_through()->set_feed("bank");
  std::vector<Append> records;
  EXPECT_EQ(Router(3).add(event, records), std::nullopt);
  EXPECT_THAT(said(records), ElementsAre("credit.events/0 ~all/0", "credit.events/1 ~all/1",
                                         "credit.events/2 ~all/2"));
}

TEST(Router, RefusesWhatNoFeedMaySend) {
  struct Row {
    v1::Event event;
    RowRejectReason reason;
  };
  std::vector<Row> rows(5);
  rows[0].reason = RowRejectReason::kUndecodable;
  rows[1].event.mutable_day_turned();
  rows[1].reason = RowRejectReason::kUnsupportedKind;
  rows[2].event.mutable_legal_notice();
  rows[2].reason = RowRejectReason::kUnsupportedKind;
  rows[3].event.mutable_invoice();
  rows[3].reason = RowRejectReason::kMissingValue;
  rows[4].event = small_event();
  rows[4].event.mutable_client()->set_folded_name(std::string(kRoutedBytesMax, 'x'));
  rows[4].reason = RowRejectReason::kOversize;
  for (const Row& row : rows) {
    std::vector<Append> records;
    const auto refusal = Router(2).add(row.event, records);
    ASSERT_TRUE(refusal.has_value());
    EXPECT_EQ(refusal->reason, row.reason) << refusal->detail;
    EXPECT_TRUE(records.empty());
  }
}

TEST(FeedIntake, StampsEventsWithTheClockOfIngest) {
  v1::Event event = small_event();
  event.mutable_logged_at()->set_seconds(1'000);
  const std::string value = event.SerializeAsString();
  FeedIntake feed = intake();
  std::vector<Append> out;
  feed.take({{"erp.invoices", 1}, 7, "k", value, {}, 5}, kNow, out);
  ASSERT_EQ(out.size(), 1U);
  v1::Event logged;
  ASSERT_TRUE(logged.ParseFromString(out[0].value));
  EXPECT_EQ(logged.logged_at().seconds(), kNow / 1'000'000);
  EXPECT_EQ(logged.entered_at().seconds(), 1'000);
  EXPECT_EQ(logged.feed(), "erp");
  EXPECT_EQ(feed.figures().events, 1U);
}

TEST(FeedIntake, ARefusedRecordIsALetterByteForByte) {
  const std::string key("k\0\xff", 3);
  const std::string value("\xff\0 no event", 11);
  const std::vector<HeaderView> headers{{"a", "1"}, {"a", std::string_view("\0", 1)}};
  FeedIntake feed = intake();
  std::vector<Append> out;
  feed.take({{"erp.invoices", 3}, 42, key, value, headers, 1'700'000'000'123}, kNow, out);
  ASSERT_EQ(out.size(), 1U);
  const Append& letter = out[0];
  EXPECT_EQ(letter.to, (TopicPartition{"erp.invoices.dlq", 1})) << "3 of 2 partitions";
  EXPECT_EQ(letter.key, key);
  EXPECT_EQ(letter.value, value);
  std::vector<std::string> names;
  for (const Header& one : letter.headers)
    names.push_back(one.name);
  EXPECT_THAT(names, ElementsAre("a", "a", "__connect.errors.topic", "__connect.errors.partition",
                                 "__connect.errors.offset", "__connect.errors.connector.name",
                                 "__connect.errors.stage", "__connect.errors.exception.class.name",
                                 "__connect.errors.exception.message", "encours-dlq-reason",
                                 "encours-dlq-timestamp"));
  EXPECT_EQ(header(letter, kDeadLetterReasonHeader), "NOT_DETECTED");
  EXPECT_EQ(header(letter, kDeadLetterStageHeader), "VALUE_CONVERTER");
  EXPECT_EQ(header(letter, kDeadLetterFeedHeader), "erp");
  EXPECT_THAT(header(letter, kDeadLetterMessageHeader), HasSubstr("ff 00 20 6e"));
  // The same record is the same letter, whenever it is read.
  std::vector<Append> again;
  intake().take({{"erp.invoices", 3}, 42, key, value, headers, 1'700'000'000'123}, kNow + 1, again);
  EXPECT_EQ(again[0].value, letter.value);
  for (std::size_t i = 0; i < letter.headers.size(); ++i) {
    EXPECT_EQ(again[0].headers[i].value, letter.headers[i].value);
  }
  // And it is read back whole.
  const ReadBack back(letter);
  const Letter read = read_letter(back.record);
  EXPECT_EQ(read.from, (TopicPartition{"erp.invoices", 3}));
  EXPECT_EQ(read.offset, 42);
  EXPECT_EQ(read.feed, "erp");
  EXPECT_EQ(read.reason, "NOT_DETECTED");
  EXPECT_EQ(read.timestamp_ms, 1'700'000'000'123);
  const Append original = original_of(read, back.record);
  EXPECT_EQ(original.to, read.from);
  EXPECT_EQ(original.value, value);
  ASSERT_EQ(original.headers.size(), 2U);
  EXPECT_EQ(original.headers[1].value, std::string("\0", 1));
}

TEST(FeedIntake, NullIsNotEmptyInALetter) {
  FeedIntake feed = intake();
  std::vector<Append> out;
  feed.take({{"erp.invoices", 0}, 1, std::nullopt, std::nullopt, {}}, kNow, out);
  feed.take({{"erp.invoices", 0}, 2, std::nullopt, "", {}}, kNow, out);
  ASSERT_EQ(out.size(), 2U);
  EXPECT_EQ(header(out[0], kDeadLetterNullHeader), "key,value");
  EXPECT_EQ(header(out[0], kDeadLetterTimestampHeader), "(none)");
  EXPECT_EQ(header(out[1], kDeadLetterNullHeader), "key");
  const ReadBack back(out[0]);
  EXPECT_TRUE(read_letter(back.record).null_key);
  EXPECT_TRUE(read_letter(back.record).null_value);
}

TEST(FeedIntake, EveryRecordIsCountedOnce) {
  FeedIntake feed = intake();
  std::vector<Append> out;
  const std::vector<HeaderView> row_id{{"id", "u1"}};
  v1::Event bare = small_event();
  bare.clear_event_id();
  const std::string without_id = bare.SerializeAsString();
  const std::string good = small_protobuf();
  feed.take({{"erp.invoices", 0}, 1, "k", good, {}}, kNow, out);
  feed.take({{"erp.invoices", 0}, 2, "k", without_id, {}}, kNow, out);
  feed.take({{"erp.invoices", 0}, 3, "k", without_id, row_id}, kNow, out);
  feed.take({{"erp.invoices", 0}, 4, "k", std::nullopt, row_id}, kNow, out);
  feed.take({{"erp.invoices", 0}, 5, "k", "?", {}}, kNow, out);
  const FeedFigures& figures = feed.figures();
  EXPECT_EQ(figures.records, 5U);
  EXPECT_EQ(figures.accepted, 3U);
  EXPECT_EQ(figures.ignored, 1U);
  EXPECT_EQ(figures.refused, 1U);
  EXPECT_EQ(figures.events, 3U);
  EXPECT_EQ(figures.derived_ids, 1U);
  EXPECT_EQ(figures.refused_by_reason.at(static_cast<std::size_t>(RowRejectReason::kNotDetected)),
            1U);
  EXPECT_EQ(out.size(), 4U);
}

TEST(FeedIntake, AnEventTooLargeForTheLogRefusesItsRecord) {
  v1::Event event = small_event();
  event.mutable_client()->set_folded_name(std::string(kRoutedBytesMax, 'x'));
  const std::string value = event.SerializeAsString();
  FeedIntake feed = intake(1);
  std::vector<Append> out;
  feed.take({{"erp.invoices", 0}, 1, "k", value, {}}, kNow, out);
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(header(out[0], kDeadLetterReasonHeader), "OVERSIZE");
}

}  // namespace
}  // namespace encours
