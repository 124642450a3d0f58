#include "src/snapshot/snapshotter.h"

#include <system_error>

#include <fmt/format.h>

#include "src/snapshot/files.h"

namespace encours {

Snapshotter::Snapshotter(Snapshots& snapshots, std::vector<TopicPartition> shards, Copy copy,
                         SnapshotterSettings settings, Hooks hooks)
    : snapshots_(snapshots),
      shards_(std::move(shards)),
      copy_(std::move(copy)),
      settings_(std::move(settings)),
      hooks_(std::move(hooks)) {}

Snapshotter::~Snapshotter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Snapshotter::begin() {
  thread_ = std::thread([this] { run(); });
}

void Snapshotter::run() {
  while (true) {
    {
      std::unique_lock lock(mutex_);
      if (changed_.wait_for(lock, settings_.interval, [this] { return stopping_; })) return;
    }
    round();
  }
}

bool Snapshotter::stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

Status Snapshotter::round() {
  Status first_failure;
  for (const TopicPartition& shard : shards_) {
    if (stopping()) break;
    const Status made = snapshot(shard);
    if (made || stopping()) continue;
    hooks_.alert(fmt::format("no snapshot of {}: {}", shard_folder(shard), made.error().message));
    if (first_failure) first_failure = made;
  }
  return first_failure;
}

Status Snapshotter::snapshot(const TopicPartition& shard) {
  const std::filesystem::path copy =
      settings_.scratch_folder / fmt::format("{}-{}", shard.topic, shard.partition);
  std::error_code code;
  std::filesystem::remove_all(copy, code);  // of a round that was killed
  if (!code) std::filesystem::create_directories(settings_.scratch_folder, code);
  if (code) return tl::unexpected(file_error(code.value(), "emptying", copy));
  const Result<bool> copied = copy_(shard, copy);
  if (!copied) return tl::unexpected(copied.error());
  if (!*copied) return {};
  const auto made = snapshots_.create(shard, copy, hooks_.now_us(), settings_.reuse);
  std::filesystem::remove_all(copy, code);
  if (!made) return tl::unexpected(made.error());
  if (!made->has_value()) return {};
  hooks_.note(fmt::format("snapshot {} in {}: {} files, {} bytes",
                          snapshot_words(shard, (*made)->next_offset), snapshots_.store().place(),
                          (*made)->files.size(), (*made)->bytes()));
  return settings_.keep == 0 ? Status() : snapshots_.retain(shard, settings_.keep);
}

}  // namespace encours
