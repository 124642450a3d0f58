// A store that writes down what is asked of it, so that a bare loop can do the same reads and
// writes afterwards with nothing around them.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "src/ports.h"

namespace encours::bench {

// One request: keys read together, or rows written together.
struct Request {
  std::vector<std::string> keys;
  std::vector<std::size_t> value_sizes;  // empty for a read
};

// Filled by all stores of a run; shared by the fold thread and the flushers.
class Recording {
 public:
  void start() { on_ = true; }
  bool on() const { return on_; }
  void add(Request request) {
    const std::lock_guard lock(mutex_);
    requests_.push_back(std::move(request));
  }
  const std::vector<Request>& requests() const { return requests_; }

  // What it takes of memory itself, about.
  std::uint64_t bytes() const {
    std::uint64_t bytes = requests_.size() * sizeof(Request);
    for (const Request& request : requests_) {
      bytes += request.value_sizes.size() * sizeof(std::size_t);
      for (const std::string& key : request.keys) {
        bytes += sizeof key + key.capacity();
      }
    }
    return bytes;
  }

 private:
  std::mutex mutex_;
  std::atomic<bool> on_ = false;
  std::vector<Request> requests_;
};

class RecordingStore final : public StateStore {
 public:
  RecordingStore(std::unique_ptr<StateStore> store, Recording& recording)
      : store_(std::move(store)), recording_(recording) {}

  Result<std::optional<std::string>> get(std::string_view key) override {
    if (recording_.on()) recording_.add({{std::string(key)}, {}});
    return store_->get(key);
  }
  Status multi_get(std::span<const std::string> keys,
                   std::vector<std::optional<std::string>>& values) override {
    if (recording_.on()) recording_.add({{keys.begin(), keys.end()}, {}});
    return store_->multi_get(keys, values);
  }
  Status write(std::span<const RowChange> changes) override {
    if (!recording_.on()) return store_->write(changes);
    Request request;
    for (const RowChange& change : changes) {
      request.keys.push_back(change.key);
      request.value_sizes.push_back(change.value.has_value() ? change.value->size() : 0);
    }
    recording_.add(std::move(request));
    return store_->write(changes);
  }
  std::unique_ptr<RowCursor> scan(std::string_view from, std::string_view to) override {
    return store_->scan(from, to);
  }

 private:
  std::unique_ptr<StateStore> store_;
  Recording& recording_;
};

class RecordingFactory final : public StoreFactory {
 public:
  RecordingFactory(StoreFactory& stores, Recording& recording)
      : stores_(stores), recording_(recording) {}

  Result<std::unique_ptr<StateStore>> open(const TopicPartition& shard) override {
    Result<std::unique_ptr<StateStore>> store = stores_.open(shard);
    if (!store) return store;
    return std::make_unique<RecordingStore>(std::move(*store), recording_);
  }
  Status set_aside(const TopicPartition& shard) override { return stores_.set_aside(shard); }
  Result<bool> restore(const TopicPartition& shard, std::int64_t until) override {
    return stores_.restore(shard, until);
  }

 private:
  StoreFactory& stores_;
  Recording& recording_;
};

}  // namespace encours::bench
