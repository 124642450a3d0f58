// Shows what is published of a worker with the real operators over a log in memory: what happened,
// how far it lags, the sums over the accounts before and after a start; and the pages that say so.
#include "src/metrics/collector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "operators/topology.h"
#include "schemas/topics.h"
#include "src/engine/ticks.h"
#include "src/metrics/pages.h"
#include "tests/driver/manual_clock.h"
#include "tests/driver/sim_log.h"
#include "tests/driver/sim_store.h"
#include "tests/operators/events.h"

namespace encours::metrics {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kLog = "credit.events";
constexpr std::int32_t kPartitions = 2;
const Currency kEur = *Currency::from_code("EUR");

SimLogOptions log_options() {
  SimLogOptions options;
  for (const Topic& topic : topics()) {
    options.topics[std::string(topic.name)] = kPartitions;
  }
  return options;
}

// A worker that is watched, and what is published of it.
class Watched {
 public:
  Watched(SimLog& log, MemoryStores& stores, ManualClock& clock)
      : clock_(clock),
        worker_(log, stores, clock, {}, {{kLog, 0}, {kLog, 1}},
                [](std::string_view) -> const Topology& { return client_topology(); }),
        collector_(log, worker_, clock, publication_),
        pages_(publication_, clock, {"1.2.3", "abc", [](const TopicPartition&) { return 4096U; }}) {
  }

  void start() {
    const Status started = worker_.start();
    ASSERT_TRUE(started.has_value()) << started.error().message;
    collector_.started();
  }
  // Turns until nothing moves, then once more when a publication is due.
  void run() {
    while (turn()) {
    }
    clock_.advance(std::chrono::seconds(1));
    turn();
  }
  bool turn() {
    const Result<bool> moved = worker_.turn();
    EXPECT_TRUE(moved.has_value());
    collector_.turned(*moved);
    return *moved;
  }

  Worker& worker() { return worker_; }
  Collector& collector() { return collector_; }
  std::shared_ptr<const Snapshot> latest() const { return publication_.latest(); }
  std::string page(std::string_view path) const { return pages_.page(path).body; }
  unsigned status(std::string_view path) const { return pages_.page(path).status; }

 private:
  ManualClock& clock_;
  Publication publication_;
  Worker worker_;
  Collector collector_;
  Pages pages_;
};

class CollectorTest : public ::testing::Test {
 protected:
  void send(const std::string& line, const std::string& client, std::int64_t logged_at_us) {
    v1::Event event = test::event_of(line);
    event.set_client_id(client);
    event.set_event_id(line + client);
    event.mutable_logged_at()->set_seconds(logged_at_us / 1'000'000);
    append(client, event.SerializeAsString());
  }
  void append(const std::string& key, const std::string& value) {
    const Append record{{kLog, partition_of(key, kPartitions)}, key, value, {}};
    ASSERT_TRUE((*log_.open_feed("test"))->append({&record, 1}, "").has_value());
  }
  void tick(Worker& worker, const v1::Event& event) {
    for (std::int32_t partition = 0; partition < kPartitions; ++partition) {
      worker.append_tick({kLog, partition}, event);
    }
  }
  // The day opens, and whatever the events changed is said.
  void live(Watched& watched) {
    tick(watched.worker(), day_turned_event(kDay));
    watched.run();
    beat(watched);
  }
  void beat(Watched& watched) {
    clock_.advance(std::chrono::seconds(1));
    tick(watched.worker(), beat_event(kDay, clock_.now_us()));
    watched.run();
  }

  static constexpr Day kDay = 19'900;  // 2024-06-26
  SimLog log_{log_options()};
  MemoryStores stores_{1};
  ManualClock clock_;
};

std::uint64_t sum(const Snapshot& snapshot, std::uint64_t ShardNumbers::*number) {
  std::uint64_t total = 0;
  for (const ShardNumbers& shard : snapshot.shards)
    total += shard.*number;
  return total;
}

std::int64_t exposure(const Snapshot& snapshot) {
  const auto group = snapshot.credit.amounts.find({"main", kEur});
  return group == snapshot.credit.amounts.end()
             ? -1
             : static_cast<std::int64_t>(group->second.of(Amount::kExposure));
}

TEST_F(CollectorTest, CountsWhatWasCommitted) {
  clock_.advance(std::chrono::hours(24) * kDay + std::chrono::hours(12));
  Watched watched(log_, stores_, clock_);
  watched.start();
  live(watched);
  const std::uint64_t before = sum(*watched.latest(), &ShardNumbers::folded);
  const std::int64_t minute_ago = clock_.now_us() - 60'000'000;
  send("invoice I1 100.00 2024-05-01 due 2024-05-31", "C1", minute_ago);
  send("invoice I1 100.00 2024-05-01 due 2024-05-31", "C1", minute_ago);
  send("invoice I2 50.00 2024-05-01 due 2024-07-31", "C2", minute_ago);
  append("C3", "no event");
  watched.run();
  const auto snapshot = watched.latest();
  EXPECT_EQ(sum(*snapshot, &ShardNumbers::folded) - before, 2U);
  EXPECT_EQ(sum(*snapshot, &ShardNumbers::repeats), 1U);
  EXPECT_EQ(sum(*snapshot, &ShardNumbers::refused), 1U);
  EXPECT_EQ(snapshot->dead_letters.at({kLog, "UNDECODABLE"}), 1U);
  EXPECT_EQ(snapshot->topics.at(kLog).event_age.count(), 3U);
  EXPECT_NEAR(snapshot->topics.at(kLog).event_age.sum(), 180.0, 5.0);
  EXPECT_EQ(snapshot->committing.count(), snapshot->worker.transactions);
  EXPECT_EQ(snapshot->shards.size(), 2U);
}

TEST_F(CollectorTest, SumsAreTheSameAfterAStart) {
  clock_.advance(std::chrono::hours(24) * kDay + std::chrono::hours(12));
  {
    Watched watched(log_, stores_, clock_);
    watched.start();
    live(watched);
    EXPECT_EQ(exposure(*watched.latest()), -1);
    for (int i = 0; i < 80; ++i) {
      send("invoice I1 100.00 2024-05-01 due 2024-05-31", "C" + std::to_string(i), 0);
    }
    watched.run();
    beat(watched);
    EXPECT_EQ(exposure(*watched.latest()), 800'000);
    send("receipt R1 30.00 2024-05-28", "C7", 0);
    watched.run();
    beat(watched);
    EXPECT_EQ(exposure(*watched.latest()), 797'000);
  }
  log_.crash();
  stores_.crash();
  Watched again(log_, stores_, clock_);
  again.start();
  EXPECT_FALSE(again.latest()->credit.complete) << "nothing was read yet";
  EXPECT_THAT(again.page("/metrics"), Not(HasSubstr("encours_exposure_amount")));
  again.run();
  EXPECT_TRUE(again.latest()->credit.complete);
  EXPECT_EQ(exposure(*again.latest()), 797'000);
  EXPECT_EQ(sum(*again.latest(), &ShardNumbers::folded), 0U) << "folded again is not counted";
  EXPECT_GT(again.latest()->worker.muted, 0U);
  send("receipt R2 70.00 2024-05-28", "C7", 0);
  again.run();
  beat(again);
  EXPECT_EQ(exposure(*again.latest()), 790'000);
  // Shards that are given up and come back are read anew.
  again.collector().let_go();
  again.run();
  again.run();
  EXPECT_TRUE(again.latest()->credit.complete);
  EXPECT_EQ(exposure(*again.latest()), 790'000);
}

TEST_F(CollectorTest, LagIsWhatWaitsAndForHowLong) {
  clock_.advance(std::chrono::hours(24) * kDay + std::chrono::hours(12));
  Watched watched(log_, stores_, clock_);
  watched.start();
  live(watched);
  send("invoice I1 100.00 2024-05-01 due 2024-05-31", "C1", clock_.now_us() - 40'000'000);
  send("invoice I2 100.00 2024-05-01 due 2024-05-31", "C1", clock_.now_us());
  clock_.advance(std::chrono::seconds(2));
  watched.collector().turned(false);
  const auto place = static_cast<std::size_t>(partition_of("C1", kPartitions));
  EXPECT_GE(watched.latest()->shards[place].lag_records, 2) << "the log's own marks count as well";
  EXPECT_NEAR(static_cast<double>(watched.latest()->shards[place].lag_us), 42e6, 1e6);
  EXPECT_EQ(watched.latest()->shards[1 - place].lag_records, 0) << "marks alone are no lag";
  EXPECT_EQ(watched.latest()->shards[1 - place].lag_us, 0);
  watched.run();
  EXPECT_EQ(watched.latest()->shards[place].lag_us, 0);
}

TEST_F(CollectorTest, PagesSayHowItIs) {
  clock_.advance(std::chrono::hours(24) * kDay + std::chrono::hours(12));
  Watched watched(log_, stores_, clock_);
  EXPECT_EQ(watched.status("/livez"), 200U);
  EXPECT_EQ(watched.status("/readyz"), 503U);
  EXPECT_THAT(watched.page("/readyz"), HasSubstr("starting"));
  watched.start();
  live(watched);
  EXPECT_EQ(watched.page("/readyz"), "ready\n");
  EXPECT_EQ(watched.page("/livez"), "live\n");
  EXPECT_EQ(watched.status("/nowhere"), 404U);
  EXPECT_EQ(watched.status("/"), 200U);
  clock_.advance(kTurnTimeMax + std::chrono::seconds(1));
  EXPECT_EQ(watched.status("/livez"), 503U);
  EXPECT_EQ(watched.page("/livez"), "the worker's loop has not turned for 31 s\n");
  EXPECT_EQ(watched.page("/readyz"), watched.page("/livez"));
  watched.turn();
  EXPECT_EQ(watched.status("/livez"), 200U);
  watched.collector().stopping();
  EXPECT_EQ(watched.page("/readyz"), "stopping\n");
  EXPECT_EQ(watched.status("/livez"), 200U);
}

TEST_F(CollectorTest, TheTextHasTheCataloguesMetrics) {
  clock_.advance(std::chrono::hours(24) * kDay + std::chrono::hours(12));
  Watched watched(log_, stores_, clock_);
  EXPECT_THAT(watched.page("/metrics"), HasSubstr("encours_build_info"));
  watched.start();
  live(watched);
  send("invoice I1 1234.56 2024-05-01 due 2024-05-31", "C1", clock_.now_us());
  send("invoice I2 500.00USD 2024-05-01 due 2024-05-31", "C1", clock_.now_us());
  watched.run();
  beat(watched);
  const std::string text = watched.page("/metrics");
  EXPECT_THAT(text, HasSubstr("# TYPE encours_exposure_amount gauge\n"));
  EXPECT_THAT(text,
              HasSubstr("encours_exposure_amount{segment=\"main\",currency=\"EUR\"} 1234.56"));
  EXPECT_THAT(text, HasSubstr("encours_exposure_amount{segment=\"main\",currency=\"USD\"} 500"));
  EXPECT_THAT(text, HasSubstr("encours_dead_letters_total{topic=\"credit.events\",reason=\"BAD_"
                              "DECISION\"} 0\n"));
  EXPECT_THAT(text,
              HasSubstr("encours_event_age_seconds_bucket{topic=\"credit.events\",le=\"+Inf\"} "
                        "2\n"));
  EXPECT_THAT(text,
              HasSubstr("encours_state_bytes{topic=\"credit.events\",partition=\"1\"} 4096\n"));
  EXPECT_THAT(text, HasSubstr("encours_build_info{version=\"1.2.3\",commit=\"abc\"} 1\n"));
  EXPECT_THAT(text, Not(HasSubstr("C1")));
}

TEST(Pages, SayWhichShardsAreNotReady) {
  Publication publication;
  const ManualClock clock;
  const Pages pages(publication, clock, {"1.2.3", "abc", [](const TopicPartition&) { return 0U; }});
  Snapshot snapshot;
  publication.publish(snapshot);
  publication.set_phase(Phase::kRunning);
  publication.turned(clock.steady());
  EXPECT_EQ(pages.page("/readyz").body, "no shard is assigned to this process\n");
  snapshot.restoring = 2;
  snapshot.restore_remaining = {{{kLog, 0}, 0}, {{kLog, 7}, 5}};
  snapshot.shards.resize(3);
  for (std::int32_t partition = 0; partition < 3; ++partition) {
    snapshot.shards[static_cast<std::size_t>(partition)].log = {kLog, partition};
  }
  snapshot.shards[2].poisoned = Poisoned{17, "a sum is off"};
  publication.publish(snapshot);
  EXPECT_EQ(pages.page("/readyz").status, 503U);
  EXPECT_EQ(pages.page("/readyz").body,
            "shards that are being brought up: 2\n"
            "credit.events/7: 5 records to be folded again\n"
            "credit.events/2: stopped by a mistake of ours at offset 17: a sum is off\n");
  EXPECT_EQ(pages.page("/livez").status, 200U) << "a start anew would change nothing";
  EXPECT_THAT(pages.page("/metrics").body,
              HasSubstr("encours_shard_poisoned{topic=\"credit.events\",partition=\"2\"} 1\n"));
}

}  // namespace
}  // namespace encours::metrics
