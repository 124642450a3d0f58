// The simulated log and stores fail as they are told to, and only so: what is shown here is the
// script that other tests rely on. What SimLog shares with the real logs is in tests/conformance.
#include "tests/driver/sim_log.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/driver/sim_store.h"

namespace encours {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;

const TopicPartition kShard{"events", 0};
const TopicPartition kOutput{"alerts", 0};
const TopicPartition kPositions{"credit.positions", 0};

SimLogOptions options() {
  SimLogOptions options;
  options.topics = {{"events", 1}, {"alerts", 1}, {"credit.positions", 1}};
  return options;
}

std::unique_ptr<LogSession> session_of(EventLog& log, std::int32_t ordinal = 0) {
  auto session = *log.open_session(ordinal);
  EXPECT_TRUE(session->init().has_value());
  return session;
}

// Everything of one transaction: an output, a position, an offset.
CommitOutcome commit(LogSession& session, const std::string& value, std::int64_t next_offset) {
  EXPECT_TRUE(session.begin().has_value());
  EXPECT_TRUE(session.append({kOutput, "key", value, {}}).has_value());
  EXPECT_TRUE(session.append({kPositions, "events/0", value, {}}).has_value());
  const CommittedOffset offset{kShard, next_offset};
  return session.commit({&offset, 1});
}

std::vector<std::string> values(SimLog& log) {
  const auto batch = *log.read(kOutput, 0, 100);
  std::vector<std::string> values;
  for (const Record& record : batch->records) {
    values.emplace_back(record.value);
  }
  return values;
}

TEST(SimLog, EndsACommitAsItWasTold) {
  SimLog log(options());
  auto session = session_of(log);
  log.fail_next_commit(CommitOutcome::kAborted);
  log.fail_next_commit(CommitOutcome::kUnknown, true);
  log.fail_next_commit(CommitOutcome::kUnknown, false);
  log.fail_next_commit(CommitOutcome::kFenced);

  EXPECT_EQ(commit(*session, "aborted", 1), CommitOutcome::kAborted);
  EXPECT_FALSE(session->committed(kShard)->has_value());

  EXPECT_EQ(commit(*session, "unknown, took effect", 2), CommitOutcome::kUnknown);
  ASSERT_TRUE(session->init().has_value());
  EXPECT_EQ(session->committed(kShard)->value(), 2);

  EXPECT_EQ(commit(*session, "unknown, without effect", 3), CommitOutcome::kUnknown);
  EXPECT_EQ(session->committed(kShard).error().fault, Fault::kRetry) << "it still stands open";
  ASSERT_TRUE(session->init().has_value());
  EXPECT_EQ(session->committed(kShard)->value(), 2);

  EXPECT_EQ(commit(*session, "fenced", 4), CommitOutcome::kFenced);
  EXPECT_EQ(session->init().error().fault, Fault::kFenced);
  EXPECT_THAT(values(log), ElementsAre("unknown, took effect"));
}

TEST(SimLog, LetsTheNextCallFailOnce) {
  SimLog log(options());
  auto session = session_of(log);
  log.fail_next(SimCall::kPoll, Fault::kRetry);
  EXPECT_EQ(session->poll(10, milliseconds(0)).error().fault, Fault::kRetry);
  EXPECT_TRUE(session->poll(10, milliseconds(0)).has_value());

  log.fail_next(SimCall::kAppend, Fault::kIo);
  ASSERT_TRUE(session->begin().has_value());
  EXPECT_EQ(session->append({kOutput, "key", "value", {}}).error().fault, Fault::kIo);
  EXPECT_TRUE(session->abort().has_value());
  EXPECT_EQ(commit(*session, "later", 1), CommitOutcome::kCommitted);
}

TEST(SimLog, ShowsThePartsOfATransactionOneAfterTheOther) {
  // Somebody else looks on while the markers of a decided transaction arrive, in some order that
  // the seed gives. Over several seeds each part is seen to come before each other.
  std::set<std::string> seen_first;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    SimLogOptions delayed = options();
    delayed.seed = seed;
    delayed.marker_delay_calls_max = 30;
    SimLog log(delayed);
    auto writer = session_of(log, 0);
    auto other = session_of(log, 1);
    ASSERT_EQ(commit(*writer, "value", 1), CommitOutcome::kCommitted);
    for (int calls = 0; calls < 100; ++calls) {
      const bool output = log.bounds(kOutput)->end > 0;
      const bool position = log.last_position(kShard).has_value();
      const bool offset = other->committed(kShard).has_value();
      if (output + position + offset == 1) {
        seen_first.insert(output ? "output" : position ? "position" : "offset");
      }
      if (output && position && offset) break;
    }
    EXPECT_THAT(values(log), ElementsAre("value"));
  }
  EXPECT_THAT(seen_first, ElementsAre("offset", "output", "position"));
}

TEST(SimLog, HoldsReadersBackBeforeAnOpenTransaction) {
  SimLog log(options());
  auto slow = session_of(log, 0);
  auto quick = session_of(log, 1);
  ASSERT_TRUE(slow->begin().has_value());
  ASSERT_TRUE(slow->append({kOutput, "key", "slow", {}}).has_value());
  ASSERT_EQ(commit(*quick, "quick", 1), CommitOutcome::kCommitted);
  EXPECT_THAT(values(log), ElementsAre());
  ASSERT_EQ(slow->commit({}), CommitOutcome::kCommitted);
  EXPECT_THAT(values(log), ElementsAre("slow", "quick"));
}

TEST(SimLog, LeavesOpenWhatADeadProcessHadOpenUntilATimeOut) {
  SimLogOptions short_lived = options();
  short_lived.transaction_timeout_calls = 20;
  SimLog log(short_lived);
  auto dead = session_of(log, 0);
  ASSERT_TRUE(dead->begin().has_value());
  ASSERT_TRUE(dead->append({kOutput, "key", "never said", {}}).has_value());
  log.crash();
  EXPECT_EQ(dead->commit({}), CommitOutcome::kFenced);

  auto other = session_of(log, 1);
  ASSERT_EQ(commit(*other, "said", 1), CommitOutcome::kCommitted);
  EXPECT_THAT(values(log), ElementsAre());
  for (int calls = 0; calls < 20; ++calls) {
    (void)log.bounds(kOutput);
  }
  EXPECT_THAT(values(log), ElementsAre("said"));
}

TEST(SimLog, RepeatsItselfByItsSeed) {
  const auto run = [](std::uint64_t seed) {
    SimLogOptions random = options();
    random.seed = seed;
    random.marker_delay_calls_max = 5;
    random.short_polls = true;
    random.aborted_commits_percent = 20;
    random.unknown_commits_percent = 20;
    SimLog log(random);
    std::vector<int> trace;
    auto session = session_of(log);
    EXPECT_TRUE(session->assign(kOutput, 0).has_value());
    for (int i = 0; i < 50; ++i) {
      const CommitOutcome outcome = commit(*session, std::to_string(i), i);
      trace.push_back(static_cast<int>(outcome));
      if (outcome == CommitOutcome::kUnknown) {
        EXPECT_TRUE(session->init().has_value());
      }
      trace.push_back(static_cast<int>((*session->poll(10, milliseconds(0)))->records.size()));
    }
    return trace;
  };
  EXPECT_EQ(run(7), run(7));
  EXPECT_NE(run(7), run(8));
}

TEST(SimLog, MayLoseTheOffsetsOfItsGroup) {
  SimLog log(options());
  auto session = session_of(log);
  ASSERT_EQ(commit(*session, "value", 5), CommitOutcome::kCommitted);
  log.set_committed(kShard, 3);
  EXPECT_EQ(session->committed(kShard)->value(), 3);
  log.set_committed(kShard, std::nullopt);
  EXPECT_FALSE(session->committed(kShard)->has_value());
  EXPECT_EQ(session->last_position(kShard)->value(), "value");
}

// --- stores -------------------------------------------------------------------------------------

void write(StateStore& store, const std::string& key, const std::string& value) {
  const std::vector<RowChange> changes{{key, value}};
  ASSERT_TRUE(store.write(changes).has_value());
}

std::string keys(StateStore& store) {
  std::string keys;
  for (const auto cursor = store.scan("", ""); cursor->valid(); cursor->next()) {
    keys.append(cursor->key());
  }
  return keys;
}

TEST(MemoryStores, LoseASuffixOfTheWritesSinceTheLastSync) {
  std::set<std::string> survivors;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    MemoryStores stores(seed);
    auto store = *stores.open(kShard);
    write(*store, "a", "1");
    stores.sync();
    write(*store, "b", "2");
    write(*store, "c", "3");
    stores.lose_power();
    survivors.insert(keys(**stores.open(kShard)));
  }
  EXPECT_THAT(survivors, ElementsAre("a", "ab", "abc"));
}

TEST(MemoryStores, LoseNothingWhenOnlyTheProcessDies) {
  MemoryStores stores;
  auto dead = *stores.open(kShard);
  write(*dead, "a", "1");
  stores.crash();
  EXPECT_FALSE(dead->get("a").has_value());
  EXPECT_EQ(keys(**stores.open(kShard)), "a");
}

TEST(MemoryStores, RefuseWritesAfterOneFailedUntilTheyAreOpenedAgain) {
  MemoryStores stores;
  auto store = *stores.open(kShard);
  write(*store, "a", "1");
  stores.fail_writes(Fault::kFull);
  const std::vector<RowChange> changes{{"b", "2"}};
  EXPECT_EQ(store->write(changes).error().fault, Fault::kFull);
  stores.mend();
  EXPECT_EQ(store->write(changes).error().fault, Fault::kFull);
  EXPECT_EQ(store->get("a")->value(), "1") << "reads go on";
  write(**stores.open(kShard), "b", "2");
}

TEST(MemoryStores, SetRowsAside) {
  MemoryStores stores;
  write(**stores.open(kShard), "a", "1");
  stores.corrupt(kShard);
  EXPECT_EQ((*stores.open(kShard))->get("a").error().fault, Fault::kCorrupt);
  ASSERT_TRUE(stores.set_aside(kShard).has_value());
  EXPECT_EQ(keys(**stores.open(kShard)), "");
  EXPECT_EQ(stores.set_asides(kShard), 1U);
}

}  // namespace
}  // namespace encours
