// Shows on a real Kafka how shards are given and taken, who is expelled and fenced, and what a
// transaction's offsets become.
#include <map>
#include <set>

#include "tests/kafka/real_kafka.h"

namespace encours::kafka {
namespace {

using Kind = GroupNews::Kind;
using testing::ElementsAre;
using testing::IsEmpty;

class RdkafkaGroup : public RealKafka {
 protected:
  // Joins and is given everything.
  std::unique_ptr<Member> join_alone(const std::string& instance, const std::string& topic,
                                     std::size_t shards) {
    auto member = join(instance, topic);
    const GroupNews news = next_news(*member);
    EXPECT_EQ(news.kind, Kind::kGiven);
    EXPECT_EQ(news.shards.size(), shards);
    must(member->fetch(fetches(news.shards)));
    return member;
  }

  static std::vector<Fetch> fetches(const std::vector<TopicPartition>& shards,
                                    std::int64_t offset = 0) {
    std::vector<Fetch> list;
    for (const TopicPartition& shard : shards)
      list.push_back({shard, offset, static_cast<std::uint32_t>(10 + shard.partition)});
    return list;
  }

  // Answers the group for all members until each of `count` shards is held by one of them.
  static std::map<std::string, std::set<std::int32_t>> settle(
      const std::map<std::string, Member*>& members, std::size_t count) {
    std::map<std::string, std::set<std::int32_t>> held;
    const auto end = steady_clock::now() + kPatience;
    while (steady_clock::now() < end) {
      for (const auto& [name, member] : members) {
        must(member->poll(10, milliseconds{20}));
        while (const auto news = member->news())
          answer(*member, *news, held[name]);
      }
      std::size_t all = 0;
      bool each = true;
      for (const auto& [name, member] : members) {
        all += held[name].size();
        each = each && !held[name].empty();
      }
      if (all == count && each) return held;
    }
    throw std::runtime_error("the group does not settle");
  }

  static void answer(Member& member, const GroupNews& news, std::set<std::int32_t>& held) {
    held.clear();
    if (news.kind != Kind::kGiven) return must(member.let_go());
    for (const TopicPartition& shard : news.shards)
      held.insert(shard.partition);
    must(member.fetch(fetches(news.shards)));
  }

  static std::vector<std::string> poll_values(Member& member, std::size_t count) {
    std::vector<std::string> values;
    const auto end = steady_clock::now() + kPatience;
    while (values.size() < count && steady_clock::now() < end) {
      for (const auto batch = must(member.poll(100, milliseconds{50}));
           const Record& record : batch->records)
        values.emplace_back(record.value);
    }
    return values;
  }
};

TEST_F(RdkafkaGroup, AMemberIsGivenAllAndFetchesWhatItAskedFor) {
  const std::string topic = make_topic(2);
  const auto producer = make_producer();
  write_committed(*producer, {topic, 0}, {"a", "b", "c"});
  write_committed(*producer, {topic, 1}, {"x"});
  auto member = join("m1", topic);
  const GroupNews news = next_news(*member);
  ASSERT_EQ(news.kind, Kind::kGiven);
  EXPECT_THAT(news.shards, ElementsAre(TopicPartition{topic, 0}, TopicPartition{topic, 1}));

  must(member->fetch({}));  // nothing is ready yet
  EXPECT_THAT(must(member->poll(10, milliseconds{200}))->records, IsEmpty());
  must(member->fetch(std::vector<Fetch>{{{topic, 0}, 1, 7}}));
  EXPECT_THAT(poll_values(*member, 2), ElementsAre("b", "c"));
  must(member->fetch(std::vector<Fetch>{{{topic, 0}, 2, 7}, {{topic, 1}, 0, 8}}));
  std::multiset<std::string> seen;
  std::unique_ptr<Batch> last;
  while (seen.size() < 2) {
    last = must(member->poll(100, milliseconds{100}));
    for (const Record& record : last->records) {
      EXPECT_EQ(record.source, record.value == "x" ? 8U : 7U);
      seen.emplace(record.value);
    }
  }
  EXPECT_THAT(seen, ElementsAre("c", "x"));
  member.reset();
  EXPECT_FALSE(last->records.front().value.empty()) << "the batch outlives the member";
}

TEST_F(RdkafkaGroup, AnotherMemberTakesItsPartAndARestartMovesNothing) {
  const std::string topic = make_topic(4);
  auto first = join_alone("m1", topic, 4);
  auto second = join("m2", topic);
  auto held = settle({{"m1", first.get()}, {"m2", second.get()}}, 4);
  EXPECT_EQ(held["m1"].size(), 2U);
  EXPECT_EQ(held["m2"].size(), 2U);

  first.reset();
  first = join("m1", topic);
  const GroupNews news = next_news(*first);
  ASSERT_EQ(news.kind, Kind::kGiven);
  std::set<std::int32_t> again;
  for (const TopicPartition& shard : news.shards)
    again.insert(shard.partition);
  EXPECT_EQ(again, held["m1"]);
  must(first->fetch(fetches(news.shards)));
  for (int i = 0; i < 20; ++i)
    must(second->poll(10, milliseconds{50}));
  EXPECT_FALSE(second->news()) << "nobody else hears of it";
  must(first->prove());
  must(second->prove());

  // One that stays away longer than its session loses its part to the other.
  first.reset();
  held = settle({{"m2", second.get()}}, 4);
  EXPECT_EQ(held["m2"].size(), 4U);
}

TEST_F(RdkafkaGroup, OffsetsAreCommittedWithTheTransactionOrNotAtAll) {
  const std::string topic = make_topic(1);
  const TopicPartition log{topic, 0};
  const auto member = join_alone("m1", topic, 1);
  const auto producer = make_producer();
  EXPECT_EQ(must(member->committed(log)), std::nullopt);

  must(producer->begin());
  write(*producer, log, {"out"});
  must(producer->send_offsets(std::vector<CommittedOffset>{{log, 5}}, *member));
  must(producer->commit());
  EXPECT_EQ(*until([&] { return member->committed(log); }), 5);

  must(producer->begin());
  must(producer->send_offsets(std::vector<CommittedOffset>{{log, 9}}, *member));
  must(producer->abort());
  EXPECT_EQ(*until([&] { return member->committed(log); }), 5);
}

TEST_F(RdkafkaGroup, AnUndecidedOffsetIsNeverTakenForNone) {
  options_.call_timeout = milliseconds{1'500};
  reopen();
  const std::string topic = make_topic(1);
  const TopicPartition log{topic, 0};
  const auto member = join_alone("m1", topic, 1);
  const auto producer = make_producer();
  must(producer->begin());
  must(producer->send_offsets(std::vector<CommittedOffset>{{log, 5}}, *member));
  EXPECT_TRUE(fails_by(member->committed(log), Trouble::kRetry));
  must(producer->commit());
  EXPECT_EQ(*until([&] { return member->committed(log); }), 5);
}

TEST_F(RdkafkaGroup, WhatIsBeingTakenCanStillBeCommitted) {
  const std::string topic = make_topic(2);
  const auto first = join_alone("m1", topic, 2);
  const auto producer = make_producer();
  must(producer->begin());
  const auto second = join("m2", topic);
  EXPECT_EQ(next_news(*first).kind, Kind::kTaken);
  must(producer->send_offsets(std::vector<CommittedOffset>{{{topic, 0}, 3}}, *first));
  must(producer->commit());
  must(first->let_go());
  must(producer->begin());
  EXPECT_TRUE(
      fails_by(producer->send_offsets(std::vector<CommittedOffset>{{{topic, 0}, 4}}, *first),
               Trouble::kExpelled));
  must(producer->abort());
  settle({{"m1", first.get()}, {"m2", second.get()}}, 2);
  EXPECT_EQ(*until([&] { return second->committed({topic, 0}); }), 3);
}

TEST_F(RdkafkaGroup, AMemberThatDoesNotPollLosesItsShards) {
  options_.session_timeout = seconds{2};
  options_.extra["max.poll.interval.ms"] = "3000";
  reopen();
  const std::string topic = make_topic(2);
  const auto sleeper = join_alone("m1", topic, 2);
  const auto other = join("m2", topic);
  const auto producer = make_producer();
  must(producer->begin());
  settle({{"m2", other.get()}}, 2);
  EXPECT_TRUE(
      fails_by(producer->send_offsets(std::vector<CommittedOffset>{{{topic, 0}, 4}}, *sleeper),
               Trouble::kExpelled));
  must(producer->abort());
  EXPECT_TRUE(fails_by(sleeper->prove(), Trouble::kExpelled));
  GroupNews news = next_news(*sleeper);
  EXPECT_EQ(news.kind, Kind::kLost);
  must(sleeper->let_go());
  const auto held = settle({{"m1", sleeper.get()}, {"m2", other.get()}}, 2);
  EXPECT_EQ(held.at("m1").size(), 1U);
  must(sleeper->prove());
}

TEST_F(RdkafkaGroup, ASecondMemberOfTheSameInstanceFencesTheFirst) {
  const std::string topic = make_topic(2);
  const auto first = join_alone("m1", topic, 2);
  const auto producer = make_producer();
  must(producer->begin());
  const auto second = join_alone("m1", topic, 2);
  EXPECT_TRUE(fails_by(first->prove(), Trouble::kFencedMember));
  const Done sent = producer->send_offsets(std::vector<CommittedOffset>{{{topic, 0}, 4}}, *first);
  EXPECT_TRUE(fails_by(sent, Trouble::kFencedMember));
  must(producer->abort());
  EXPECT_TRUE(comes_true(
      [&] { return fails_by(first->poll(10, milliseconds{50}), Trouble::kFencedMember); }));
  must(second->prove());
}

}  // namespace
}  // namespace encours::kafka
