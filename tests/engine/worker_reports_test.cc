// What a worker says of itself: once an interval at most, within its own transactions, so that one
// whose place was taken says nothing any more; and how readers follow it.
#include "src/engine/worker_reports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/engine/timestamp.h"
#include "tests/engine/worker_world.h"

namespace encours {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using toy::expect_drained;
using toy::kEvents;
using toy::World;

constexpr std::chrono::seconds kInterval{1};

class WorkerReports : public testing::Test {
 protected:
  WorkerReports() {
    world_.settings().report_interval = kInterval;
    world_.settings().host = "here";
  }

  std::vector<v1::WorkerReport> said() {
    std::vector<v1::WorkerReport> said;
    const auto batch = *world_.log().read({"credit.workers", 0}, 0, 1'000);
    for (const Record& record : batch->records) {
      EXPECT_EQ(record.key, "0");
      EXPECT_TRUE(said.emplace_back().ParseFromString(std::string(record.value)));
    }
    return said;
  }

  World world_;
};

TEST_F(WorkerReports, AnIdleWorkerSpeaksOnceAnInterval) {
  auto worker = world_.started();
  for (int turn = 0; turn < 10; ++turn) {
    ASSERT_TRUE(worker->turn().has_value());
  }
  EXPECT_THAT(said(), SizeIs(1));
  world_.clock().advance(kInterval);
  ASSERT_TRUE(worker->turn().has_value());
  ASSERT_TRUE(worker->turn().has_value());
  EXPECT_THAT(said(), SizeIs(2));
  EXPECT_EQ(micros_of(said()[1].said_at()) - micros_of(said()[0].said_at()), 1'000'000);
}

TEST_F(WorkerReports, AReportRidesAlongWithATransactionOfEvents) {
  auto worker = world_.started();
  world_.invoices(1, 2);
  expect_drained(*worker);
  EXPECT_EQ(worker->figures().transactions, 1U);
  const auto reports = said();
  ASSERT_THAT(reports, SizeIs(1));
  EXPECT_EQ(reports[0].host(), "here");
  EXPECT_EQ(reports[0].fold_version(), kFoldVersion);
  ASSERT_THAT(reports[0].shards(), SizeIs(1));
  const v1::ShardReport& shard = reports[0].shards(0);
  EXPECT_EQ(shard.topic(), kEvents);
  EXPECT_EQ(shard.state(), v1::SHARD_STATE_SERVED);
  EXPECT_EQ(shard.next_offset(), world_.position().next_offset());
  EXPECT_FALSE(shard.has_last_commit_at()) << "it is said before the commit";

  world_.clock().advance(kInterval);
  ASSERT_TRUE(worker->turn().has_value());
  ASSERT_THAT(said(), SizeIs(2));
  EXPECT_TRUE(said()[1].shards(0).has_last_commit_at());
}

TEST_F(WorkerReports, AnAbortedReportIsNotSeen) {
  auto worker = world_.started();
  world_.log().fail_next_commit(CommitOutcome::kAborted);
  ASSERT_TRUE(worker->turn().has_value());
  EXPECT_EQ(worker->figures().aborted, 1U);
  EXPECT_THAT(said(), IsEmpty());
  world_.clock().advance(kInterval);
  ASSERT_TRUE(worker->turn().has_value());
  EXPECT_THAT(said(), SizeIs(1));
}

TEST_F(WorkerReports, AZombieSaysNothing) {
  auto first = world_.started();
  ASSERT_TRUE(first->turn().has_value());
  auto second = world_.started();
  world_.clock().advance(kInterval);
  const Result<bool> turned = first->turn();
  ASSERT_FALSE(turned.has_value());
  EXPECT_EQ(turned.error().fault, Fault::kFenced);
  EXPECT_THAT(said(), SizeIs(1));
}

TEST_F(WorkerReports, APoisonedShardIsSaid) {
  auto worker = world_.started();
  world_.invoice("C1", std::string(toy::kBroken));
  expect_drained(*worker);
  world_.clock().advance(kInterval);
  ASSERT_TRUE(worker->turn().has_value());
  EXPECT_EQ(said().back().shards(0).state(), v1::SHARD_STATE_POISONED);
}

TEST_F(WorkerReports, WithoutAnIntervalNothingIsSaid) {
  world_.settings().report_interval = {};
  auto worker = world_.started();
  ASSERT_TRUE(worker->turn().has_value());
  EXPECT_EQ(worker->figures().transactions, 0U);
  EXPECT_THAT(said(), IsEmpty());
}

TEST_F(WorkerReports, AReaderFollowsTheNewestOfEachSpeaker) {
  ReportReader reader(world_.log());
  auto worker = world_.started();
  ASSERT_TRUE(worker->turn().has_value());
  ASSERT_TRUE(reader.catch_up().has_value());
  const std::int64_t first = reader.newest().at("0").offset;
  world_.clock().advance(kInterval);
  ASSERT_TRUE(worker->turn().has_value());
  ASSERT_TRUE(reader.catch_up(0).has_value());
  EXPECT_THAT(reader.newest(), SizeIs(1));
  EXPECT_GT(reader.newest().at("0").offset, first);
}

}  // namespace
}  // namespace encours
