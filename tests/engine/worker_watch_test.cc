// What a worker tells its watch: every commit once, with what was said and when its events were
// logged, whatever became of the transaction before; and how far a shard has folded again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/engine/watch.h"
#include "tests/engine/worker_world.h"

namespace encours {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using toy::expect_drained;
using toy::kEvents;
using toy::World;

// Writes down what it is told.
class Listener final : public WorkerWatch {
 public:
  void committed(const Committed& transaction) override {
    ++commits;
    for (const ShardCommit& commit : transaction.shards) {
      for (const Append& output : commit.outputs) {
        v1::Case count;
        const bool parsed =
            output.to.topic == toy::kOutputTopic && count.ParseFromString(output.value);
        said.push_back(parsed ? output.key + "=" + std::to_string(count.opened_on())
                              : output.to.topic);
      }
      logged_at_us.insert(logged_at_us.end(), commit.logged_at_us.begin(),
                          commit.logged_at_us.end());
    }
  }
  void refolded(const Shard& shard, std::int64_t until) override {
    remaining.push_back(until - shard.next_offset());
  }

  void let_go() override { ++gone; }

  int gone = 0;
  int commits = 0;
  std::vector<std::string> said;
  std::vector<std::int64_t> logged_at_us;
  std::vector<std::int64_t> remaining;
};

void append_logged(World& world, const std::string& number, std::int64_t seconds) {
  v1::Event event;
  ASSERT_TRUE(event.ParseFromString(toy::invoice("C1", number)));
  event.mutable_logged_at()->set_seconds(seconds);
  world.append({{kEvents, 0}, "C1", event.SerializeAsString(), {}});
}

TEST(WorkerWatch, HearsWhatWasSaidAndWhenItWasLogged) {
  World world;
  Listener listener;
  auto worker = world.started();
  worker->watch(listener);
  append_logged(world, "1", 100);
  append_logged(world, "2", 200);
  append_logged(world, std::string(toy::kRefused), 300);
  world.append({{kEvents, 0}, "C1", "no event", {}});
  v1::Event tick;
  ASSERT_TRUE(tick.ParseFromString(toy::day_turned(20240102)));
  tick.mutable_logged_at()->set_seconds(400);
  worker->append_tick({kEvents, 0}, tick);
  expect_drained(*worker);
  EXPECT_THAT(listener.said, ElementsAre("C1=1", "C1=2", "credit.events.dlq", "credit.events.dlq"));
  EXPECT_THAT(listener.logged_at_us, ElementsAre(100'000'000, 200'000'000, 300'000'000))
      << "neither ticks nor what is no event";
}

TEST(WorkerWatch, AnAbortedTransactionIsHeardOnce) {
  World world;
  Listener listener;
  auto worker = world.started();
  worker->watch(listener);
  world.invoices(1, 2);
  world.log().fail_next_commit(CommitOutcome::kAborted);
  expect_drained(*worker);
  EXPECT_THAT(listener.said, ElementsAre("C1=1", "C1=2"));
  EXPECT_EQ(static_cast<std::uint64_t>(listener.commits), worker->figures().transactions);
}

TEST(WorkerWatch, AnUnknownOutcomeIsHeardOnceItIsKnown) {
  for (const bool took_effect : {true, false}) {
    World world;
    Listener listener;
    auto worker = world.started();
    worker->watch(listener);
    world.invoices(1, 2);
    world.log().fail_next_commit(CommitOutcome::kUnknown, took_effect);
    expect_drained(*worker);
    world.invoices(3, 3);
    expect_drained(*worker);
    EXPECT_THAT(listener.said, ElementsAre("C1=1", "C1=2", "C1=3")) << took_effect;
  }
}

TEST(WorkerWatch, FoldingAgainIsTold) {
  World world;
  auto worker = world.started();
  world.invoices(1, 5);
  expect_drained(*worker);
  world.crash(std::move(worker));
  Listener listener;
  worker = world.worker();
  worker->watch(listener);
  ASSERT_TRUE(worker->start().has_value());
  ASSERT_FALSE(listener.remaining.empty());
  EXPECT_EQ(listener.remaining.back(), 0);
  EXPECT_THAT(listener.said, IsEmpty()) << "what is folded again is not said again";
}

}  // namespace
}  // namespace encours
