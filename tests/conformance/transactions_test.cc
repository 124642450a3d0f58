// What every home of the log promises of transactions: all parts or none, whatever happens to the
// commit, to the process, or to a successor. A reader can learn the ports from these examples.
#include "tests/conformance/event_log_suite.h"

namespace encours {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

class TransactionsTest : public EventLogTest {};

// --- transactions -------------------------------------------------------------------------------

TEST_P(TransactionsTest, ShowsOutputsOffsetAndPositionOfACommit) {
  auto session = this->session();
  ASSERT_EQ(commit(*session, "said", 7), CommitOutcome::kCommitted);
  EXPECT_EQ(committed(*session, kShard), 7);
  EXPECT_EQ(position(*session, kShard), "said");
  EXPECT_EQ(ask([&] { return log().last_position(kShard); }), "said");
  EXPECT_THAT(values(kAlerts), ElementsAre("said"));
  EXPECT_THAT(values(kPositions), ElementsAre("said"));
}

TEST_P(TransactionsTest, ShowsNothingBeforeTheCommit) {
  auto writer = session();
  auto reader = session(1);
  ASSERT_TRUE(reader->assign(kAlerts, 0).has_value());
  expect_ok(writer->begin());
  expect_ok(writer->append(record(kAlerts, "not yet")));
  expect_ok(writer->append(record(kPositions, "not yet", "events/0")));
  EXPECT_THAT((*reader->poll(10, milliseconds(0)))->records, IsEmpty());
  EXPECT_THAT(values(kAlerts), IsEmpty());
  EXPECT_EQ(log().bounds(kAlerts)->end, 0);
  ASSERT_EQ(writer->commit({}), CommitOutcome::kCommitted);
  EXPECT_THAT(values(poll(*reader, 1)), ElementsAre("not yet"));
}

TEST_P(TransactionsTest, LeavesNothingOfWhatWasAborted) {
  auto session = this->session();
  ASSERT_EQ(commit(*session, "before", 1), CommitOutcome::kCommitted);
  expect_ok(session->begin());
  expect_ok(session->append(record(kAlerts, "aborted")));
  expect_ok(session->append(record(kPositions, "aborted", "events/0")));
  expect_ok(session->abort());
  ASSERT_EQ(commit(*session, "after", 2), CommitOutcome::kCommitted);
  EXPECT_THAT(values(kAlerts), ElementsAre("before", "after"));
  EXPECT_EQ(committed(*session, kShard), 2);
  EXPECT_EQ(position(*session, kShard), "after");
}

TEST_P(TransactionsTest, CommitsOffsetsAlone) {
  auto session = this->session();
  expect_ok(session->begin());
  const std::vector<CommittedOffset> offsets{{kShard, 3}, {kOtherShard, 4}};
  ASSERT_EQ(session->commit(offsets), CommitOutcome::kCommitted);
  EXPECT_EQ(committed(*session, kShard), 3);
  EXPECT_EQ(committed(*session, kOtherShard), 4);
}

TEST_P(TransactionsTest, NeverReadsNoCommittedOffsetAsZero) {
  auto session = this->session();
  EXPECT_EQ(committed(*session, kShard), std::nullopt);
  EXPECT_EQ(position(*session, kShard), std::nullopt);
  ASSERT_EQ(commit(*session, "at zero", 0), CommitOutcome::kCommitted);
  EXPECT_EQ(committed(*session, kShard), 0);
  EXPECT_EQ(committed(*session, kOtherShard), std::nullopt);
}

TEST_P(TransactionsTest, KeepsTheNewestPositionOfEachShard) {
  auto session = this->session();
  ASSERT_EQ(commit(*session, "first", 1), CommitOutcome::kCommitted);
  expect_ok(session->begin());
  expect_ok(session->append(record({kPositions.topic, 1}, "other", "events/1")));
  expect_ok(session->append(record(kPositions, "second", "events/0")));
  expect_ok(session->append(record(kPositions, "third", "events/0")));
  ASSERT_EQ(session->commit({}), CommitOutcome::kCommitted);
  EXPECT_EQ(position(*session, kShard), "third");
  EXPECT_EQ(position(*session, kOtherShard), "other");
}

TEST_P(TransactionsTest, TellsThatAnUnknownOutcomeTookEffect) {
  auto session = this->session();
  home_->hide_next_outcome(true);
  ASSERT_EQ(commit(*session, "said", 1), CommitOutcome::kUnknown);
  if (!session->init()) {
    home_->restart();
    session = this->session();
  }
  EXPECT_EQ(committed(*session, kShard), 1);
  EXPECT_EQ(position(*session, kShard), "said");
  EXPECT_THAT(values(kAlerts), ElementsAre("said"));
}

TEST_P(TransactionsTest, TellsThatAnUnknownOutcomeTookNoEffect) {
  auto session = this->session();
  ASSERT_EQ(commit(*session, "before", 1), CommitOutcome::kCommitted);
  home_->hide_next_outcome(false);
  ASSERT_EQ(commit(*session, "lost", 2), CommitOutcome::kUnknown);
  if (!session->init()) {
    home_->restart();
    session = this->session();
  }
  EXPECT_EQ(committed(*session, kShard), 1);
  EXPECT_EQ(position(*session, kShard), "before");
  ASSERT_EQ(commit(*session, "again", 2), CommitOutcome::kCommitted);
  EXPECT_THAT(values(kAlerts), ElementsAre("before", "again"));
}

// --- refusals -----------------------------------------------------------------------------------

TEST_P(TransactionsTest, RefusesARecordThatIsTooLarge) {
  auto session = this->session();
  const std::string largest(kHomeRecordBytesMax - 3, 'x');
  expect_ok(session->begin());
  expect_ok(session->append(record(kAlerts, largest)));
  ASSERT_EQ(session->commit({}), CommitOutcome::kCommitted);

  expect_ok(session->begin());
  expect_fault(session->append(record(kAlerts, largest + "x")), Fault::kRefused);
  expect_ok(session->abort());
  expect_fault(feed()->append(std::vector{record(kAlerts, largest + "x")}, "cursor"),
               Fault::kRefused);
  EXPECT_EQ(values(kAlerts).size(), 1U);
}

TEST_P(TransactionsTest, RefusesPartitionsThatAreNotThere) {
  auto session = this->session();
  for (const TopicPartition& nowhere :
       {TopicPartition{"invented", 0}, TopicPartition{"events", 2}, TopicPartition{"events", -1}}) {
    expect_fault(session->assign(nowhere, 0), Fault::kRefused);
    expect_fault(session->bounds(nowhere), Fault::kRefused);
    expect_fault(log().read(nowhere, 0, 1), Fault::kRefused);
    expect_ok(session->begin());
    expect_fault(session->append(record(nowhere, "lost")), Fault::kRefused);
    expect_ok(session->abort());
  }
  expect_fault(log().partition_count("invented"), Fault::kRefused);
  ASSERT_EQ(commit(*session, "goes on", 1), CommitOutcome::kCommitted);
}

// --- whose place it is --------------------------------------------------------------------------

TEST_P(TransactionsTest, FencesWhoHeldTheOrdinalBefore) {
  auto zombie = session(3);
  expect_ok(zombie->begin());
  expect_ok(zombie->append(record(kAlerts, "of a zombie")));
  auto successor = session(3);
  const CommittedOffset offset{kShard, 9};
  EXPECT_EQ(zombie->commit({&offset, 1}), CommitOutcome::kFenced);
  expect_fault(zombie->init(), Fault::kFenced);
  expect_fault(zombie->poll(1, milliseconds(0)), Fault::kFenced);
  EXPECT_EQ(committed(*successor, kShard), std::nullopt);
  ASSERT_EQ(commit(*successor, "of its successor", 1), CommitOutcome::kCommitted);
  EXPECT_THAT(values(kAlerts), ElementsAre("of its successor"));
}

TEST_P(TransactionsTest, LetsASessionTakeItsOwnPlaceAgain) {
  auto session = this->session();
  expect_ok(session->begin());
  expect_ok(session->append(record(kAlerts, "open")));
  expect_ok(session->init());
  ASSERT_EQ(commit(*session, "after", 1), CommitOutcome::kCommitted);
  EXPECT_THAT(values(kAlerts), ElementsAre("after"));
}

TEST_P(TransactionsTest, KeepsOrdinalsApart) {
  auto one = session(1);
  auto two = session(2);
  expect_ok(one->begin());
  expect_ok(one->append(record(kAlerts, "one")));
  expect_ok(two->begin());
  expect_ok(two->append(record(kAlerts, "two")));
  ASSERT_EQ(two->commit({}), CommitOutcome::kCommitted);
  ASSERT_EQ(one->commit({}), CommitOutcome::kCommitted);
  EXPECT_THAT(values(kAlerts), testing::UnorderedElementsAre("one", "two"));
}

// --- a process that dies ------------------------------------------------------------------------

TEST_P(TransactionsTest, IsTheSameAfterARestart) {
  const std::string name = log().cluster_id();
  say(kShard, {"one"});
  {
    auto session = this->session();
    ASSERT_EQ(commit(*session, "said", 1), CommitOutcome::kCommitted);
    expect_ok(session->begin());
    expect_ok(session->append(record(kAlerts, "open at the crash")));
    expect_ok(session->append(record(kPositions, "open at the crash", "events/0")));
    home_->restart();
  }
  EXPECT_EQ(log().cluster_id(), name);
  auto session = this->session();
  EXPECT_EQ(committed(*session, kShard), 1);
  EXPECT_EQ(position(*session, kShard), "said");
  ASSERT_EQ(commit(*session, "again", 2), CommitOutcome::kCommitted);
  say(kShard, {"two"});
  EXPECT_THAT(values(kAlerts), ElementsAre("said", "again"));
  EXPECT_THAT(values(kShard), ElementsAre("one", "two"));
}

INSTANTIATE_TEST_SUITE_P(Homes, TransactionsTest, kHomes, name_of_home);

}  // namespace
}  // namespace encours
