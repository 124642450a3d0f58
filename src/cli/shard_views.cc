#include "src/cli/shard_views.h"

#include <algorithm>

#include <fmt/format.h>

#include "operators/posting_days.h"
#include "schemas/topics.h"

namespace encours::cli {
namespace {

Input input_of(const Decoded& decoded) {
  Input input;
  input.kind = decoded.kind;
  input.event = &decoded.event;
  input.owner = decoded.owner;
  input.content_hash = decoded.content_hash;
  return input;
}

tl::expected<std::unique_ptr<ShardView>, Failure> view_of_now(DataFolder& folder,
                                                              const TopicPartition& shard) {
  // The store first, then the log up to now: a store is never ahead of its log.
  auto store = folder.stores().open(shard);
  if (!store) return tl::unexpected(failure_of(store.error()));
  if (const Status status = folder.log().catch_up(); !status) {
    return tl::unexpected(failure_of(status.error()));
  }
  auto view = ShardView::catch_up(folder.log(), std::move(*store), folder.identity(shard),
                                  topology_of(shard.topic));
  if (!view) return tl::unexpected(failure_of(view.error()));
  return std::move(*view);
}

tl::expected<ShardViews, Failure> refold(DataFolder& folder, const ShardView::Refold& how) {
  ShardViews views;
  for (const TopicPartition& shard : folder.shards()) {
    auto view =
        ShardView::refold(folder.log(), folder.identity(shard), topology_of(shard.topic), how);
    if (!view) return tl::unexpected(failure_of(view.error()));
    views.push_back(std::move(*view));
  }
  return views;
}

}  // namespace

tl::expected<ShardViews, Failure> views_of_now(DataFolder& folder) {
  ShardViews views;
  for (const TopicPartition& shard : folder.shards()) {
    auto view = view_of_now(folder, shard);
    if (!view) return tl::unexpected(view.error());
    views.push_back(std::move(*view));
  }
  return views;
}

tl::expected<ShardViews, Failure> view_of_client(DataFolder& folder, const std::string& client_id) {
  const auto place = static_cast<std::size_t>(partition_of(client_id, folder.partitions()));
  auto view = view_of_now(folder, folder.shards()[place]);
  if (!view) return tl::unexpected(view.error());
  ShardViews views;
  views.push_back(std::move(*view));
  return views;
}

tl::expected<ShardViews, Failure> views_as_of(DataFolder& folder, Day day) {
  ShardView::Refold how;
  how.day = day;
  PostingDays days;
  how.learn = [&days](const Decoded& input) { days.add(input_of(input)); };
  how.keep = [&days, day](const Decoded& input) {
    const Day posted = days.of(input_of(input));
    return posted == kNoDay || posted <= day;
  };
  return refold(folder, how);
}

tl::expected<ShardViews, Failure> views_known_at(DataFolder& folder, std::int64_t instant_us) {
  ShardView::Refold how;
  how.keep = [instant_us](const Decoded& input) { return logged_at_us(input.event) <= instant_us; };
  return refold(folder, how);
}

std::string stands_for(DataFolder& folder, const ShardViews& views) {
  std::int64_t records = 0;
  for (const auto& view : views)
    records += view->next_offset();
  const Day day = day_of(views);
  return fmt::format("{}: {} of {} {}, {} records, day {}", folder.path(), views.size(),
                     folder.partitions(), folder.partitions() == 1 ? "partition" : "partitions",
                     records, day == kNoDay ? "none yet" : format_day(day));
}

Day day_of(const ShardViews& views) {
  Day latest = kNoDay;
  for (const auto& view : views)
    latest = std::max(latest, view->shard().day());
  return latest;
}

}  // namespace encours::cli
