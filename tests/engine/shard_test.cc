// What a shard does with records: folds, refuses, ignores, stops on a bug; how days, beats,
// policies and sweeps reach each owner once. Each test feeds records by hand and reads what the
// shard said.
#include "src/engine/shard.h"

#include <gtest/gtest.h>

#include "encours/v1/outputs.pb.h"
#include "schemas/topics.h"
#include "src/engine/dead_letter.h"
#include "src/engine/limits.h"
#include "src/engine/nothing_store.h"
#include "tests/engine/toy_topology.h"

namespace encours {
namespace {

constexpr std::size_t kRoomy = std::size_t{1} << 30;

class ShardTest : public testing::Test {
 protected:
  // Folds one record and, after it, what it appended to the shard's own log, as the worker would.
  void fold(const std::string& key, const std::string& value) {
    std::vector<Append> outputs;
    fold_one(key, value, outputs);
    while (!outputs.empty()) {
      const std::vector<Append> now = std::exchange(outputs, {});
      for (const Append& output : now) {
        if (output.to.topic == log_.topic) {
          ++own_events_;
          fold_one(output.key, output.value, outputs);
        } else {
          said_.push_back(output);
        }
      }
    }
  }
  void fold_one(const std::string& key, const std::string& value, std::vector<Append>& outputs) {
    const Record record{0, next_offset_++, key, value, {}};
    Decoded input;
    const Verdict verdict = decode(record, log_, 1, input);
    ASSERT_TRUE(shard_.fold(record, input, verdict, &outputs));
  }
  void invoice(const std::string& client, const std::string& number) {
    fold(client, toy::invoice(client, number));
  }
  void turn(int yyyymmdd) { fold(shard_key(0), toy::day_turned(yyyymmdd)); }

  state::v1::Clock count(std::string_view owner) {
    const auto* row = shard_.rows().find(toy::kCount, OwnerKey{owner});
    return row == nullptr ? state::v1::Clock() : *row;
  }
  std::string last_reason() const {
    for (const Header& header : said_.back().headers) {
      if (header.name == kDeadLetterReasonHeader) {
        return header.value;
      }
    }
    return "";
  }

  TopicPartition log_{"credit.events", 0};
  NothingStore store_;
  Shard shard_{{"cluster", log_, 1}, toy::topology(), store_, kRoomy, true};
  std::int64_t next_offset_ = 0;
  std::vector<Append> said_;
  int own_events_ = 0;
};

TEST_F(ShardTest, AnAcceptedRecordChangesRowsAndIsHeard) {
  invoice("C1", "1");
  invoice("C1", "2");
  EXPECT_EQ(count("C1").instant_us(), 2);
  ASSERT_EQ(said_.size(), 2U);
  v1::Case said;
  ASSERT_TRUE(said.ParseFromString(said_.back().value));
  EXPECT_EQ(said.origin().causation_id(), "event/C1/2");
  EXPECT_EQ(said.origin().revision(), 1);
  EXPECT_EQ(said.origin().id().size(), 32U);
}

TEST_F(ShardTest, ARefusedRecordLeavesNoTraceButItsDeadLetterByteForByte) {
  invoice("C1", "1");
  const Hash128 before = shard_.hashes().full;
  said_.clear();
  invoice("C1", std::string(toy::kRefused));
  EXPECT_EQ(shard_.hashes().full, before);
  ASSERT_EQ(said_.size(), 1U);
  EXPECT_EQ(said_[0].to.topic, "credit.events.dlq");
  EXPECT_EQ(said_[0].value, toy::invoice("C1", toy::kRefused));
  EXPECT_EQ(last_reason(), "BAD_REFERENCE");
  EXPECT_EQ(shard_.next_offset(), 2) << "the stream goes on";
}

TEST_F(ShardTest, WhatCannotBeFoldedGoesToTheDeadLettersWithItsReason) {
  struct Row {
    std::string key;
    std::string value;
    std::string reason;
  };
  v1::Event unheard;
  unheard.set_client_id("C1");
  unheard.mutable_receipt();
  v1::Event company;
  company.set_client_id("C1");
  const std::string ours = toy::invoice("C1", "1");
  const std::vector<Row> table{
      {"C1", "\xff\xff", "UNDECODABLE"},
      {"C1", "", "UNDECODABLE"},
      {"C1", std::string(kEventBytesMax + 1, 'x'), "OVERSIZE"},
      {"C2", ours, "WRONG_KEY"},
      {"", toy::invoice("", "1"), "WRONG_KEY"},
      {"~all/0", toy::invoice("~all/0", "1"), "WRONG_KEY"},
      {"C1", unheard.SerializeAsString(), "UNSUPPORTED_KIND"},
      {"C1", toy::day_turned(20130101), "WRONG_KEY"},
      {"~shard/0", toy::day_turned(20130230), "BAD_DATE"},
      {"~shard/0", toy::beat(0), "TICK_NOT_ALLOWED"},
      {"~shard/1", toy::day_turned(20130101), "WRONG_KEY"},
      {"~all/7", toy::policy(), "WRONG_KEY"},
  };
  for (const Row& row : table) {
    said_.clear();
    fold(row.key, row.value);
    ASSERT_EQ(said_.size(), 1U) << row.reason;
    EXPECT_EQ(last_reason(), row.reason) << row.key;
    EXPECT_EQ(said_[0].value, row.value);
  }
}

TEST_F(ShardTest, AKeyOfAnotherPartitionIsRefused) {
  int foreign = 0;
  for (int partition = 0; partition < 4; ++partition) {
    const std::string value = toy::invoice("C1", "1");
    Decoded input;
    const Verdict verdict = decode({0, 0, "C1", value, {}}, {"credit.events", partition}, 4, input);
    foreign += verdict.reason == RejectReason::kWrongPartition ? 1 : 0;
  }
  EXPECT_EQ(foreign, 3);
}

TEST_F(ShardTest, AFailedAssertionStopsTheShardWithItsPositionAndUndoesTheStep) {
  invoice("C1", "1");
  const Hash128 before = shard_.hashes().full;
  invoice("C1", std::string(toy::kBroken));
  ASSERT_TRUE(shard_.poisoned().has_value());
  EXPECT_EQ(shard_.poisoned()->offset, 1);
  EXPECT_NE(shard_.poisoned()->message.find("the toy does not break"), std::string::npos);
  EXPECT_EQ(shard_.hashes().full, before);
  EXPECT_EQ(shard_.next_offset(), 1) << "the record is not folded";
}

TEST_F(ShardTest, DaysOpenOneAfterTheOtherAndRepeatsAreIgnored) {
  turn(20130101);
  turn(20130101);
  EXPECT_TRUE(said_.empty());
  EXPECT_EQ(shard_.figures().repeats, 1U);
  turn(20130103);
  EXPECT_EQ(last_reason(), "TICK_NOT_ALLOWED");
  turn(20130102);
  EXPECT_EQ(format_day(shard_.day()), "2013-01-02");
}

TEST_F(ShardTest, AnOwnerIsWokenOnItsDayByASweep) {
  turn(20130101);
  invoice("C1", std::string(toy::kWaits));
  turn(20130102);
  turn(20130103);
  EXPECT_EQ(count("C1").day_turn(), 0);
  EXPECT_EQ(own_events_, 0) << "no sweep while nobody waits for the day";
  turn(20130104);
  EXPECT_EQ(count("C1").day_turn(), 1);
  EXPECT_EQ(own_events_, 1);
  turn(20130105);
  EXPECT_EQ(count("C1").day_turn(), 1) << "woken once";
}

TEST_F(ShardTest, AnOwnerTouchedBeforeItsSliceIsBroughtUpFirstAndOnlyOnce) {
  turn(20130101);
  invoice("C1", std::string(toy::kWaits));
  turn(20130102);
  turn(20130103);
  std::vector<Append> sweep;
  fold_one(shard_key(0), toy::day_turned(20130104), sweep);
  ASSERT_EQ(sweep.size(), 1U) << "the slice waits behind a live event";
  invoice("C1", "5");
  EXPECT_EQ(count("C1").day_turn(), 1);
  fold(sweep[0].key, sweep[0].value);
  EXPECT_EQ(count("C1").day_turn(), 1);
}

TEST_F(ShardTest, TheShardHearsOnceADayThatAllOwnersWereBroughtUp) {
  turn(20130101);
  EXPECT_EQ(count("").day_turn(), 1) << "nobody had to be brought up";
  for (int i = 0; i < static_cast<int>(kSweepOwnersMax) + 1; ++i) {
    invoice("C" + std::to_string(i), std::string(toy::kWaits));
  }
  turn(20130102);
  turn(20130103);
  EXPECT_EQ(count("").day_turn(), 3);
  std::vector<Append> first;
  fold_one(shard_key(0), toy::day_turned(20130104), first);
  EXPECT_EQ(count("").day_turn(), 3) << "the slices are still to come";
  std::vector<Append> outputs;
  fold_one(first.at(0).key, first.at(0).value, outputs);
  EXPECT_EQ(count("").day_turn(), 3) << "one more slice is still to come";
  fold(outputs.back().key, outputs.back().value);
  EXPECT_EQ(count("").day_turn(), 4);
}

TEST_F(ShardTest, ABigTurnIsCutIntoSlicesThatReachEveryOwnerOnce) {
  turn(20130101);
  const int owners = static_cast<int>(kSweepOwnersMax) * 2 + 10;
  for (int i = 0; i < owners; ++i) {
    invoice("C" + std::to_string(i), std::string(toy::kWaits));
  }
  for (int day = 2; day <= 4; ++day) {
    turn(20130100 + day);
  }
  EXPECT_EQ(own_events_, 3);
  fold(broadcast_key(0), toy::policy());
  EXPECT_EQ(own_events_, 6);
  for (int i = 0; i < owners; ++i) {
    EXPECT_EQ(count("C" + std::to_string(i)).day_turn(), 2) << i;
  }
}

TEST_F(ShardTest, AnOwnerThatCameAfterThePolicyIsNotBroughtUpToIt) {
  fold(broadcast_key(0), toy::policy());
  invoice("C1", "1");
  EXPECT_EQ(count("C1").day_turn(), 0);
}

TEST_F(ShardTest, ABeatReachesThoseWhoAskedForItInsideTheDayOnly) {
  constexpr std::int64_t kNoonOfJanuaryFirst = 1'357'041'600;
  turn(20130101);
  invoice("C1", std::string(toy::kBeats));
  invoice("C2", "1");
  EXPECT_TRUE(shard_.wants_beat());
  fold(shard_key(0), toy::beat(kNoonOfJanuaryFirst));
  EXPECT_EQ(count("C1").beat_turn(), 1);
  EXPECT_EQ(count("C2").beat_turn(), 0);
  EXPECT_EQ(count("").beat_turn(), 1) << "the shard hears each beat";
  EXPECT_FALSE(shard_.wants_beat());
  fold(shard_key(0), toy::beat(kNoonOfJanuaryFirst));
  EXPECT_EQ(shard_.figures().repeats, 1U);
  fold(shard_key(0), toy::beat(kNoonOfJanuaryFirst + 5 * 86'400));
  EXPECT_EQ(last_reason(), "TICK_NOT_ALLOWED");
}

TEST_F(ShardTest, TheSameRecordsGiveTheSameHashesAndAnOtherOrderAnotherLogHash) {
  NothingStore other_store;
  Shard other({"cluster", log_, 1}, toy::topology(), other_store, kRoomy, true);
  const std::string first = toy::invoice("C1", "1");
  const std::string second = toy::invoice("C2", "1");
  invoice("C1", "1");
  invoice("C2", "1");
  std::int64_t offset = 0;
  for (const auto& [key, value] : {std::pair{"C2", second}, std::pair{"C1", first}}) {
    const Record record{0, offset++, key, value, {}};
    Decoded input;
    const Verdict verdict = decode(record, log_, 1, input);
    ASSERT_TRUE(other.fold(record, input, verdict, nullptr));
  }
  EXPECT_EQ(shard_.hashes().facts, other.hashes().facts);
  EXPECT_NE(shard_.log_hash(), other.log_hash());
}

TEST_F(ShardTest, ATransactionUndoneIsAsIfNeverFolded) {
  invoice("C1", "1");
  shard_.commit_transaction();
  const Hash128 before = shard_.hashes().full;
  const std::uint64_t log_hash = shard_.log_hash();
  invoice("C1", "2");
  invoice("C2", "1");
  shard_.undo_transaction();
  EXPECT_EQ(shard_.hashes().full, before);
  EXPECT_EQ(shard_.log_hash(), log_hash);
  EXPECT_EQ(shard_.next_offset(), 1);
}

TEST_F(ShardTest, SettlingBringsEveryOwnerUpWithoutAnyTick) {
  turn(20130101);
  invoice("C1", std::string(toy::kWaits));
  ASSERT_TRUE(shard_.settle(shard_.day() + 30));
  EXPECT_EQ(count("C1").day_turn(), 1);
  EXPECT_EQ(format_day(shard_.day()), "2013-01-31");
}

}  // namespace
}  // namespace encours
