#include "src/kafka/kafka_session.h"

#include <algorithm>

#include "fmt/format.h"
#include "schemas/topics.h"
#include "src/kafka/last_record.h"
#include "src/kafka/patience.h"

namespace encours::kafka {
namespace {

// A broker that aborts a transaction for its age fences its producer as another process with our id
// would. Once may be age; again and again is somebody.
constexpr int kFencedInARowMax = 3;

tl::unexpected<Error> fenced(const std::string& name, const std::string& why) {
  return tl::unexpected(Error{
      Fault::kFenced, fmt::format("another process has taken the place of {}: {}", name, why)});
}

}  // namespace

Result<std::optional<std::string>> last_position(Reader& reader, const KafkaLogOptions& options,
                                                 const TopicPartition& shard) {
  auto found = last_record(reader, options, {options.positions_topic, shard.partition},
                           position_key(shard.topic, shard.partition));
  return found ? Result<std::optional<std::string>>(std::move(*found)) : failed(found.error());
}

KafkaSession::KafkaSession(std::shared_ptr<Broker> broker, const KafkaLogOptions& options,
                           std::int32_t ordinal)
    : broker_(std::move(broker)),
      options_(options),
      name_(fmt::format("{}-{}", options.group, ordinal)) {}

Result<std::unique_ptr<LogSession>> KafkaSession::open(std::shared_ptr<Broker> broker,
                                                       const KafkaLogOptions& options,
                                                       std::int32_t ordinal) {
  std::unique_ptr<KafkaSession> session(new KafkaSession(std::move(broker), options, ordinal));
  auto reader = session->broker_->open_reader();
  if (!reader) {
    return failed(reader.error());
  }
  session->reader_ = std::move(*reader);
  return session;
}

// --- our place

Status KafkaSession::init() {
  if (member_ != nullptr) {
    // Taking the producer's id would fence whoever took our place: that must not be us.
    if (Status status = prove(); !status) {
      return status;
    }
  }
  if (Status status = replace_producer(); !status) {
    return status;
  }
  if (member_ == nullptr) {
    auto member = patiently(options_, [&] { return broker_->join(name_, options_.logs); });
    if (!member) {
      return failed(member.error());
    }
    member_ = std::move(*member);
  }
  return {};
}

// Whether our instance id is still ours. To be expelled is no end: the group will say so.
Status KafkaSession::prove() {
  const Done proven = patiently(options_, [&] { return member_->prove(); });
  if (proven || proven.error().trouble == Trouble::kExpelled) {
    return {};
  }
  if (proven.error().trouble == Trouble::kFencedMember) {
    return fenced(name_, proven.error().message);
  }
  return failed(proven.error());
}

// A new producer of the same id ends what the last one left open.
Status KafkaSession::replace_producer() {
  doom_.reset();
  producer_.reset();
  auto producer = patiently(options_, [&] { return broker_->open_producer(name_); });
  if (!producer) {
    return failed(producer.error());
  }
  if (const Done done = patiently(options_, [&] { return (*producer)->init(); }); !done) {
    return failed(done.error());
  }
  producer_ = std::move(*producer);
  return {};
}

// What is given is taken at once, and fetched piece by piece as its rows are there: until then the
// group would not go on.
std::optional<GroupNews> KafkaSession::news() {
  std::optional<GroupNews> news = member_->news();
  if (news.has_value()) {
    is_lost_ = news->kind == GroupNews::Kind::kLost;
    if (news->kind == GroupNews::Kind::kGiven) {
      (void)fetch();
    }
  }
  return news;
}

// Who lost what it had joins anew by letting it go, and would push out whoever has taken its place
// meanwhile. A group that cannot be asked has not let anybody in either.
Status KafkaSession::let_go() {
  if (std::exchange(is_lost_, false)) {
    const Status ours = prove();
    if (!ours && ours.error().fault == Fault::kFenced) {
      return ours;
    }
  }
  for (Source& source : sources_) {
    source.assigned = false;
  }
  const Done done = member_->let_go();
  return done ? Status() : failed(done.error());
}

// --- reading

Result<std::optional<std::int64_t>> KafkaSession::committed(const TopicPartition& shard) {
  const auto offset = patiently(options_, [&] { return member_->committed(shard); });
  return offset ? Result<std::optional<std::int64_t>>(*offset) : failed(offset.error());
}

Result<std::optional<std::string>> KafkaSession::last_position(const TopicPartition& shard) {
  return kafka::last_position(*reader_, options_, shard);
}

Result<Bounds> KafkaSession::bounds(const TopicPartition& shard) {
  const auto bounds =
      patiently(options_, [&] { return reader_->bounds(shard, Isolation::kCommitted); });
  return bounds ? Result<Bounds>(*bounds) : failed(bounds.error());
}

// What is not there would be waited for without a word.
Result<std::uint32_t> KafkaSession::assign(const TopicPartition& shard, std::int64_t from) {
  const auto count = patiently(options_, [&] { return broker_->partition_count(shard.topic); });
  if (!count) {
    return failed(count.error());
  }
  if (shard.partition < 0 || shard.partition >= *count) {
    return tl::unexpected(
        Error{Fault::kRefused, fmt::format("there is no {}/{}", shard.topic, shard.partition)});
  }
  sources_.push_back({shard, from, true});
  if (const Done done = fetch(); !done) {
    sources_.back().assigned = false;
    return failed(done.error());
  }
  return static_cast<std::uint32_t>(sources_.size() - 1);
}

void KafkaSession::unassign(const TopicPartition& shard) {
  for (Source& source : sources_) {
    source.assigned = source.assigned && source.shard != shard;
  }
  // If it fails the records still come, and poll() drops them.
  (void)fetch();
}

Done KafkaSession::fetch() {
  std::vector<Fetch> wanted;
  for (std::size_t place = 0; place < sources_.size(); ++place) {
    const Source& source = sources_[place];
    if (source.assigned) {
      wanted.push_back({source.shard, source.next_offset, static_cast<std::uint32_t>(place)});
    }
  }
  return member_->fetch(wanted);
}

// Records of partitions that are no longer assigned, or that came before, may still be under way.
Result<std::unique_ptr<Batch>> KafkaSession::poll(std::size_t records_max,
                                                  std::chrono::milliseconds timeout) {
  auto batch = member_->poll(records_max, timeout);
  if (!batch) {
    const Trouble trouble = batch.error().trouble;
    if (trouble == Trouble::kRetry || trouble == Trouble::kExpelled) {
      return std::make_unique<Batch>();
    }
    return failed(batch.error());
  }
  std::erase_if((*batch)->records, [this](const Record& record) {
    Source& source = sources_[record.source];
    if (!source.assigned || record.offset < source.next_offset) {
      return true;
    }
    source.next_offset = record.offset + 1;
    return false;
  });
  return std::move(*batch);
}

// --- transactions

Status KafkaSession::begin() {
  if (producer_ == nullptr) {
    if (Status status = init(); !status) {
      return status;
    }
  }
  Done done = producer_->begin();
  if (!done && done.error().trouble != Trouble::kRefused) {
    // Nothing was open: a new producer has lost nothing.
    if (Status status = init(); !status) {
      return status;
    }
    done = producer_->begin();
  }
  return done ? Status() : failed(done.error());
}

// What dooms a transaction is told at its commit, so that the worker has one place to hear it.
Status KafkaSession::append(const Append& record) {
  if (doom_.has_value()) {
    return {};
  }
  const Done done = patiently(options_, [&] { return producer_->produce(record); });
  if (done) {
    return {};
  }
  if (done.error().trouble == Trouble::kRefused) {
    return failed(done.error());
  }
  doom_ = done.error();
  return {};
}

CommitOutcome KafkaSession::commit(std::span<const CommittedOffset> offsets) {
  if (!doom_.has_value() && !offsets.empty()) {
    const Done sent =
        patiently(options_, [&] { return producer_->send_offsets(offsets, *member_); });
    if (!sent) {
      doom_ = sent.error();
    }
  }
  if (doom_.has_value()) {
    return not_committed(*std::exchange(doom_, std::nullopt));
  }
  const Done done = producer_->commit();
  if (done) {
    fenced_in_a_row_ = 0;
    return CommitOutcome::kCommitted;
  }
  switch (done.error().trouble) {
    case Trouble::kAbort:
    case Trouble::kExpelled:
    case Trouble::kRefused:
      return not_committed(done.error());
    default:
      return undecided(done.error());
  }
}

// The commit was never asked for, or was denied: the transaction ends without effect.
CommitOutcome KafkaSession::not_committed(const Failure& failure) {
  if (failure.trouble == Trouble::kFencedMember) {
    return CommitOutcome::kFenced;
  }
  if (failure.trouble == Trouble::kFencedProducer && undecided(failure) == CommitOutcome::kFenced) {
    return CommitOutcome::kFenced;
  }
  end_open_transaction();
  return failure.trouble == Trouble::kExpelled ? CommitOutcome::kExpelled : CommitOutcome::kAborted;
}

// Whether the commit took effect is the group's offsets to say, if our place is still ours.
CommitOutcome KafkaSession::undecided(const Failure& failure) {
  producer_.reset();
  if (failure.trouble == Trouble::kFencedMember) {
    return CommitOutcome::kFenced;
  }
  if (failure.trouble == Trouble::kFencedProducer &&
      (++fenced_in_a_row_ >= kFencedInARowMax || !prove())) {
    return CommitOutcome::kFenced;
  }
  return CommitOutcome::kUnknown;
}

Status KafkaSession::abort() {
  end_open_transaction();
  return {};
}

void KafkaSession::end_open_transaction() {
  doom_.reset();
  if (producer_ != nullptr && !patiently(options_, [&] { return producer_->abort(); })) {
    producer_.reset();  // the next of its id ends it
  }
}

}  // namespace encours::kafka
