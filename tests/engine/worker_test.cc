// What a worker promises when the log and the disk misbehave: transactions that are aborted,
// unknown or fenced, poison, stores that fail, ticks and sweeps. The worker is the real one, over a
// log and stores in memory that fail as they are told; the operator counts invoices, so that a
// record folded twice shows at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/worker_world.h"

namespace encours {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using toy::expect_drained;
using toy::kEvents;
using toy::World;

// --- one transaction -----------------------------------------------------------------------------

TEST(WorkerTransaction, AnAbortedOneIsFoldedAgainAndHeardOnce) {
  World world;
  auto worker = world.started();
  world.invoices(1, 2);
  world.log().fail_next_commit(CommitOutcome::kAborted);
  expect_drained(*worker);
  EXPECT_EQ(worker->figures().aborted, 1U);
  EXPECT_EQ(worker->shards().front()->figures().folded, 2U);
  EXPECT_THAT(world.said(), ElementsAre("C1=1", "C1=2"));
}

TEST(WorkerTransaction, OneThatIsAbortedAgainAndAgainStopsTheWorkerAndLosesNothing) {
  World world;
  auto worker = world.started();
  world.invoices(1, 2);
  for (int i = 0; i <= kTransactionTriesMax; ++i) {
    world.log().fail_next_commit(CommitOutcome::kAborted);
  }
  EXPECT_EQ(worker->drain().error().fault, Fault::kRetry);
  EXPECT_THAT(world.said(), IsEmpty());
  world.crash(std::move(worker));
  worker = world.started();
  expect_drained(*worker);
  EXPECT_THAT(world.said(), ElementsAre("C1=1", "C1=2"));
}

TEST(WorkerTransaction, AnUnknownOutcomeIsAskedForAndNothingIsSaidTwiceOrNever) {
  for (const bool took_effect : {true, false}) {
    World world;
    auto worker = world.started();
    world.invoices(1, 2);
    world.log().fail_next_commit(CommitOutcome::kUnknown, took_effect);
    expect_drained(*worker);
    world.invoices(3, 3);
    expect_drained(*worker);
    EXPECT_EQ(worker->figures().unknown_outcomes, 1U);
    EXPECT_THAT(world.said(), ElementsAre("C1=1", "C1=2", "C1=3")) << took_effect;
  }
}

TEST(WorkerTransaction, WhoWasFencedStopsAndTheOtherGoesOn) {
  World world;
  auto first = world.started();
  world.invoices(1, 1);
  expect_drained(*first);
  auto second = world.started();
  world.invoices(2, 2);
  EXPECT_EQ(first->drain().error().fault, Fault::kFenced);
  expect_drained(*second);
  EXPECT_THAT(world.said(), ElementsAre("C1=1", "C1=2"));
}

TEST(WorkerTransaction, ACommitMayEndFenced) {
  World world;
  auto worker = world.started();
  world.invoices(1, 1);
  world.log().fail_next_commit(CommitOutcome::kFenced);
  EXPECT_EQ(worker->drain().error().fault, Fault::kFenced);
  worker = world.started();
  expect_drained(*worker);
  EXPECT_THAT(world.said(), ElementsAre("C1=1"));
}

TEST(WorkerTransaction, WhatIsOpenAtACrashIsNeverSeenAndFoldedAgain) {
  World world;
  auto worker = world.started();
  world.invoices(1, 1);
  expect_drained(*worker);
  world.invoices(2, 3);
  ASSERT_TRUE(worker->turn().has_value());  // folded, not committed: the clock stands still
  EXPECT_THAT(world.said(), SizeIs(1));
  world.crash(std::move(worker));
  worker = world.started();
  expect_drained(*worker);
  EXPECT_THAT(world.said(), ElementsAre("C1=1", "C1=2", "C1=3"));
}

TEST(WorkerTransaction, AnUrgentEventIsCommittedAtOnceOthersAfterTheInterval) {
  World world;
  auto worker = world.started();
  world.invoices(1, 1);
  ASSERT_TRUE(worker->turn().has_value());
  EXPECT_THAT(world.said(), IsEmpty());
  world.clock().advance(std::chrono::milliseconds(50));
  world.invoices(2, 2);
  ASSERT_TRUE(worker->turn().has_value());
  EXPECT_THAT(world.said(), SizeIs(2));
  v1::Event urgent;
  ASSERT_TRUE(urgent.ParseFromString(toy::invoice("C1", "3")));
  urgent.set_urgent(true);
  world.append({{kEvents, 0}, "C1", urgent.SerializeAsString(), {}});
  ASSERT_TRUE(worker->turn().has_value());
  EXPECT_THAT(world.said(), SizeIs(3));
}

TEST(WorkerTransaction, ARefusedRecordIsWrittenToTheDeadLettersOnceWhateverHappens) {
  for (const CommitOutcome outcome : {CommitOutcome::kAborted, CommitOutcome::kUnknown}) {
    World world;
    auto worker = world.started();
    world.invoice("C1", "1");
    world.invoice("C1", std::string(toy::kRefused));
    world.append({{kEvents, 0}, "C1", "garbage", {}});
    world.invoice("C1", "2");
    world.log().fail_next_commit(outcome, outcome == CommitOutcome::kUnknown);
    expect_drained(*worker);
    EXPECT_THAT(world.dead_letters(), ElementsAre("BAD_REFERENCE", "UNDECODABLE"));
    EXPECT_THAT(world.said(), ElementsAre("C1=1", "C1=2"));
  }
}

TEST(WorkerTransaction, AFailureOfTheLogStopsTheWorkerAndLosesNothing) {
  for (const SimCall call : {SimCall::kPoll, SimCall::kBegin, SimCall::kAppend}) {
    World world;
    auto worker = world.started();
    world.invoices(1, 2);
    world.log().fail_next(call, Fault::kIo);
    EXPECT_EQ(worker->drain().error().fault, Fault::kIo);
    world.crash(std::move(worker));
    worker = world.started();
    expect_drained(*worker);
    EXPECT_THAT(world.said(), ElementsAre("C1=1", "C1=2"));
  }
}

// --- poison --------------------------------------------------------------------------------------

TEST(WorkerPoison, AShardThatStoppedLeavesItsNeighboursRunning) {
  World world(2);
  // Two clients that stand in different partitions.
  const std::string broken = "C1";
  std::string sound = "D1";
  while (partition_of(sound, 2) == partition_of(broken, 2)) {
    sound += "x";
  }
  auto worker = world.started();
  world.invoice(broken, "1");
  world.invoice(broken, std::string(toy::kBroken));
  world.invoice(broken, "2");
  world.invoice(sound, "1");
  expect_drained(*worker);
  world.invoice(sound, "2");
  expect_drained(*worker);
  EXPECT_THAT(world.said(partition_of(sound, 2)), ElementsAre(sound + "=1", sound + "=2"));
  EXPECT_THAT(world.said(partition_of(broken, 2)), ElementsAre(broken + "=1"));
  ASSERT_THAT(worker->poisoned(), SizeIs(1));
  const Shard& shard = *worker->poisoned().front();
  EXPECT_EQ(shard.identity().log.partition, partition_of(broken, 2));
  EXPECT_EQ(shard.poisoned()->offset, shard.next_offset() + 1) << "a marker stands between";
  EXPECT_THAT(shard.poisoned()->message, HasSubstr("the toy does not break"));

  // The next worker meets it at the same place.
  world.crash(std::move(worker));
  worker = world.started();
  expect_drained(*worker);
  EXPECT_THAT(worker->poisoned(), SizeIs(1));
  EXPECT_THAT(world.said(partition_of(broken, 2)), SizeIs(1));
}

// --- stores --------------------------------------------------------------------------------------

TEST(WorkerStores, NothingThatIsNotCommittedReachesThem) {
  World world;
  auto worker = world.started();
  world.invoices(1, 1);
  expect_drained(*worker);
  world.flush(*worker);
  world.invoices(2, 2);
  ASSERT_TRUE(worker->turn().has_value());  // open
  world.clock().advance(std::chrono::hours(1));
  world.log().fail_next_commit(CommitOutcome::kFenced);
  EXPECT_EQ(worker->drain().error().fault, Fault::kFenced);
  worker.reset();
  auto store = *world.stores().open({kEvents, 0});
  state::v1::StoreMeta meta;
  ASSERT_TRUE(meta.ParseFromString((*store->get(kStoreMetaKey)).value()));
  EXPECT_EQ(meta.next_offset(), 1);
}

TEST(WorkerStores, OneThatFailsStopsTheWorkerAndNothingIsLost) {
  World world;
  auto worker = world.started();
  world.invoices(1, 2);
  expect_drained(*worker);
  world.stores().fail_writes(Fault::kIo);
  EXPECT_EQ(worker->stop().error().fault, Fault::kIo);
  world.crash(std::move(worker));
  world.stores().mend();
  worker = world.started();
  EXPECT_EQ(worker->figures().muted, 2U);
  world.invoices(3, 3);
  expect_drained(*worker);
  ASSERT_TRUE(worker->stop().has_value());
  EXPECT_THAT(world.said(), ElementsAre("C1=1", "C1=2", "C1=3"));
}

TEST(WorkerStores, OneThatLostItsLastWritesIsCaughtUp) {
  World world;
  auto worker = world.started();
  for (int number = 1; number <= 4; ++number) {
    world.invoices(number, number);
    expect_drained(*worker);
    world.flush(*worker);
  }
  const Hash128 before = worker->shards().front()->hashes().full;
  world.crash(std::move(worker));
  world.stores().lose_writes({kEvents, 0}, 3);
  worker = world.started();
  EXPECT_EQ(worker->figures().muted, 3U);
  EXPECT_EQ(worker->shards().front()->hashes().full, before);
}

TEST(WorkerStores, OneThatCannotBeReadAtTheStartIsMadeAnewFromTheLog) {
  World world;
  auto worker = world.started();
  world.invoices(1, 2);
  expect_drained(*worker);
  ASSERT_TRUE(worker->stop().has_value());
  world.crash(std::move(worker));
  world.stores().corrupt({kEvents, 0});
  auto next = world.started();
  EXPECT_EQ(next->figures().stores_set_aside, 1);
  EXPECT_EQ(next->figures().muted, 2);
}

// --- ticks and sweeps ----------------------------------------------------------------------------

class WorkerTicks : public testing::Test {
 protected:
  static v1::Event day(int yyyymmdd) {
    v1::Event event;
    EXPECT_TRUE(event.ParseFromString(toy::day_turned(yyyymmdd)));
    return event;
  }
  void turn(Worker& worker, int yyyymmdd) {
    worker.append_tick({kEvents, 0}, day(yyyymmdd));
    expect_drained(worker);
  }

  World world_;
};

TEST_F(WorkerTicks, TravelInTheWorkersOwnTransaction) {
  auto worker = world_.started();
  turn(*worker, 20130101);
  EXPECT_EQ(format_day(worker->shards().front()->day()), "2013-01-01");
  const auto batch = *world_.log().read({kEvents, 0}, 0, 10);
  ASSERT_THAT(batch->records, SizeIs(1));
  EXPECT_EQ(batch->records[0].key, shard_key(0));
}

TEST_F(WorkerTicks, OpenTheirDayOnceWhateverBecomesOfTheirTransaction) {
  struct Row {
    CommitOutcome outcome;
    bool took_effect;
  };
  for (const Row& row : {Row{CommitOutcome::kAborted, false}, Row{CommitOutcome::kUnknown, false},
                         Row{CommitOutcome::kUnknown, true}}) {
    World world;
    auto worker = world.started();
    world.invoice("C1", std::string(toy::kWaits));
    expect_drained(*worker);
    for (int date = 20130101; date <= 20130103; ++date) {
      turn(*worker, date);
    }
    world.log().fail_next_commit(row.outcome, row.took_effect);
    turn(*worker, 20130104);
    EXPECT_EQ(format_day(worker->shards().front()->day()), "2013-01-04");
    EXPECT_THAT(world.dead_letters(), IsEmpty());
  }
}

TEST_F(WorkerTicks, ASweepGoesOnAfterACrashBetweenItsSlices) {
  auto worker = world_.started();
  turn(*worker, 20130101);
  const int owners = static_cast<int>(kSweepOwnersMax) + 10;
  for (int i = 0; i < owners; ++i) {
    world_.invoice("C" + std::to_string(i), std::string(toy::kWaits));
  }
  expect_drained(*worker);
  for (int date = 20130102; date <= 20130103; ++date) {
    turn(*worker, date);
  }
  worker->append_tick({kEvents, 0}, day(20130104));
  // The day and its first slice are committed, the second slice lies in the log.
  const std::size_t half = static_cast<std::size_t>(owners) + kSweepOwnersMax;
  for (int turns = 0; turns < 20 && world_.said().size() < half; ++turns) {
    ASSERT_TRUE(worker->turn().has_value());
  }
  ASSERT_THAT(world_.said(), SizeIs(half));
  world_.crash(std::move(worker));
  worker = world_.started();
  expect_drained(*worker);
  EXPECT_THAT(world_.said(), SizeIs(static_cast<std::size_t>(2 * owners)))
      << "each owner was counted once and woken once";
}

}  // namespace
}  // namespace encours
