// Time comes into the logs of a live worker: days one after the other when the calendar of the
// policy's zone has moved on, beats at most one a second and only while somebody waits. The clock
// is moved by hand.
#include "src/engine/ticker.h"

#include <gtest/gtest.h>

#include "src/kafka/kafka_log.h"
#include "tests/driver/sim_kafka.h"
#include "tests/engine/worker_world.h"

namespace encours {
namespace {

using toy::World;

Ticker ticker(World& world, const std::string& zone = "UTC") {
  auto found = TimeZone::find(zone);
  EXPECT_TRUE(found.has_value()) << zone;
  return Ticker(world.clock(), std::move(*found));
}

// Ticks and turns until nothing more comes of it.
void settle(Ticker& ticker, Worker& worker) {
  for (int round = 0; round < 50; ++round) {
    ticker.tick(worker);
    toy::expect_drained(worker);
  }
}

// The ticks of a partition, as "day 1970-01-02" and "beat 86400000000".
std::vector<std::string> ticks(World& world, std::int32_t partition = 0) {
  std::vector<std::string> ticks;
  const auto batch = *world.log().read({toy::kEvents, partition}, 0, 1'000);
  for (const Record& record : batch->records) {
    v1::Event event;
    EXPECT_TRUE(event.ParseFromString(std::string(record.value)));
    if (event.has_day_turned()) {
      ticks.push_back("day " + format_day(*day_from_date(event.day_turned().day())));
    }
    if (event.has_beat()) {
      ticks.push_back("beat " + std::to_string(event.beat().at().seconds()));
    }
  }
  return ticks;
}

using List = std::vector<std::string>;

TEST(Ticker, TheFirstDayIsTodayAndEveryLaterOneIsTurned) {
  World world(2);
  world.clock().advance(std::chrono::hours(12));
  auto worker = world.started();
  Ticker time = ticker(world);
  settle(time, *worker);
  EXPECT_EQ(ticks(world), List{"day 1970-01-01"});

  world.clock().advance(std::chrono::hours(72));
  settle(time, *worker);
  const List all = {"day 1970-01-01", "day 1970-01-02", "day 1970-01-03", "day 1970-01-04"};
  EXPECT_EQ(ticks(world, 0), all);
  EXPECT_EQ(ticks(world, 1), all) << "every shard has its own days";
  EXPECT_TRUE(world.dead_letters().empty());
}

TEST(Ticker, AnotherTickerGoesOnWhereTheLogStands) {
  World world;
  {
    auto worker = world.started();
    Ticker time = ticker(world);
    settle(time, *worker);
  }
  world.clock().advance(std::chrono::hours(24));
  auto worker = world.started();
  Ticker time = ticker(world);
  settle(time, *worker);
  EXPECT_EQ(ticks(world), (List{"day 1970-01-01", "day 1970-01-02"}));
}

TEST(Ticker, AShardThatComesBackGetsTheDayThatWasLostWithIt) {
  SimKafkaOptions options;
  options.log = toy::options(1);
  options.log.topics["credit.feed-cursors"] = 1;
  SimKafka kafka(options);
  KafkaLogOptions patient;
  patient.pause = std::chrono::milliseconds(0);
  const SimKafka::Process process = kafka.start();
  const auto log = *KafkaLog::open(kafka.broker(process), patient);
  const auto others = *KafkaLog::open(kafka.broker(kafka.start()), patient);
  World world;
  Worker worker(*log, world.stores(), world.clock(), {}, {},
                [](std::string_view) -> const Topology& { return toy::topology(); });
  ASSERT_TRUE(worker.start().has_value());
  for (int round = 0; worker.shards().empty() && round < 50; ++round) {
    ASSERT_TRUE(worker.turn().has_value());
  }
  Ticker time = ticker(world);
  time.tick(worker);  // not in any log yet

  kafka.pause(process);
  for (unsigned call = 0; call <= options.session_timeout_calls; ++call) {
    EXPECT_TRUE(others->bounds({toy::kEvents, 0}).has_value());
  }
  kafka.go_on(process);
  for (int round = 0; round < 50; ++round) {
    time.tick(worker);
    ASSERT_TRUE(worker.turn().has_value());
  }
  ASSERT_EQ(worker.shards().size(), 1U);
  EXPECT_EQ(worker.shards().front()->day(), *parse_day("1970-01-01"));
  EXPECT_EQ(worker.figures().assignments, 2U);
}

TEST(Ticker, TheDayTurnsAtMidnightOfTheZone) {
  World world;
  Ticker time = ticker(world, "Europe/Paris");  // an hour ahead of UTC
  auto worker = world.started();
  world.clock().advance(std::chrono::hours(22) + std::chrono::minutes(59));
  settle(time, *worker);
  EXPECT_EQ(ticks(world), List{"day 1970-01-01"});
  world.clock().advance(std::chrono::minutes(1));
  settle(time, *worker);
  EXPECT_EQ(ticks(world), (List{"day 1970-01-01", "day 1970-01-02"}));
}

TEST(Ticker, ABeatComesOnlyWhileSomebodyWaitsAndAtMostOnceASecond) {
  World world;
  world.clock().advance(std::chrono::seconds(100));
  auto worker = world.started();
  Ticker time = ticker(world);
  settle(time, *worker);
  EXPECT_EQ(ticks(world), List{"day 1970-01-01"}) << "nobody waits";

  world.invoice("C1", std::string(toy::kBeats));
  toy::expect_drained(*worker);
  settle(time, *worker);
  EXPECT_EQ(ticks(world), (List{"day 1970-01-01", "beat 100"}));

  world.invoice("C2", std::string(toy::kBeats));
  toy::expect_drained(*worker);
  world.clock().advance(std::chrono::milliseconds(999));
  settle(time, *worker);
  EXPECT_EQ(ticks(world).size(), 2U) << "a second has not passed";
  world.clock().advance(std::chrono::milliseconds(1));
  settle(time, *worker);
  EXPECT_EQ(ticks(world), (List{"day 1970-01-01", "beat 100", "beat 101"}));
  EXPECT_TRUE(world.dead_letters().empty());
}

TEST(TimeZone, KnowsTheDayOnTheWall) {
  constexpr std::int64_t kMicrosPerHour = 3'600'000'000;
  // 2024-03-31T00:30Z: Paris goes from +1 to +2 at 01:00Z that night.
  constexpr std::int64_t kChange = 1'711'845'000'000'000;
  struct Row {
    std::string zone;
    std::int64_t instant_us;
    std::string day;
  };
  for (const Row& row : {
           Row{"UTC", 0, "1970-01-01"},
           Row{"UTC", -1, "1969-12-31"},
           Row{"UTC", -1'000'000, "1969-12-31"},
           Row{"America/New_York", 0, "1969-12-31"},
           Row{"Asia/Kolkata", 18 * kMicrosPerHour + kMicrosPerHour / 2, "1970-01-02"},
           Row{"Europe/Paris", kChange, "2024-03-31"},
           Row{"Europe/Paris", kChange + 21 * kMicrosPerHour, "2024-03-31"},
           Row{"Europe/Paris", kChange + 21 * kMicrosPerHour + kMicrosPerHour / 2, "2024-04-01"},
       }) {
    const auto zone = TimeZone::find(row.zone);
    ASSERT_TRUE(zone.has_value()) << row.zone;
    EXPECT_EQ(format_day(zone->day_at(row.instant_us)), row.day) << row.zone;
  }
  EXPECT_FALSE(TimeZone::find("Europe/Pariss").has_value());
  EXPECT_FALSE(TimeZone::find("").has_value());
}

}  // namespace
}  // namespace encours
