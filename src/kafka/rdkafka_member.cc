#include "src/kafka/rdkafka_member.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "src/kafka/rdkafka_config.h"
#include "src/kafka/rdkafka_error.h"

namespace encours::kafka {
namespace {

using std::chrono::milliseconds;

RdkafkaPartitions partitions_of(std::span<const Fetch> from) {
  RdkafkaPartitions list(rd_kafka_topic_partition_list_new(static_cast<int>(from.size())));
  for (const Fetch& fetch : from) {
    rd_kafka_topic_partition_list_add(list.get(), fetch.from.topic.c_str(), fetch.from.partition)
        ->offset = fetch.offset;
  }
  return list;
}

}  // namespace

Answer<std::unique_ptr<Member>> RdkafkaMember::join(const RdkafkaOptions& options,
                                                    const std::string& instance_id,
                                                    std::span<const std::string> topics) {
  auto conf = member_conf(options, instance_id);
  if (!conf) return tl::unexpected(conf.error());
  auto handle = RdkafkaHandle::open(RD_KAFKA_CONSUMER, std::move(*conf), options);
  if (!handle) return tl::unexpected(handle.error());
  std::unique_ptr<RdkafkaMember> member(
      new RdkafkaMember(options, instance_id, std::move(*handle)));
  const RdkafkaPartitions list(rd_kafka_topic_partition_list_new(static_cast<int>(topics.size())));
  for (const std::string& topic : topics) {
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
  }
  const rd_kafka_resp_err_t code = rd_kafka_subscribe(member->handle_->get(), list.get());
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return tl::unexpected(
        member->handle_->failed(fmt::format("joining the group {}", options.group), code));
  }
  return member;
}

RdkafkaMember::RdkafkaMember(const RdkafkaOptions& options, std::string instance_id,
                             std::shared_ptr<RdkafkaHandle> handle)
    : group_(options.group),
      instance_id_(std::move(instance_id)),
      call_timeout_(options.call_timeout),
      handle_(std::move(handle)) {
  handle_->ear().on_rebalance = [this](rd_kafka_resp_err_t code,
                                       const rd_kafka_topic_partition_list_t* partitions) {
    hear(code, partitions);
  };
  // Errors, statistics and news come by the same queue as records, so that one call serves all.
  rd_kafka_poll_set_consumer(handle_->get());
  queue_.reset(rd_kafka_queue_get_consumer(handle_->get()));
}

RdkafkaMember::~RdkafkaMember() {
  queue_.reset();
  RdkafkaHandle::close_consumer(std::move(handle_));
}

void RdkafkaMember::hear(rd_kafka_resp_err_t code,
                         const rd_kafka_topic_partition_list_t* partitions) {
  GroupNews news;
  if (code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
    news.kind = GroupNews::Kind::kGiven;
    for (int i = 0; i < partitions->cnt; ++i) {
      news.shards.push_back({partitions->elems[i].topic, partitions->elems[i].partition});
    }
    hold_ = Hold::kGiven;
    metadata_.reset(rd_kafka_consumer_group_metadata(handle_->get()));
    given_as_ = member_id();
  } else {
    // The library does not call lost what it loses while the group is taking it already; but then
    // it has given up its member id.
    const bool is_lost = code != RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS ||
                         rd_kafka_assignment_lost(handle_->get()) != 0 || member_id().empty();
    news.kind = is_lost ? GroupNews::Kind::kLost : GroupNews::Kind::kTaken;
    hold_ = is_lost ? Hold::kLost : Hold::kBeingTaken;
  }
  news_.push_back(std::move(news));
  // The poll that heard this ends at once instead of waiting for records.
  rd_kafka_queue_yield(queue_.get());
}

// --- records

Answer<std::unique_ptr<Batch>> RdkafkaMember::poll(std::size_t records_max, milliseconds timeout) {
  if (const auto fatal = fatal_failure()) return tl::unexpected(*fatal);
  if (failure_) return tl::unexpected(*std::exchange(failure_, std::nullopt));
  auto batch = std::make_unique<RdkafkaBatch>(handle_);
  take_in(take_messages(queue_.get(), records_max, timeout), *batch);
  if (batch->empty() && failure_) {
    return tl::unexpected(*std::exchange(failure_, std::nullopt));
  }
  batch->finish();
  return batch;
}

void RdkafkaMember::take_in(std::vector<RdkafkaMessage> messages, RdkafkaBatch& batch) {
  batch.records.reserve(messages.size());
  for (RdkafkaMessage& message : messages) {
    if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      // What comes after it is kept: the records before and behind an error are as good as any.
      if (auto failure = failure_of(*message); failure && !failure_) failure_ = std::move(failure);
      continue;
    }
    // librdkafka 2.0.2 delivers records of an older assignment, or a record twice, when partitions
    // change hands at the wrong moment. Gaps are in order, for transactions leave some.
    Place* const place = place_of(*message);
    if (place == nullptr || message->offset < place->next) {
      ++stale_records_;
      continue;
    }
    place->next = message->offset + 1;
    batch.add(std::move(message), place->source);
  }
}

RdkafkaMember::Place* RdkafkaMember::place_of(const rd_kafka_message_t& message) {
  const auto is_it = [&message](const Place& place) {
    return place.topic == message.rkt && place.from.partition == message.partition;
  };
  if (last_place_ < places_.size() && is_it(places_[last_place_])) return &places_[last_place_];
  auto found = std::ranges::find_if(places_, is_it);
  if (found == places_.end()) {
    // The first record of a place: the library's name for its topic is learnt.
    const std::string_view name = rd_kafka_topic_name(message.rkt);
    found = std::ranges::find_if(places_, [&](const Place& place) {
      return place.topic == nullptr && place.from.partition == message.partition &&
             place.from.topic == name;
    });
    if (found == places_.end()) return nullptr;
    found->topic = message.rkt;
  }
  last_place_ = static_cast<std::size_t>(found - places_.begin());
  return &*found;
}

std::optional<Failure> RdkafkaMember::failure_of(const rd_kafka_message_t& message) const {
  switch (message.err) {
    // News of kLost comes with it.
    case RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED:
    case RD_KAFKA_RESP_ERR__PARTITION_EOF:
      return std::nullopt;
    case RD_KAFKA_RESP_ERR__FATAL:
      return fatal_failure();
    default:
      break;
  }
  const std::string doing =
      message.rkt == nullptr
          ? fmt::format("polling as a member of {}", group_)
          : fmt::format("fetching {}/{}", rd_kafka_topic_name(message.rkt), message.partition);
  Failure failure = handle_->failed(doing, message.err, rd_kafka_message_errstr(&message));
  // The library goes on by itself with what may pass: leaders that move, brokers that are away.
  if (failure.trouble == Trouble::kRetry) return std::nullopt;
  return failure;
}

std::optional<Failure> RdkafkaMember::fatal_failure() const {
  const FatalError fatal = fatal_error_of(handle_->get());
  if (fatal.code == RD_KAFKA_RESP_ERR_NO_ERROR) return std::nullopt;
  return Failure{
      fatal_trouble_of(fatal.code),
      error_message(fmt::format("member {} of {}", instance_id_, group_), fatal.code, fatal.text)};
}

// --- the group

std::optional<GroupNews> RdkafkaMember::news() {
  if (news_.empty()) return std::nullopt;
  GroupNews first = std::move(news_.front());
  news_.pop_front();
  return first;
}

Done RdkafkaMember::fetch(std::span<const Fetch> from) {
  places_.clear();
  last_place_ = 0;
  stale_records_ = 0;
  // What was taken or lost since is not fetched any more; let_go() comes next.
  if (hold_ != Hold::kGiven) return {};
  for (const Fetch& fetch : from) {
    places_.push_back({fetch.from, fetch.source, fetch.offset, nullptr});
  }
  const rd_kafka_resp_err_t code = rd_kafka_assign(handle_->get(), partitions_of(from).get());
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return tl::unexpected(
        handle_->failed(fmt::format("beginning to fetch {} partitions", from.size()), code));
  }
  return {};
}

Done RdkafkaMember::let_go() {
  places_.clear();
  last_place_ = 0;
  hold_ = Hold::kNothing;
  metadata_.reset();
  const rd_kafka_resp_err_t code = rd_kafka_assign(handle_->get(), nullptr);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return tl::unexpected(handle_->failed("giving back what the group takes", code));
  }
  return {};
}

Answer<std::optional<std::int64_t>> RdkafkaMember::committed(const TopicPartition& partition) {
  const std::string doing = fmt::format("asking {} for the committed offset of {}/{}", group_,
                                        partition.topic, partition.partition);
  const RdkafkaPartitions list(rd_kafka_topic_partition_list_new(1));
  const rd_kafka_topic_partition_t& answer =
      *rd_kafka_topic_partition_list_add(list.get(), partition.topic.c_str(), partition.partition);
  // By isolation.level=read_committed the library asks for stable offsets.
  rd_kafka_resp_err_t code =
      rd_kafka_committed(handle_->get(), list.get(), milliseconds_left(deadline_in(call_timeout_)));
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) code = answer.err;
  if (code == RD_KAFKA_RESP_ERR_UNSTABLE_OFFSET_COMMIT) {
    return tl::unexpected(
        Failure{Trouble::kRetry, doing + ": a transaction that holds one is undecided"});
  }
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return tl::unexpected(handle_->failed(doing, code));
  if (answer.offset < 0) return std::optional<std::int64_t>();
  return std::optional<std::int64_t>(answer.offset);
}

std::string RdkafkaMember::member_id() const {
  char* const id = rd_kafka_memberid(handle_->get());
  if (id == nullptr) return {};
  std::string copy(id);
  rd_kafka_mem_free(handle_->get(), id);
  return copy;
}

Done RdkafkaMember::prove() {
  const std::string doing = fmt::format("asking whether {} knows {}", group_, instance_id_);
  if (const auto fatal = fatal_failure()) return tl::unexpected(*fatal);
  // The library gives up its member id with its session, and comes back under another: to the group
  // it is still the one by which it was known.
  std::string own_id = member_id();
  if (own_id.empty()) own_id = given_as_;
  if (own_id.empty()) return tl::unexpected(Failure{Trouble::kRetry, doing + ": not joined"});
  const Deadline deadline = deadline_in(call_timeout_);
  const RdkafkaQueue answers(rd_kafka_queue_new(handle_->get()));
  const RdkafkaAdminOptions options(
      rd_kafka_AdminOptions_new(handle_->get(), RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS));
  rd_kafka_AdminOptions_set_request_timeout(options.get(), milliseconds_left(deadline), nullptr, 0);
  const char* groups[] = {group_.c_str()};
  rd_kafka_DescribeConsumerGroups(handle_->get(), groups, 1, options.get(), answers.get());
  const RdkafkaEvent event(rd_kafka_queue_poll(answers.get(), milliseconds_left(deadline)));
  if (event == nullptr) return tl::unexpected(handle_->timed_out(doing));
  if (const auto code = rd_kafka_event_error(event.get()); code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return tl::unexpected(handle_->failed(doing, code, rd_kafka_event_error_string(event.get())));
  }
  std::size_t count = 0;
  const rd_kafka_ConsumerGroupDescription_t** const described =
      rd_kafka_DescribeConsumerGroups_result_groups(
          rd_kafka_event_DescribeConsumerGroups_result(event.get()), &count);
  if (count != 1) return tl::unexpected(handle_->timed_out(doing));
  return judge(*described[0], own_id);
}

Done RdkafkaMember::judge(const rd_kafka_ConsumerGroupDescription_t& group,
                          const std::string& own_id) const {
  const std::string doing = fmt::format("asking whether {} knows {}", group_, instance_id_);
  const rd_kafka_error_t* const error = rd_kafka_ConsumerGroupDescription_error(&group);
  if (error != nullptr && rd_kafka_error_code(error) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return tl::unexpected(
        handle_->failed(doing, rd_kafka_error_code(error), rd_kafka_error_string(error)));
  }
  const std::size_t count = rd_kafka_ConsumerGroupDescription_member_count(&group);
  for (std::size_t i = 0; i < count; ++i) {
    const rd_kafka_MemberDescription_t* const one =
        rd_kafka_ConsumerGroupDescription_member(&group, i);
    const char* const instance = rd_kafka_MemberDescription_group_instance_id(one);
    if (instance == nullptr || instance_id_ != instance) continue;
    const char* const id = rd_kafka_MemberDescription_consumer_id(one);
    if (id != nullptr && own_id == id) return {};
    return tl::unexpected(Failure{Trouble::kFencedMember,
                                  error_message(doing, RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID)});
  }
  return tl::unexpected(
      Failure{Trouble::kExpelled, error_message(doing, RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID)});
}

Answer<const rd_kafka_consumer_group_metadata_t*> RdkafkaMember::metadata() const {
  const bool is_held = hold_ == Hold::kGiven || hold_ == Hold::kBeingTaken;
  const bool is_lost = rd_kafka_assignment_lost(handle_->get()) != 0;
  if (!is_held || is_lost || metadata_ == nullptr || member_id().empty()) {
    if (const auto fatal = fatal_failure()) return tl::unexpected(*fatal);
    return tl::unexpected(Failure{
        Trouble::kExpelled,
        fmt::format("sending offsets: {} no longer counts on member {}", group_, instance_id_)});
  }
  return metadata_.get();
}

}  // namespace encours::kafka
