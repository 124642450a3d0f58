// The sessions and feeds of the local log. Made by LocalLog; used by src/local alone.
#pragma once

#include <map>
#include <memory>

#include "src/local/log_core.h"
#include "src/local/partition_reader.h"

namespace encours {

class LocalSession : public LogSession {
 public:
  LocalSession(std::shared_ptr<LogCore> core, std::int32_t ordinal);

  Status init() override;
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
  enum class State : std::uint8_t { kNew, kReady, kOpen, kBroken };

  // Whether this session may still speak for its ordinal, and the log can still be written.
  Status in_force() const;
  bool has_records() const;

  const std::shared_ptr<LogCore> core_;
  Holder holder_;
  State state_ = State::kNew;  // of the transaction
  Transaction transaction_;
  // By source, in the order of assignment; null once unassigned.
  std::vector<std::unique_ptr<PartitionReader>> sources_;
  std::map<TopicPartition, std::uint32_t> source_of_;
  std::size_t first_source_ =
      0;  // of the next poll, so that a long partition does not starve others
};

class LocalFeed : public FeedSession {
 public:
  LocalFeed(std::shared_ptr<LogCore> core, std::string_view feed);

  Result<std::optional<std::string>> cursor() override;
  Status append(std::span<const Append> records, std::string_view cursor) override;

 private:
  const std::shared_ptr<LogCore> core_;
  const std::string feed_;
  const Holder holder_;
};

}  // namespace encours
