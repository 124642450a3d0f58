#include "src/engine/reader.h"

#include <limits>

#include <fmt/format.h>

#include "src/engine/log_reading.h"
#include "src/engine/nothing_store.h"

namespace encours {
namespace {

// Rows of a reader are never written, so nothing of them may be dropped.
constexpr std::size_t kReaderCacheBytesMax = std::numeric_limits<std::size_t>::max();

// How far the shard's owner has committed; 0 before its first transaction.
Result<std::int64_t> committed_offset(EventLog& log, const TopicPartition& shard) {
  const auto position = position_of(log, shard);
  if (!position) {
    return tl::unexpected(position.error());
  }
  return position->has_value() ? (*position)->next_offset() : 0;
}

Status fold_one(Shard& shard, const Record& record, const Decoded& input, const Verdict& verdict) {
  if (Status status = shard.fold(record, input, verdict, nullptr); !status) {
    return status;
  }
  if (shard.poisoned().has_value()) {
    return tl::unexpected(
        Error{Fault::kRefused,
              fmt::format("offset {}: {}", shard.poisoned()->offset, shard.poisoned()->message)});
  }
  shard.commit_transaction();
  return {};
}

// Brings everybody up to the shard's day, and to each day after it until `last`.
Status settle_through(Shard& shard, Day last) {
  Status settled = shard.settle(shard.day() == kNoDay ? last : shard.day());
  while (settled && shard.day() < last) {
    settled = shard.settle(shard.day() + 1);
  }
  return settled;
}

}  // namespace

ShardView::ShardView(std::unique_ptr<StateStore> store, ShardIdentity identity,
                     const Topology& topology, bool store_is_empty)
    : store_(std::move(store)),
      shard_(std::make_unique<Shard>(std::move(identity), topology, *store_, kReaderCacheBytesMax,
                                     store_is_empty)) {}

Result<std::unique_ptr<ShardView>> ShardView::catch_up(EventLog& log,
                                                       std::unique_ptr<StateStore> store,
                                                       ShardIdentity identity,
                                                       const Topology& topology) {
  const bool is_empty = !store->scan("", "")->valid();
  std::unique_ptr<ShardView> view(
      new ShardView(std::move(store), std::move(identity), topology, is_empty));
  Shard& shard = *view->shard_;
  if (const Status status = shard.open(); !status) {
    return tl::unexpected(status.error());
  }
  const TopicPartition from = shard.identity().log;
  const Result<std::int64_t> until = committed_offset(log, from);
  if (!until) {
    return tl::unexpected(until.error());
  }
  Decoded input;
  const Status status =
      for_each_record(log, from, shard.next_offset(), *until, [&](const Record& record) {
        const Verdict verdict = decode(record, from, shard.identity().partition_count, input);
        return fold_one(shard, record, input, verdict);
      });
  if (!status) {
    return tl::unexpected(status.error());
  }
  return view;
}

Result<std::unique_ptr<ShardView>> ShardView::refold(EventLog& log, ShardIdentity identity,
                                                     const Topology& topology, const Refold& how) {
  std::unique_ptr<ShardView> view(
      new ShardView(std::make_unique<NothingStore>(), std::move(identity), topology, true));
  Shard& shard = *view->shard_;
  const TopicPartition from = shard.identity().log;
  const Result<std::int64_t> until = committed_offset(log, from);
  if (!until) {
    return tl::unexpected(until.error());
  }
  Decoded input;
  if (how.learn) {
    const Status learnt = for_each_record(log, from, 0, *until, [&](const Record& record) {
      if (decode(record, from, shard.identity().partition_count, input).accepted()) {
        how.learn(input);
      }
      return Status();
    });
    if (!learnt) {
      return tl::unexpected(learnt.error());
    }
  }
  const Status status = for_each_record(log, from, 0, *until, [&](const Record& record) -> Status {
    const Verdict verdict = decode(record, from, shard.identity().partition_count, input);
    // A slice that the log's owner cut may be too short for the rows of this fold: settle() does
    // the whole.
    const bool own_work = input.kind == Kind::kSweep || input.kind == Kind::kBeat;
    if (!verdict.accepted() || own_work || !how.keep(input)) {
      return {};
    }
    if (Status folded = fold_one(shard, record, input, verdict); !folded) {
      return folded;
    }
    // As in the log, everybody is brought up to each day and each policy, and to no later one: what
    // a day allows may be taken back by the next.
    const bool news = input.kind == Kind::kDayTurned || shard.is_unsettled();
    return news && shard.day() != kNoDay ? shard.settle(shard.day()) : Status();
  });
  if (!status) {
    return tl::unexpected(status.error());
  }
  if (const Status settled = settle_through(shard, how.day); !settled) {
    return tl::unexpected(settled.error());
  }
  return view;
}

std::vector<std::string> ShardView::owners() {
  return shard_->rows().index_list(Index::kOwner, "", "", std::numeric_limits<std::size_t>::max());
}

}  // namespace encours
