#include "src/kafka/rdkafka_reader.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "src/kafka/rdkafka_config.h"
#include "src/kafka/rdkafka_error.h"

namespace encours::kafka {
namespace {

using std::chrono::milliseconds;

// A wait for records is cut into these, so that an error is seen soon.
constexpr milliseconds kSlice{100};

std::string doing_text(const TopicPartition& place) {
  return fmt::format("reading {}/{}", place.topic, place.partition);
}

}  // namespace

Answer<std::unique_ptr<Reader>> RdkafkaReader::open(const RdkafkaOptions& options,
                                                    std::shared_ptr<RdkafkaCluster> cluster) {
  auto conf = reader_conf(options, Isolation::kCommitted);
  if (!conf) return tl::unexpected(conf.error());
  auto handle = RdkafkaHandle::open(RD_KAFKA_CONSUMER, std::move(*conf), options);
  if (!handle) return tl::unexpected(handle.error());
  return std::unique_ptr<Reader>(
      new RdkafkaReader(options, std::move(*handle), std::move(cluster)));
}

RdkafkaReader::RdkafkaReader(const RdkafkaOptions& options, std::shared_ptr<RdkafkaHandle> handle,
                             std::shared_ptr<RdkafkaCluster> cluster)
    : options_(options),
      handle_(std::move(handle)),
      cluster_(std::move(cluster)),
      queue_(rd_kafka_queue_new(handle_->get())) {}

RdkafkaReader::~RdkafkaReader() {
  stop();
}

Answer<rd_kafka_topic_t*> RdkafkaReader::topic_for(const std::string& name) {
  const auto found = topics_.find(name);
  if (found != topics_.end()) return found->second.get();
  RdkafkaTopic topic(rd_kafka_topic_new(handle_->get(), name.c_str(), nullptr));
  if (topic == nullptr) {
    return tl::unexpected(handle_->failed("reading " + name, rd_kafka_last_error()));
  }
  return topics_.emplace(name, std::move(topic)).first->second.get();
}

Done RdkafkaReader::start(const TopicPartition& from, std::int64_t offset) {
  const auto topic = topic_for(from.topic);
  if (!topic) return tl::unexpected(topic.error());
  if (rd_kafka_consume_start_queue(*topic, from.partition, offset, queue_.get()) != 0) {
    return tl::unexpected(handle_->failed(doing_text(from), rd_kafka_last_error()));
  }
  current_ = *topic;
  place_ = from;
  next_ = offset;
  return {};
}

void RdkafkaReader::stop() {
  if (current_ == nullptr) return;
  rd_kafka_consume_stop(current_, place_.partition);
  current_ = nullptr;
  // What was fetched ahead goes now, not among the records of the next partition.
  while (!take_messages(queue_.get(), /*count=*/1'000, milliseconds{0}).empty()) {
  }
}

Answer<std::unique_ptr<Batch>> RdkafkaReader::read(const TopicPartition& from, std::int64_t offset,
                                                   std::size_t records_max) {
  rd_kafka_poll(handle_->get(), 0);  // statistics and errors come by the main queue
  auto batch = std::make_unique<RdkafkaBatch>(handle_);
  const Deadline deadline = deadline_in(options_.call_timeout);
  const bool goes_on = current_ != nullptr && place_ == from && asked_ == offset;
  if (!goes_on) stop();
  if (goes_on) {
    auto messages = take_messages(queue_.get(), records_max, milliseconds{0});
    if (const Done taken = take_in(std::move(messages), *batch); !taken) {
      return tl::unexpected(taken.error());
    }
  }
  if (batch->empty()) {
    // Nothing at hand: where the end is must be known before anybody is told that it was reached.
    const auto range = bounds(from, Isolation::kCommitted);
    if (!range) return tl::unexpected(range.error());
    if (current_ == nullptr && offset < range->end) {
      if (const Done started = start(from, std::max(offset, range->first)); !started) {
        return tl::unexpected(started.error());
      }
    }
    while (current_ != nullptr && batch->empty() && next_ < range->end) {
      if (is_over(deadline)) return tl::unexpected(handle_->timed_out(doing_text(from)));
      rd_kafka_poll(handle_->get(), 0);
      auto messages = take_messages(queue_.get(), records_max, kSlice);
      if (const Done taken = take_in(std::move(messages), *batch); !taken) {
        return tl::unexpected(taken.error());
      }
    }
  }
  asked_ = batch->empty() ? offset : batch->records.back().offset + 1;
  batch->finish();
  return batch;
}

Done RdkafkaReader::take_in(std::vector<RdkafkaMessage> messages, RdkafkaBatch& batch) {
  batch.records.reserve(messages.size());
  for (RdkafkaMessage& message : messages) {
    if (message->rkt != current_ || message->partition != place_.partition) continue;
    if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
      // Its offset is where the committed end was: behind control records and aborted ones.
      next_ = std::max(next_, message->offset);
      continue;
    }
    if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      Failure failure =
          handle_->failed(doing_text(place_), message->err, rd_kafka_message_errstr(message.get()));
      if (failure.trouble == Trouble::kRetry) continue;  // the library goes on by itself
      stop();
      return tl::unexpected(std::move(failure));
    }
    if (message->offset < next_) continue;
    next_ = message->offset + 1;
    batch.add(std::move(message), /*source=*/0);
  }
  return {};
}

Answer<std::shared_ptr<RdkafkaHandle>> RdkafkaReader::handle_for(Isolation isolation) {
  if (isolation == Isolation::kCommitted) return handle_;
  if (handle_for_all_ == nullptr) {
    auto conf = reader_conf(options_, Isolation::kAll);
    if (!conf) return tl::unexpected(conf.error());
    auto handle = RdkafkaHandle::open(RD_KAFKA_CONSUMER, std::move(*conf), options_);
    if (!handle) return handle;
    handle_for_all_ = std::move(*handle);
  }
  return handle_for_all_;
}

// A handle that has not heard from a broker yet, or that came back before its broker did, knows no
// partition at all: whether one is missing is for the cluster to say.
Failure RdkafkaReader::unknown(const TopicPartition& partition, Failure failure) const {
  if (failure.trouble != Trouble::kRefused) return failure;
  const auto count = cluster_->partition_count(partition.topic);
  if (!count) return count.error();
  if (partition.partition >= 0 && partition.partition < *count) failure.trouble = Trouble::kRetry;
  return failure;
}

Answer<Bounds> RdkafkaReader::bounds(const TopicPartition& partition, Isolation isolation) {
  const auto handle = handle_for(isolation);
  if (!handle) return tl::unexpected(handle.error());
  Bounds bounds;
  const rd_kafka_resp_err_t code = rd_kafka_query_watermark_offsets(
      (*handle)->get(), partition.topic.c_str(), partition.partition, &bounds.first, &bounds.end,
      milliseconds_left(deadline_in(options_.call_timeout)));
  rd_kafka_poll((*handle)->get(), 0);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return tl::unexpected(
        unknown(partition, (*handle)->failed(fmt::format("asking for the bounds of {}/{}",
                                                         partition.topic, partition.partition),
                                             code)));
  }
  return bounds;
}

}  // namespace encours::kafka
