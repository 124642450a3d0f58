// A member of the group on one librdkafka consumer. Opened by RdkafkaBroker::join().
//
// The group's news comes in the library's rebalance callback, on the thread that polls; it is only
// kept there. The library waits with the rest of the group until it is answered: kGiven by fetch(),
// kTaken and kLost by let_go(). Heartbeats go on meanwhile, on a thread of the library.
#pragma once

#include <deque>
#include <span>
#include <string>
#include <vector>

#include "src/kafka/rdkafka_batch.h"
#include "src/kafka/rdkafka_handle.h"

namespace encours::kafka {

class RdkafkaMember : public Member {
 public:
  // The topics must be there: librdkafka 2.0.2 fails on one that is not.
  static Answer<std::unique_ptr<Member>> join(const RdkafkaOptions& options,
                                              const std::string& instance_id,
                                              std::span<const std::string> topics);
  ~RdkafkaMember() override;

  Answer<std::unique_ptr<Batch>> poll(std::size_t records_max,
                                      std::chrono::milliseconds timeout) override;
  std::optional<GroupNews> news() override;
  Done fetch(std::span<const Fetch> from) override;
  Done let_go() override;
  Answer<std::optional<std::int64_t>> committed(const TopicPartition& partition) override;

  // Asks the group's coordinator for its members, by DescribeGroups, and looks for our instance id
  // with our member id. That is the same record by which it accepts or refuses our heartbeats and
  // offsets, it changes nothing, and needs no right that a member lacks. (librdkafka tells nobody
  // that a heartbeat was answered, and an offset committed for the sake of the answer would be one
  // more writer of offsets.)
  Done prove() override;

  // What the offsets of a transaction are sent with. kExpelled when nothing is held.
  //
  // The broker compares member id and generation, never who holds the partition. So these are taken
  // when the shards are given, and offsets of shards that were lost since are refused, though the
  // member has joined anew; and before anything was given there are none, for a request without a
  // generation is not checked at all.
  Answer<const rd_kafka_consumer_group_metadata_t*> metadata() const;

 private:
  // What the group has given, by the last callback and what was answered to it. While it is being
  // taken it can still be committed.
  enum class Hold : std::uint8_t { kNothing, kGiven, kBeingTaken, kLost };

  // Where a partition is fetched, and the least offset that may come next.
  struct Place {
    TopicPartition from;
    std::uint32_t source = 0;
    std::int64_t next = 0;
    const rd_kafka_topic_t* topic = nullptr;  // the library's, once a record has come
  };

  RdkafkaMember(const RdkafkaOptions& options, std::string instance_id,
                std::shared_ptr<RdkafkaHandle> handle);

  void hear(rd_kafka_resp_err_t code, const rd_kafka_topic_partition_list_t* partitions);
  void take_in(std::vector<RdkafkaMessage> messages, RdkafkaBatch& batch);
  Place* place_of(const rd_kafka_message_t& message);
  std::optional<Failure> failure_of(const rd_kafka_message_t& message) const;
  std::optional<Failure> fatal_failure() const;
  Done judge(const rd_kafka_ConsumerGroupDescription_t& group, const std::string& own_id) const;
  std::string member_id() const;

  std::string group_;
  std::string instance_id_;
  std::chrono::milliseconds call_timeout_;
  std::shared_ptr<RdkafkaHandle> handle_;
  RdkafkaQueue queue_;
  std::deque<GroupNews> news_;
  std::vector<Place> places_;
  std::size_t last_place_ = 0;
  std::optional<Failure> failure_;  // came after records: told at the next poll
  Hold hold_ = Hold::kNothing;
  RdkafkaGroupMetadata metadata_;  // of what is held
  std::string given_as_;  // member id by which shards were last given; empty before the first
  std::int64_t stale_records_ = 0;  // dropped since the last fetch()
};

}  // namespace encours::kafka
