#include "src/cli/demo/player.h"

#include <algorithm>

#include "schemas/topics.h"
#include "src/cli/policy_feed.h"
#include "src/engine/ticks.h"

namespace encours::demo {
namespace {

constexpr std::size_t kRecordsPerRead = 1'000;
const std::string kEvents(topic_of(Log::kEvents));

}  // namespace

Player::Player(cli::DataFolder& folder, Company& company, Board& board)
    : folder_(folder), company_(company), board_(board) {
  worker_ = std::make_unique<Worker>(folder.log(), folder.stores(), clock_, WorkerSettings{},
                                     folder.shards(), &cli::topology_of);
}

tl::expected<void, cli::Failure> Player::play(const v1::Policy& policy, Day first, Day last,
                                              const Watch& watch) {
  auto feed = folder_.log().open_feed("demo");
  if (!feed) return tl::unexpected(cli::failure_of(feed.error()));
  feed_ = std::move(*feed);
  const auto brought = cli::append_policy(folder_.log(), policy, first * kMicrosPerDay);
  if (!brought) return tl::unexpected(brought.error());
  if (const Status started = worker_->start(); !started) {
    return tl::unexpected(cli::failure_of(started.error()));
  }
  for (Day day = first; day <= last; ++day) {
    if (const Done played = play_day(day); !played) return played;
    watch(board_, day);
  }
  if (const Status stopped = worker_->stop(); !stopped) {
    return tl::unexpected(cli::failure_of(stopped.error()));
  }
  return {};
}

Player::Done Player::play_day(Day day) {
  std::vector<Append> records;
  add_to_all(day_turned_event(day), records);
  if (const Done appended = append(records); !appended) return appended;
  if (const Done folded = fold(); !folded) return folded;
  // What the turn of the day decided, the company obeys before it ships.
  if (const Done heard = hear_what_was_said(); !heard) return heard;

  records.clear();
  const std::vector<v1::Event> business = company_.business_of(day);
  for (const v1::Event& event : business) {
    const TopicPartition to{kEvents, partition_of(event.client_id(), folder_.partitions())};
    records.push_back({to, event.client_id(), event.SerializeAsString(), {}});
  }
  board_.count_events(business.size());
  add_to_all(beat_event(day, last_second_us(day)), records);
  if (const Done appended = append(records); !appended) return appended;
  if (const Done folded = fold(); !folded) return folded;
  return hear_what_was_said();
}

void Player::add_to_all(const v1::Event& event, std::vector<Append>& records) const {
  for (std::int32_t partition = 0; partition < folder_.partitions(); ++partition) {
    records.push_back({{kEvents, partition}, shard_key(partition), event.SerializeAsString(), {}});
  }
}

Player::Done Player::append(const std::vector<Append>& records) {
  const Status appended = feed_->append(records, "demo");
  return appended ? Done() : tl::unexpected(cli::failure_of(appended.error()));
}

Player::Done Player::fold() {
  while (true) {
    if (const Status drained = worker_->drain(); !drained) {
      return tl::unexpected(cli::failure_of(drained.error()));
    }
    if (const auto poisoned = worker_->poisoned(); !poisoned.empty()) {
      return tl::unexpected(
          cli::Failure{cli::ExitCode::kInternal, poisoned.front()->poisoned()->message});
    }
    const auto folded = all_is_folded();
    if (!folded) return tl::unexpected(folded.error());
    if (*folded) return {};
  }
}

// A group gives the shards when it has made up its mind, and brings their records when it likes.
tl::expected<bool, cli::Failure> Player::all_is_folded() {
  const std::vector<Shard*> shards = worker_->shards();
  if (shards.size() != static_cast<std::size_t>(folder_.partitions())) return false;
  for (const Shard* shard : shards) {
    const auto rest = folder_.log().read(shard->identity().log, shard->next_offset(), 1);
    if (!rest) return tl::unexpected(cli::failure_of(rest.error()));
    if (!(*rest)->records.empty()) return false;
  }
  return true;
}

template <class Message, class Hear>
Player::Done Player::hear_topic(std::string_view topic, const Hear& hear) {
  for (std::int32_t partition = 0; partition < folder_.partitions(); ++partition) {
    const TopicPartition from{std::string(topic), partition};
    std::int64_t& next = heard_[from];
    while (true) {
      const auto batch = folder_.log().read(from, next, kRecordsPerRead);
      if (!batch) return tl::unexpected(cli::failure_of(batch.error()));
      if ((*batch)->records.empty()) break;
      for (const Record& record : (*batch)->records) {
        Message message;
        if (message.ParseFromArray(record.value.data(), static_cast<int>(record.value.size()))) {
          hear(message);
        }
        next = record.offset + 1;
      }
    }
  }
  return {};
}

Player::Done Player::hear_what_was_said() {
  const auto decided = [this](const v1::OrderDecision& decision) {
    company_.hear(decision);
    board_.hear(decision);
  };
  const auto told = [this](const v1::Case& news) { board_.hear(news); };
  const auto sheet = [this](const v1::ExposureSheet& said) { board_.hear(said); };
  if (const Done heard = hear_topic<v1::OrderDecision>("credit.order-decisions", decided); !heard) {
    return heard;
  }
  if (const Done heard = hear_topic<v1::Case>("credit.alerts", told); !heard) return heard;
  return hear_topic<v1::ExposureSheet>("credit.exposures", sheet);
}

}  // namespace encours::demo
