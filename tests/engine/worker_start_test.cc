// Where a worker takes up a shard that it finds: one test for each row of the table "Where a shard
// stands when it starts" of src/engine/README.md. The worker is the real one, over a log and stores
// in memory; the operator counts invoices, so that a record folded twice shows at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/worker_world.h"

namespace encours {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using toy::expect_drained;
using toy::kEvents;
using toy::World;

// A log whose first records were deleted.
class ShortenedLog final : public EventLog {
 public:
  explicit ShortenedLog(EventLog& log) : log_(log) {}

  std::string cluster_id() const override { return log_.cluster_id(); }
  Result<std::int32_t> partition_count(std::string_view topic) const override {
    return log_.partition_count(topic);
  }
  Result<std::unique_ptr<LogSession>> open_session(std::int32_t ordinal) override {
    return std::make_unique<Session>(*log_.open_session(ordinal));
  }
  Result<std::unique_ptr<FeedSession>> open_feed(std::string_view feed) override {
    return log_.open_feed(feed);
  }
  Result<std::optional<std::string>> cursor_of(std::string_view feed) override {
    return log_.cursor_of(feed);
  }
  Result<std::unique_ptr<Batch>> read(const TopicPartition& from, std::int64_t offset,
                                      std::size_t records_max) override {
    return log_.read(from, offset, records_max);
  }
  Result<Bounds> bounds(const TopicPartition& partition) override { return log_.bounds(partition); }
  Result<std::optional<std::string>> last_position(const TopicPartition& shard) override {
    return log_.last_position(shard);
  }

 private:
  class Session final : public LogSession {
   public:
    explicit Session(std::unique_ptr<LogSession> session) : session_(std::move(session)) {}

    Status init() override { return session_->init(); }
    Result<std::optional<std::int64_t>> committed(const TopicPartition& shard) override {
      return session_->committed(shard);
    }
    Result<std::optional<std::string>> last_position(const TopicPartition& shard) override {
      return session_->last_position(shard);
    }
    Result<Bounds> bounds(const TopicPartition& shard) override {
      Result<Bounds> bounds = session_->bounds(shard);
      bounds->first = 1;
      return bounds;
    }
    Result<std::uint32_t> assign(const TopicPartition& shard, std::int64_t from) override {
      return session_->assign(shard, from);
    }
    void unassign(const TopicPartition& shard) override { session_->unassign(shard); }
    Result<std::unique_ptr<Batch>> poll(std::size_t records_max,
                                        std::chrono::milliseconds timeout) override {
      return session_->poll(records_max, timeout);
    }
    Status begin() override { return session_->begin(); }
    Status append(const Append& record) override { return session_->append(record); }
    CommitOutcome commit(std::span<const CommittedOffset> offsets) override {
      return session_->commit(offsets);
    }
    Status abort() override { return session_->abort(); }

   private:
    std::unique_ptr<LogSession> session_;
  };

  EventLog& log_;
};

std::string refusal_of(Worker& worker) {
  const Status status = worker.start();
  EXPECT_FALSE(status.has_value());
  return status.has_value() ? "" : status.error().message;
}

// --- where a shard stands when it starts ---------------------------------------------------------

TEST(WorkerStart, NothingAnywhereIsAFirstStart) {
  World world;
  auto worker = world.started();
  world.invoices(1, 2);
  expect_drained(*worker);
  EXPECT_THAT(world.said(), ElementsAre("C1=1", "C1=2"));
  EXPECT_EQ(world.position().fold_version(), kFoldVersion);
  EXPECT_EQ(world.position().log_hash(), worker->shards().front()->log_hash());
}

TEST(WorkerStart, WhatTheStoreLacksIsFoldedMuted) {
  World world;
  auto worker = world.started();
  world.invoices(1, 3);
  expect_drained(*worker);
  world.flush(*worker);
  world.invoices(4, 5);
  expect_drained(*worker);
  world.crash(std::move(worker));

  worker = world.started();
  EXPECT_EQ(worker->figures().muted, 2U);
  EXPECT_EQ(worker->figures().recovery_offset_mismatches, 0U);
  world.invoices(6, 6);
  expect_drained(*worker);
  EXPECT_THAT(world.said(), ElementsAre("C1=1", "C1=2", "C1=3", "C1=4", "C1=5", "C1=6"));
}

TEST(WorkerStart, AStoreThatWasLostIsFoldedFromTheBeginningMuted) {
  World world;
  auto worker = world.started();
  world.invoices(1, 3);
  expect_drained(*worker);
  const Hash128 before = worker->shards().front()->hashes().full;
  world.crash(std::move(worker));

  MemoryStores empty;
  worker = world.worker(empty);
  ASSERT_TRUE(worker->start().has_value());
  EXPECT_EQ(worker->figures().muted, 3U);
  EXPECT_EQ(worker->shards().front()->hashes().full, before);
  EXPECT_THAT(world.said(), SizeIs(3));
}

TEST(WorkerStart, AfterAStopNothingIsLeftToFold) {
  World world;
  auto worker = world.started();
  world.invoices(1, 3);
  expect_drained(*worker);
  ASSERT_TRUE(worker->stop().has_value());
  world.crash(std::move(worker));
  worker = world.started();
  EXPECT_EQ(worker->figures().muted, 0U);
}

TEST(WorkerStart, RowsBeyondThePositionAreSetAside) {
  World longer;
  auto worker = longer.started();
  longer.invoices(1, 5);
  expect_drained(*worker);
  ASSERT_TRUE(worker->stop().has_value());
  longer.crash(std::move(worker));

  World shorter;
  worker = shorter.started();
  shorter.invoices(1, 2);
  expect_drained(*worker);
  shorter.crash(std::move(worker));

  worker = shorter.worker(longer.stores());
  ASSERT_TRUE(worker->start().has_value());
  EXPECT_EQ(worker->figures().stores_set_aside, 1U);
  EXPECT_EQ(longer.stores().set_asides({kEvents, 0}), 1U);
  EXPECT_EQ(worker->figures().muted, 2U);
  shorter.invoices(3, 3);
  expect_drained(*worker);
  EXPECT_THAT(shorter.said(), ElementsAre("C1=1", "C1=2", "C1=3"));
}

TEST(WorkerStart, RowsOfAnotherLogAreSetAside) {
  World other(1, "another cluster");
  auto worker = other.started();
  other.invoices(1, 2);
  expect_drained(*worker);
  ASSERT_TRUE(worker->stop().has_value());
  other.crash(std::move(worker));

  World world;
  world.invoices(1, 2);
  worker = world.worker(other.stores());
  ASSERT_TRUE(worker->start().has_value());
  EXPECT_EQ(worker->figures().stores_set_aside, 1U);
  expect_drained(*worker);
  EXPECT_THAT(world.said(), ElementsAre("C1=1", "C1=2"));
}

TEST(WorkerStart, ThePositionIsTheAuthorityWhereTheCommittedOffsetDiffers) {
  for (const std::optional<std::int64_t> committed :
       {std::optional<std::int64_t>(), std::optional<std::int64_t>(0),
        std::optional<std::int64_t>(1'000)}) {
    World world;
    auto worker = world.started();
    world.invoices(1, 3);
    expect_drained(*worker);
    world.crash(std::move(worker));
    world.log().set_committed({kEvents, 0}, committed);

    worker = world.started();
    EXPECT_EQ(worker->figures().recovery_offset_mismatches, 1U);
    EXPECT_EQ(worker->figures().muted, 3U);
    world.invoices(4, 4);
    expect_drained(*worker);
    EXPECT_THAT(world.said(), ElementsAre("C1=1", "C1=2", "C1=3", "C1=4"));
  }
}

TEST(WorkerStart, ACommittedOffsetWithoutAPositionIsRefused) {
  World world;
  world.log().set_committed({kEvents, 0}, 5);
  EXPECT_THAT(refusal_of(*world.worker()), HasSubstr("no position record"));
}

TEST(WorkerStart, RowsWithoutAnOffsetAndAPositionAreRefused) {
  World world;
  auto worker = world.started();
  world.invoices(1, 2);
  expect_drained(*worker);
  ASSERT_TRUE(worker->stop().has_value());
  world.crash(std::move(worker));
  World emptied;
  worker = emptied.worker(world.stores());
  EXPECT_THAT(refusal_of(*worker), HasSubstr("stored rows"));
}

TEST(WorkerStart, APositionThatIsNotOfThisLogOrFoldIsRefused) {
  struct Row {
    void (*change)(v1::Position& position);
    std::string words;
  };
  const std::vector<Row> table{
      {[](v1::Position& position) { position.set_cluster_id("elsewhere"); }, "another cluster"},
      {[](v1::Position& position) { position.set_partition_count(9); }, "9 partitions"},
      {[](v1::Position& position) { position.set_fold_version(kFoldVersion + 1); }, "version"},
      {[](v1::Position& position) { position.set_log_hash(1); }, "another log hash"},
  };
  for (const Row& row : table) {
    World world;
    v1::Position position = world.no_records_yet();
    row.change(position);
    world.plant(position);
    EXPECT_THAT(refusal_of(*world.worker()), HasSubstr(row.words));
  }
}

TEST(WorkerStart, ALogThatLostItsBeginningIsRefusedUnlessTheRowsAreThere) {
  World world;
  ShortenedLog shortened(world.log());
  EXPECT_THAT(refusal_of(*world.worker(shortened, world.stores())),
              HasSubstr("begins at offset 0"));

  auto worker = world.started();
  world.invoices(1, 2);
  expect_drained(*worker);
  ASSERT_TRUE(worker->stop().has_value());
  world.crash(std::move(worker));
  MemoryStores lost;
  EXPECT_THAT(refusal_of(*world.worker(shortened, lost)), HasSubstr("neither rows nor a snapshot"));
  EXPECT_TRUE(world.worker(shortened, world.stores())->start().has_value());
}

}  // namespace
}  // namespace encours
