// A cluster in which every topic bears a prefix that nobody above sees: many tests then share one
// real Kafka, each with the usual names to itself.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "src/kafka/broker.h"

namespace encours::kafka {

class PrefixedBroker : public Broker {
 public:
  PrefixedBroker(std::shared_ptr<Broker> broker, std::string prefix)
      : broker_(std::move(broker)), prefix_(std::move(prefix)) {}

  Answer<std::string> cluster_id() override { return broker_->cluster_id(); }
  Answer<std::int32_t> partition_count(const std::string& topic) override {
    return broker_->partition_count(prefix_ + topic);
  }
  Answer<std::unique_ptr<Member>> join(const std::string& instance_id,
                                       std::span<const std::string> topics) override {
    std::vector<std::string> there;
    for (const std::string& topic : topics)
      there.push_back(prefix_ + topic);
    return wrap<PrefixedMember, Member>(broker_->join(instance_id, there));
  }
  Answer<std::unique_ptr<Producer>> open_producer(const std::string& transactional_id) override {
    return wrap<PrefixedProducer, Producer>(broker_->open_producer(transactional_id));
  }
  Answer<std::unique_ptr<Reader>> open_reader() override {
    return wrap<PrefixedReader, Reader>(broker_->open_reader());
  }

 private:
  static TopicPartition there(const std::string& prefix, const TopicPartition& here) {
    return {prefix + here.topic, here.partition};
  }

  template <class Wrapper, class Port>
  Answer<std::unique_ptr<Port>> wrap(Answer<std::unique_ptr<Port>> inner) {
    if (!inner) return tl::unexpected(inner.error());
    return std::make_unique<Wrapper>(std::move(*inner), prefix_);
  }

  struct PrefixedMember : Member {
    PrefixedMember(std::unique_ptr<Member> member, std::string topic_prefix)
        : inner(std::move(member)), prefix(std::move(topic_prefix)) {}

    Answer<std::unique_ptr<Batch>> poll(std::size_t records_max,
                                        std::chrono::milliseconds timeout) override {
      return inner->poll(records_max, timeout);
    }
    std::optional<GroupNews> news() override {
      auto news = inner->news();
      if (news) {
        for (TopicPartition& shard : news->shards)
          shard.topic.erase(0, prefix.size());
      }
      return news;
    }
    Done fetch(std::span<const Fetch> from) override {
      std::vector<Fetch> renamed(from.begin(), from.end());
      for (Fetch& one : renamed)
        one.from = there(prefix, one.from);
      return inner->fetch(renamed);
    }
    Done let_go() override { return inner->let_go(); }
    Answer<std::optional<std::int64_t>> committed(const TopicPartition& partition) override {
      return inner->committed(there(prefix, partition));
    }
    Done prove() override { return inner->prove(); }

    std::unique_ptr<Member> inner;
    std::string prefix;
  };

  struct PrefixedProducer : Producer {
    PrefixedProducer(std::unique_ptr<Producer> producer, std::string topic_prefix)
        : inner(std::move(producer)), prefix(std::move(topic_prefix)) {}

    Done init() override { return inner->init(); }
    Done begin() override { return inner->begin(); }
    Done produce(const Append& record) override {
      Append renamed = record;
      renamed.to = there(prefix, record.to);
      return inner->produce(renamed);
    }
    Done send_offsets(std::span<const CommittedOffset> offsets, Member& member) override {
      std::vector<CommittedOffset> renamed(offsets.begin(), offsets.end());
      for (CommittedOffset& one : renamed)
        one.shard = there(prefix, one.shard);
      return inner->send_offsets(renamed, *static_cast<PrefixedMember&>(member).inner);
    }
    Done commit() override { return inner->commit(); }
    Done abort() override { return inner->abort(); }

    std::unique_ptr<Producer> inner;
    std::string prefix;
  };

  struct PrefixedReader : Reader {
    PrefixedReader(std::unique_ptr<Reader> reader, std::string topic_prefix)
        : inner(std::move(reader)), prefix(std::move(topic_prefix)) {}

    Answer<std::unique_ptr<Batch>> read(const TopicPartition& from, std::int64_t offset,
                                        std::size_t records_max) override {
      return inner->read(there(prefix, from), offset, records_max);
    }
    Answer<Bounds> bounds(const TopicPartition& partition, Isolation isolation) override {
      return inner->bounds(there(prefix, partition), isolation);
    }

    std::unique_ptr<Reader> inner;
    std::string prefix;
  };

  const std::shared_ptr<Broker> broker_;
  const std::string prefix_;
};

}  // namespace encours::kafka
