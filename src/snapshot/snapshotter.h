// Makes snapshots while the service works: every so often, of each shard whose rows have moved, on
// a thread of its own. Used by `encours run`, and for one round by `encours snapshot create`.
//
// A snapshot that fails is told and tried again the next time; the service goes on. Destroying it
// waits for the transfer under way, which the store's own stop flag cuts short.
#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "src/ports.h"
#include "src/snapshot/snapshots.h"

namespace encours {

struct SnapshotterSettings {
  std::chrono::seconds interval{3'600};
  std::size_t keep = 3;  // 0: all; see Snapshots::retain()
  Reuse reuse = Reuse::kStored;
  // Where copies lie while they are sent: on the disk of the rows, so that they are links.
  std::filesystem::path scratch_folder;
};

class Snapshotter {
 public:
  // Copies the rows of a shard into a folder; false when this process does not have it open.
  using Copy =
      std::function<Result<bool>(const TopicPartition& shard, const std::filesystem::path& folder)>;
  struct Hooks {
    std::function<void(const std::string& message)> note;   // one was made
    std::function<void(const std::string& message)> alert;  // one could not be
    std::function<std::int64_t()> now_us;                   // since the epoch
  };

  // `snapshots` must outlive it.
  Snapshotter(Snapshots& snapshots, std::vector<TopicPartition> shards, Copy copy,
              SnapshotterSettings settings, Hooks hooks);
  ~Snapshotter();
  Snapshotter(const Snapshotter&) = delete;
  Snapshotter& operator=(const Snapshotter&) = delete;

  // Begins to make them, the first ones after one interval.
  void begin();
  // One round, now, in the caller's thread. The first failure, after all shards were tried.
  Status round();

 private:
  void run();
  Status snapshot(const TopicPartition& shard);
  bool stopping();

  Snapshots& snapshots_;
  const std::vector<TopicPartition> shards_;
  const Copy copy_;
  const SnapshotterSettings settings_;
  const Hooks hooks_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace encours
