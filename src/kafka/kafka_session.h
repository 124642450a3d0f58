// A worker's hold on the logs in Kafka: one member of the group and one transactional producer, by
// the ordinal's stable names. Made by KafkaLog.
//
// Failures of the client are turned here into the outcomes that the engine knows. A producer that
// can do no more is replaced by another of the same id; what it had open is aborted by that, and
// what it was committing is told by the group's offsets.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "src/kafka/broker.h"
#include "src/kafka/kafka_log.h"

namespace encours::kafka {

// P of a shard.
Result<std::optional<std::string>> last_position(Reader& reader, const KafkaLogOptions& options,
                                                 const TopicPartition& shard);

class KafkaSession : public LogSession {
 public:
  static Result<std::unique_ptr<LogSession>> open(std::shared_ptr<Broker> broker,
                                                  const KafkaLogOptions& options,
                                                  std::int32_t ordinal);

  Status init() override;
  bool is_grouped() const override { return true; }
  std::optional<GroupNews> news() override;
  Status let_go() override;

  Result<std::optional<std::int64_t>> committed(const TopicPartition& shard) override;
  Result<std::optional<std::string>> last_position(const TopicPartition& shard) override;
  Result<Bounds> bounds(const TopicPartition& shard) override;

  Result<std::uint32_t> assign(const TopicPartition& shard, std::int64_t from) override;
  void unassign(const TopicPartition& shard) override;
  Result<std::unique_ptr<Batch>> poll(std::size_t records_max,
                                      std::chrono::milliseconds timeout) override;

  Status begin() override;
  Status append(const Append& record) override;
  CommitOutcome commit(std::span<const CommittedOffset> offsets) override;
  Status abort() override;

 private:
  // A partition that is or was fetched; its place is the source of its records.
  struct Source {
    TopicPartition shard;
    std::int64_t next_offset = 0;
    bool assigned = false;
  };

  KafkaSession(std::shared_ptr<Broker> broker, const KafkaLogOptions& options,
               std::int32_t ordinal);

  Status replace_producer();
  Status prove();
  Done fetch();
  CommitOutcome not_committed(const Failure& failure);
  CommitOutcome undecided(const Failure& failure);
  void end_open_transaction();

  const std::shared_ptr<Broker> broker_;
  const KafkaLogOptions options_;
  const std::string name_;  // the instance id and the transactional id
  std::unique_ptr<Reader> reader_;
  std::unique_ptr<Member> member_;
  std::unique_ptr<Producer> producer_;
  std::vector<Source> sources_;
  // Why the open transaction can only be aborted; it goes on taking records until its commit.
  std::optional<Failure> doom_;
  bool is_lost_ = false;     // what was given was lost, and is not let go yet
  int fenced_in_a_row_ = 0;  // though the group knew us
};

}  // namespace encours::kafka
