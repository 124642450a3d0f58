#include "src/kafka/rdkafka_producer.h"

#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "src/kafka/rdkafka_config.h"
#include "src/kafka/rdkafka_error.h"
#include "src/kafka/rdkafka_member.h"

namespace encours::kafka {
namespace {

using std::chrono::milliseconds;

// Delivery reports are served after so many records, or they pile up until the commit.
constexpr std::uint32_t kRecordsUnservedMax = 128;
// Between two tries of a call that the library wants made again; reports are served meanwhile.
constexpr int kPauseMs = 50;

std::string place_text(const TopicPartition& place) {
  return fmt::format("{}/{}", place.topic, place.partition);
}

// The library takes headers only by the call with a list of tagged values.
RdkafkaError produce_with_headers(rd_kafka_t* client, rd_kafka_topic_t* topic,
                                  const Append& record) {
  std::array<rd_kafka_vu_t, 5> fixed{};
  fixed[0].vtype = RD_KAFKA_VTYPE_RKT;
  fixed[0].u.rkt = topic;
  fixed[1].vtype = RD_KAFKA_VTYPE_PARTITION;
  fixed[1].u.i32 = record.to.partition;
  fixed[2].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
  fixed[2].u.i = RD_KAFKA_MSG_F_COPY;
  fixed[3].vtype = RD_KAFKA_VTYPE_VALUE;
  fixed[3].u.mem = {const_cast<char*>(record.value.data()), record.value.size()};
  fixed[4].vtype = RD_KAFKA_VTYPE_KEY;
  fixed[4].u.mem = {const_cast<char*>(record.key.data()), record.key.size()};
  std::vector<rd_kafka_vu_t> parts(fixed.begin(), fixed.end());
  for (const Header& header : record.headers) {
    rd_kafka_vu_t part{};
    part.vtype = RD_KAFKA_VTYPE_HEADER;
    part.u.header = {header.name.c_str(), header.value.data(),
                     static_cast<ssize_t>(header.value.size())};
    parts.push_back(part);
  }
  return RdkafkaError(rd_kafka_produceva(client, parts.data(), parts.size()));
}

rd_kafka_resp_err_t enqueue(rd_kafka_t* client, rd_kafka_topic_t* topic, const Append& record) {
  if (!record.headers.empty()) {
    const RdkafkaError error = produce_with_headers(client, topic, record);
    return error == nullptr ? RD_KAFKA_RESP_ERR_NO_ERROR : rd_kafka_error_code(error.get());
  }
  // Never RD_KAFKA_MSG_F_BLOCK: this thread serves the reports by which the queue empties.
  const int result = rd_kafka_produce(topic, record.to.partition, RD_KAFKA_MSG_F_COPY,
                                      const_cast<char*>(record.value.data()), record.value.size(),
                                      record.key.data(), record.key.size(), nullptr);
  return result == 0 ? RD_KAFKA_RESP_ERR_NO_ERROR : rd_kafka_last_error();
}

}  // namespace

Answer<std::unique_ptr<Producer>> RdkafkaProducer::open(const RdkafkaOptions& options,
                                                        const std::string& transactional_id,
                                                        std::shared_ptr<RdkafkaCluster> cluster) {
  std::unique_ptr<RdkafkaProducer> producer(
      new RdkafkaProducer(options, transactional_id, std::move(cluster)));
  if (const Done opened = producer->open_client(); !opened) return tl::unexpected(opened.error());
  return producer;
}

RdkafkaProducer::RdkafkaProducer(RdkafkaOptions options, std::string transactional_id,
                                 std::shared_ptr<RdkafkaCluster> cluster)
    : options_(std::move(options)),
      transactional_id_(std::move(transactional_id)),
      cluster_(std::move(cluster)) {}

RdkafkaProducer::~RdkafkaProducer() {
  close_client();
}

Done RdkafkaProducer::open_client() {
  auto conf = producer_conf(options_, transactional_id_);
  if (!conf) return tl::unexpected(conf.error());
  auto handle = RdkafkaHandle::open(RD_KAFKA_PRODUCER, std::move(*conf), options_);
  if (!handle) return tl::unexpected(handle.error());
  handle_ = std::move(*handle);
  handle_->ear().on_delivery = [this](const rd_kafka_message_t& message) {
    hear_delivery(message);
  };
  return {};
}

// A transaction that is open is left to the broker, and to whoever next takes the id.
void RdkafkaProducer::close_client() {
  topics_.clear();
  if (handle_ == nullptr) return;
  handle_->ear().on_delivery = nullptr;
  handle_.reset();
  is_initialised_ = false;
  lost_record_.reset();
}

void RdkafkaProducer::hear_delivery(const rd_kafka_message_t& message) {
  // The first failure is the reason, what follows is thrown away because of it.
  if (message.err == RD_KAFKA_RESP_ERR_NO_ERROR || lost_record_) return;
  if (message.err == RD_KAFKA_RESP_ERR__PURGE_QUEUE ||
      message.err == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT) {
    return;
  }
  must_renew_ = true;
  const Trouble trouble =
      trouble_of(message.err) == Trouble::kRefused ? Trouble::kRefused : Trouble::kAbort;
  lost_record_ = Failure{
      trouble, error_message(fmt::format("writing {} bytes to {}/{}", message.len,
                                         rd_kafka_topic_name(message.rkt), message.partition),
                             message.err)};
}

// --- failures

// A failure that carries no more than a code, outside the transactional calls.
Failure RdkafkaProducer::failure_of_code(const std::string& doing, rd_kafka_resp_err_t code) const {
  const FatalError fatal = fatal_error_of(handle_->get());
  if (fatal.code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return {fatal_trouble_of(fatal.code), error_message(doing, fatal.code, fatal.text)};
  }
  const Trouble trouble = trouble_of(code);
  return {trouble == Trouble::kRetry ? Trouble::kAbort : trouble, error_message(doing, code)};
}

Failure RdkafkaProducer::failure_of(const std::string& doing, const rd_kafka_error_t& error) const {
  const rd_kafka_resp_err_t code = rd_kafka_error_code(&error);
  const std::string_view text = rd_kafka_error_string(&error);
  if (rd_kafka_error_is_fatal(&error) != 0 ||
      fatal_error_of(handle_->get()).code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return failure_of_code(doing, code);
  }
  if (rd_kafka_error_txn_requires_abort(&error) != 0) {
    const Trouble trouble = trouble_of(code);
    return {trouble == Trouble::kRetry ? Trouble::kAbort : trouble,
            error_message(doing, code, text)};
  }
  if (rd_kafka_error_is_retriable(&error) != 0) return handle_->timed_out(doing);
  const Trouble trouble = trouble_of(code);
  return {trouble == Trouble::kRetry ? Trouble::kBroken : trouble,
          error_message(doing, code, text)};
}

// Producing is refused while no transaction is open: one that was has failed by itself. The library
// tells the reason only to the next transactional call, and to its log.
Failure RdkafkaProducer::why_not_open(const std::string& doing) const {
  const Failure failure = failure_of_code(doing, RD_KAFKA_RESP_ERR__STATE);
  if (failure.trouble != Trouble::kAbort) return failure;
  RdkafkaEar& ear = handle_->ear();
  const std::lock_guard lock(ear.mutex);
  const bool is_right = ear.transaction_log.find("AUTHORIZATION_FAILED") != std::string::npos;
  return {is_right ? Trouble::kRefused : Trouble::kAbort,
          fmt::format("{}: the transaction has failed: {}", doing, ear.transaction_log)};
}

// Why a record was not delivered says more than that the transaction has failed for it.
Failure RdkafkaProducer::reason_of(Failure failure) {
  rd_kafka_poll(handle_->get(), 0);
  return failure.trouble == Trouble::kAbort && lost_record_ ? *lost_record_ : std::move(failure);
}

template <class Call>
RdkafkaError RdkafkaProducer::call_until(Deadline deadline, Call call) {
  for (;;) {
    RdkafkaError error(call(milliseconds_left(deadline)));
    if (error == nullptr || rd_kafka_error_is_retriable(error.get()) == 0 || is_over(deadline)) {
      return error;
    }
    rd_kafka_poll(handle_->get(), kPauseMs);
  }
}

// --- transactions

Done RdkafkaProducer::init() {
  if (is_initialised_ || handle_ == nullptr) {
    close_client();
    if (const Done opened = open_client(); !opened) return opened;
  }
  const RdkafkaError error = call_until(deadline_in(options_.call_timeout), [this](int ms) {
    return rd_kafka_init_transactions(handle_->get(), ms);
  });
  if (error == nullptr) {
    is_initialised_ = true;
    must_renew_ = false;
    return {};
  }
  rd_kafka_poll(handle_->get(), 0);
  const Failure failure = failure_of(fmt::format("taking the id {}", transactional_id_), *error);
  // A client that has met a fatal error can do nothing more: the next call makes a new one.
  if (failure.trouble != Trouble::kRetry) is_initialised_ = true;
  return tl::unexpected(failure);
}

Done RdkafkaProducer::begin() {
  lost_record_.reset();
  {
    RdkafkaEar& ear = handle_->ear();
    const std::lock_guard lock(ear.mutex);
    ear.transaction_log.clear();
  }
  const RdkafkaError error(rd_kafka_begin_transaction(handle_->get()));
  if (error == nullptr) return {};
  return tl::unexpected(failure_of("beginning a transaction", *error));
}

Answer<RdkafkaProducer::Topic*> RdkafkaProducer::topic_for(const TopicPartition& to) {
  auto found = topics_.find(to.topic);
  if (found == topics_.end() || to.partition >= found->second.partitions) {
    const auto count = cluster_->partition_count(to.topic);
    if (!count) return tl::unexpected(count.error());
    if (found == topics_.end()) {
      Topic topic;
      topic.handle.reset(rd_kafka_topic_new(handle_->get(), to.topic.c_str(), nullptr));
      if (topic.handle == nullptr) {
        return tl::unexpected(
            failure_of_code("writing to " + place_text(to), rd_kafka_last_error()));
      }
      found = topics_.emplace(to.topic, std::move(topic)).first;
    }
    found->second.partitions = *count;
  }
  if (to.partition < 0 || to.partition >= found->second.partitions) {
    return tl::unexpected(
        Failure{Trouble::kRefused,
                fmt::format("writing to {}: the topic has {} partitions; `encours topics "
                            "check` says how many it needs",
                            place_text(to), found->second.partitions)});
  }
  return &found->second;
}

Done RdkafkaProducer::produce(const Append& record) {
  if (lost_record_) return tl::unexpected(*lost_record_);
  const auto topic = topic_for(record.to);
  if (!topic) return tl::unexpected(topic.error());
  if (const Done queued = queue(record, (*topic)->handle.get()); !queued) return queued;
  if (++unserved_ >= kRecordsUnservedMax) {
    unserved_ = 0;
    rd_kafka_poll(handle_->get(), 0);
  }
  return {};
}

Done RdkafkaProducer::queue(const Append& record, rd_kafka_topic_t* topic) {
  const Deadline deadline = deadline_in(options_.transaction_timeout);
  for (;;) {
    const rd_kafka_resp_err_t code = enqueue(handle_->get(), topic, record);
    switch (code) {
      case RD_KAFKA_RESP_ERR_NO_ERROR:
        return {};
      case RD_KAFKA_RESP_ERR__QUEUE_FULL:
        rd_kafka_poll(handle_->get(), kPauseMs);
        if (lost_record_) return tl::unexpected(*lost_record_);
        if (!is_over(deadline)) continue;
        return tl::unexpected(Failure{
            Trouble::kAbort, handle_->timed_out("writing to " + place_text(record.to)).message});
      case RD_KAFKA_RESP_ERR__STATE:
        return tl::unexpected(why_not_open("writing to " + place_text(record.to)));
      default:
        return tl::unexpected(failure_of_code(
            fmt::format("writing {} bytes to {}", record.value.size(), place_text(record.to)),
            code));
    }
  }
}

Done RdkafkaProducer::send_offsets(std::span<const CommittedOffset> offsets, Member& member) {
  if (lost_record_) return tl::unexpected(*lost_record_);
  const auto* const own = dynamic_cast<RdkafkaMember*>(&member);
  if (own == nullptr) {
    return tl::unexpected(Failure{Trouble::kRefused, "sending offsets of another broker's member"});
  }
  const auto metadata = own->metadata();
  if (!metadata) return tl::unexpected(metadata.error());
  const RdkafkaPartitions list(rd_kafka_topic_partition_list_new(static_cast<int>(offsets.size())));
  for (const CommittedOffset& offset : offsets) {
    rd_kafka_topic_partition_list_add(list.get(), offset.shard.topic.c_str(),
                                      offset.shard.partition)
        ->offset = offset.next_offset;
  }
  const RdkafkaError error = call_until(deadline_in(options_.transaction_timeout), [&](int ms) {
    return rd_kafka_send_offsets_to_transaction(handle_->get(), list.get(), *metadata, ms);
  });
  if (error == nullptr) return {};
  Failure failure = failure_of("sending offsets with the transaction", *error);
  if (failure.trouble == Trouble::kRetry) failure.trouble = Trouble::kAbort;
  return tl::unexpected(reason_of(std::move(failure)));
}

Done RdkafkaProducer::commit() {
  if (lost_record_) return tl::unexpected(*lost_record_);
  // By then the broker has decided by itself, whatever it was told.
  const RdkafkaError error =
      call_until(deadline_in(2 * options_.transaction_timeout),
                 [this](int ms) { return rd_kafka_commit_transaction(handle_->get(), ms); });
  if (error == nullptr) return {};
  Failure failure = failure_of("committing", *error);
  if (failure.trouble == Trouble::kRetry) failure.trouble = Trouble::kBroken;
  return tl::unexpected(reason_of(std::move(failure)));
}

Done RdkafkaProducer::abort() {
  rd_kafka_poll(handle_->get(), 0);
  if (must_renew_) return init();
  const RdkafkaError error = call_until(deadline_in(options_.transaction_timeout), [this](int ms) {
    return rd_kafka_abort_transaction(handle_->get(), ms);
  });
  if (must_renew_) return init();
  if (error == nullptr) return {};
  Failure failure = failure_of("aborting", *error);
  // An abort that needs an abort is one to be made again.
  if (failure.trouble == Trouble::kAbort) failure.trouble = Trouble::kRetry;
  return tl::unexpected(std::move(failure));
}

}  // namespace encours::kafka
