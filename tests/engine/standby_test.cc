// What a standby promises: it is never ahead of what was said, its rows are its worker's, and when
// the worker falls silent another goes on with them at once. The worker is the real one, over a log
// in memory; the operator counts invoices, so that a record folded twice shows at once.
#include "src/engine/standby.h"

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
using std::chrono_literals::operator""s;

class StandbyTest : public testing::Test {
 protected:
  StandbyTest() { world_.settings().report_interval = 1s; }

  std::unique_ptr<Standby> standby() {
    auto standby = std::make_unique<Standby>(
        world_.log(), stores_, world_.clock(), world_.settings(), 5s,
        [](std::string_view) -> const Topology& { return toy::topology(); });
    EXPECT_TRUE(standby->start().has_value());
    return standby;
  }

  // Turns until nothing moves.
  static void follow(Standby& standby) {
    Result<bool> moved = true;
    while (moved.has_value() && *moved) {
      moved = standby.turn();
      ASSERT_TRUE(moved.has_value()) << moved.error().message;
    }
  }

  std::unique_ptr<Worker> worker_with(int invoices) {
    auto worker = world_.started();
    world_.invoices(1, invoices);
    expect_drained(*worker);
    return worker;
  }

  // A position record with a hash of the rows at the end of what is folded.
  void plant_hash(const Hash128& full) {
    v1::Position position = world_.position();
    position.set_state_hash_offset(position.next_offset());
    position.set_state_hash_low(full.low);
    position.set_state_hash_high(full.high);
    world_.plant(position);
  }

  World world_;
  MemoryStores stores_;
};

TEST_F(StandbyTest, WaitsForAnOrdinalThatWasNeverStarted) {
  auto standby = this->standby();
  for (int second = 0; second < 10; ++second) {
    world_.clock().advance(1s);
    follow(*standby);
  }
  EXPECT_FALSE(standby->has_heard());
  EXPECT_FALSE(standby->is_due());
}

TEST_F(StandbyTest, FollowsThePositionAndNeverGoesBeyondIt) {
  auto worker = worker_with(3);
  auto standby = this->standby();
  follow(*standby);
  ASSERT_THAT(standby->shards(), SizeIs(1));
  EXPECT_EQ(standby->shards().front()->next_offset(), world_.position().next_offset());

  world_.invoices(4, 5);
  follow(*standby);
  EXPECT_EQ(standby->shards().front()->next_offset(), world_.position().next_offset());
  EXPECT_LT(standby->shards().front()->next_offset(), world_.log().bounds({kEvents, 0})->end);

  expect_drained(*worker);
  follow(*standby);
  EXPECT_EQ(standby->shards().front()->next_offset(), world_.position().next_offset());
  EXPECT_EQ(standby->shards().front()->hashes().full, worker->shards().front()->hashes().full);
  EXPECT_EQ(standby->behind(), 0);
  EXPECT_THAT(world_.said(), SizeIs(5)) << "it says nothing itself";
}

TEST_F(StandbyTest, IsDueOnceTheOrdinalHasBeenSilentForLongEnough) {
  auto worker = worker_with(1);
  auto standby = this->standby();
  follow(*standby);
  for (int second = 0; second < 4; ++second) {
    world_.clock().advance(1s);
    follow(*standby);
  }
  EXPECT_FALSE(standby->is_due());
  ASSERT_TRUE(worker->turn().has_value());  // it speaks
  world_.clock().advance(1s);
  follow(*standby);
  EXPECT_FALSE(standby->is_due());
  for (int second = 0; second < 5; ++second) {
    world_.clock().advance(1s);
    follow(*standby);
  }
  EXPECT_TRUE(standby->is_due());
}

TEST_F(StandbyTest, TimeInWhichItCouldNotHearIsNoSilence) {
  auto worker = worker_with(1);
  auto standby = this->standby();
  follow(*standby);
  world_.clock().advance(60s);  // the standby itself stood still
  follow(*standby);
  EXPECT_FALSE(standby->is_due());
}

TEST_F(StandbyTest, AWorkerGoesOnWithItsRowsAndTheOneBeforeIsFenced) {
  auto worker = worker_with(3);
  auto standby = this->standby();
  follow(*standby);
  world_.invoices(4, 4);

  auto next = world_.worker(stores_);
  next->take_warm(standby->take_over());
  standby.reset();
  ASSERT_TRUE(next->start().has_value());
  expect_drained(*next);
  EXPECT_EQ(next->figures().muted, 0U) << "nothing had to be folded again";
  world_.clock().advance(1s);
  const Result<bool> zombie = worker->turn();
  ASSERT_FALSE(zombie.has_value());
  EXPECT_EQ(zombie.error().fault, Fault::kFenced);
  EXPECT_THAT(world_.said(), ElementsAre("C1=1", "C1=2", "C1=3", "C1=4"));
  ASSERT_TRUE(next->stop().has_value());
}

TEST_F(StandbyTest, FoldsWhatWasSaidSinceWhenItTakesOverLate) {
  auto worker = worker_with(2);
  auto standby = this->standby();
  follow(*standby);
  world_.invoices(3, 4);
  expect_drained(*worker);
  world_.log().crash();

  auto next = world_.worker(stores_);
  next->take_warm(standby->take_over());
  ASSERT_TRUE(next->start().has_value());
  EXPECT_EQ(next->figures().muted, 2U);
  expect_drained(*next);
  EXPECT_THAT(world_.said(), SizeIs(4));
}

TEST_F(StandbyTest, RowsComeToTheDiskAndAreFoundThereAgain) {
  auto worker = worker_with(3);
  auto standby = this->standby();
  follow(*standby);
  ASSERT_TRUE(standby->stop().has_value());
  standby = this->standby();
  follow(*standby);
  EXPECT_EQ(standby->figures().muted, 0U);
  EXPECT_EQ(standby->shards().front()->next_offset(), world_.position().next_offset());
}

TEST_F(StandbyTest, ComparesItsRowsWithTheHashThatTheWorkerTells) {
  auto worker = worker_with(3);
  auto standby = this->standby();
  follow(*standby);
  world_.flush(*worker);  // the next position tells the hash at this one
  world_.invoices(4, 4);
  expect_drained(*worker);
  follow(*standby);
  EXPECT_EQ(standby->figures().hashes_compared, 1U);
  EXPECT_EQ(standby->figures().hashes_different, 0U);
}

TEST_F(StandbyTest, RowsThatDifferAreSetAsideAndFoldedAnew) {
  auto worker = worker_with(3);
  auto standby = this->standby();
  follow(*standby);
  const Hash128 right = standby->shards().front()->hashes().full;
  plant_hash({1, 2});
  follow(*standby);
  EXPECT_EQ(standby->figures().hashes_different, 1U);
  EXPECT_EQ(stores_.set_asides({kEvents, 0}), 1U);
  EXPECT_EQ(standby->shards().front()->hashes().full, right);

  plant_hash(right);
  follow(*standby);
  plant_hash({1, 2});
  follow(*standby);
  EXPECT_EQ(standby->figures().hashes_different, 2U) << "doubt was lifted in between";
  plant_hash({1, 2});
  const Result<bool> turned = standby->turn();
  ASSERT_FALSE(turned.has_value());
  EXPECT_EQ(turned.error().fault, Fault::kCorrupt);
  EXPECT_THAT(turned.error().message, HasSubstr("encours verify"));
}

TEST_F(StandbyTest, RefusesToShadowAnotherFoldVersion) {
  auto worker = worker_with(1);
  world_.settings().fold_version = kFoldVersion + 1;
  auto standby = this->standby();
  const Result<bool> turned = standby->turn();
  ASSERT_FALSE(turned.has_value());
  EXPECT_EQ(turned.error().fault, Fault::kRefused);
  EXPECT_THAT(turned.error().message, HasSubstr("version"));
}

TEST_F(StandbyTest, SaysHowItStands) {
  auto worker = worker_with(3);
  auto standby = this->standby();
  follow(*standby);
  world_.clock().advance(1s);
  follow(*standby);
  ReportReader reader(world_.log());
  ASSERT_TRUE(reader.catch_up().has_value());
  ASSERT_TRUE(reader.newest().contains("0/standby"));
  const v1::WorkerReport& report = reader.newest().at("0/standby").report;
  EXPECT_TRUE(report.standby());
  ASSERT_THAT(report.shards(), SizeIs(1));
  EXPECT_EQ(report.shards(0).state(), v1::SHARD_STATE_SHADOWED);
  EXPECT_EQ(report.shards(0).next_offset(), world_.position().next_offset());
}

}  // namespace
}  // namespace encours
