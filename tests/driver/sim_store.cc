#include "tests/driver/sim_store.h"

#include <algorithm>
#include <optional>

#include "encours/state/v1/shard.pb.h"

namespace encours {
namespace {

using Rows = std::map<std::string, std::string, std::less<>>;

void change_rows(const std::vector<RowChange>& changes, Rows& rows) {
  for (const RowChange& change : changes) {
    if (change.value) {
      rows[change.key] = *change.value;
    } else {
      rows.erase(change.key);
    }
  }
}

}  // namespace

struct MemoryStores::Disk {
  Rows rows;                                     // as they are read
  Rows synced;                                   // as they are after a loss of power, at worst
  std::vector<std::vector<RowChange>> unsynced;  // what lies between the two
  bool corrupt = false;
  std::size_t set_asides = 0;

  void lose(std::size_t count) {
    unsynced.resize(unsynced.size() - std::min(count, unsynced.size()));
    rows = synced;
    for (const auto& changes : unsynced) {
      change_rows(changes, rows);
    }
    // What is there when the process starts again has come from the disk.
    synced = rows;
    unsynced.clear();
  }
};

struct MemoryStores::World {
  mutable std::mutex mutex;
  std::map<TopicPartition, Disk> disks;
  std::map<TopicPartition, std::uint64_t> openings;                  // an earlier one is dead
  std::map<TopicPartition, std::map<std::int64_t, Rows>> snapshots;  // by the offset they stand at
  std::mt19937_64 chance;
  std::optional<Fault> write_fault;
};

class MemoryStores::Store : public StateStore {
 public:
  Store(std::shared_ptr<World> world, const TopicPartition& shard)
      : world_(std::move(world)), shard_(shard), opening_(++world_->openings[shard]) {}

  Result<std::optional<std::string>> get(std::string_view key) override {
    const std::lock_guard lock(world_->mutex);
    if (auto status = readable(); !status) return tl::unexpected(status.error());
    return found(key);
  }

  Status multi_get(std::span<const std::string> keys,
                   std::vector<std::optional<std::string>>& values) override {
    const std::lock_guard lock(world_->mutex);
    if (auto status = readable(); !status) return status;
    values.clear();
    for (const std::string& key : keys) {
      values.push_back(found(key));
    }
    return {};
  }

  Status write(std::span<const RowChange> changes) override {
    const std::lock_guard lock(world_->mutex);
    if (opening_ != world_->openings[shard_]) return error(Fault::kIo, "the store is dead");
    if (!failed_ && world_->write_fault) failed_ = world_->write_fault;
    if (failed_) return error(*failed_, "a write failed");
    Disk& disk = world_->disks[shard_];
    disk.unsynced.emplace_back(changes.begin(), changes.end());
    change_rows(disk.unsynced.back(), disk.rows);
    return {};
  }

  std::unique_ptr<RowCursor> scan(std::string_view from, std::string_view to) override {
    const std::lock_guard lock(world_->mutex);
    Status status = readable();
    Rows rows;
    if (status) {
      const Rows& all = world_->disks[shard_].rows;
      rows.insert(all.lower_bound(from), to.empty() ? all.end() : all.lower_bound(to));
    }
    return std::make_unique<Cursor>(std::move(rows), std::move(status));
  }

 private:
  // A copy, as a real iterator shows the rows of the moment when it was made.
  class Cursor : public RowCursor {
   public:
    Cursor(Rows rows, Status status)
        : rows_(std::move(rows)), status_(std::move(status)), row_(rows_.begin()) {}
    bool valid() const override { return row_ != rows_.end(); }
    std::string_view key() const override { return row_->first; }
    std::string_view value() const override { return row_->second; }
    void next() override { ++row_; }
    Status status() const override { return status_; }

   private:
    const Rows rows_;
    const Status status_;
    Rows::const_iterator row_;
  };

  static Status error(Fault fault, std::string message) {
    return tl::unexpected(Error{fault, std::move(message)});
  }

  Status readable() const {
    if (opening_ != world_->openings[shard_]) return error(Fault::kIo, "the store is dead");
    if (world_->disks[shard_].corrupt) return error(Fault::kCorrupt, "the disk has lied");
    return {};
  }

  std::optional<std::string> found(std::string_view key) const {
    const Rows& rows = world_->disks[shard_].rows;
    const auto row = rows.find(key);
    return row == rows.end() ? std::nullopt : std::optional(row->second);
  }

  const std::shared_ptr<World> world_;
  const TopicPartition shard_;
  const std::uint64_t opening_;
  std::optional<Fault> failed_;
};

MemoryStores::MemoryStores(std::uint64_t seed) : world_(std::make_shared<World>()) {
  world_->chance.seed(seed);
}

MemoryStores::~MemoryStores() = default;

Result<std::unique_ptr<StateStore>> MemoryStores::open(const TopicPartition& shard) {
  const std::lock_guard lock(world_->mutex);
  return std::make_unique<Store>(world_, shard);
}

Status MemoryStores::set_aside(const TopicPartition& shard) {
  const std::lock_guard lock(world_->mutex);
  Disk& disk = world_->disks[shard];
  const std::size_t set_asides = disk.set_asides + 1;
  disk = Disk{};
  disk.set_asides = set_asides;
  ++world_->openings[shard];
  return {};
}

Result<bool> MemoryStores::restore(const TopicPartition& shard, std::int64_t until) {
  const std::lock_guard lock(world_->mutex);
  const auto& saved = world_->snapshots[shard];
  auto newest = saved.upper_bound(until);
  if (newest == saved.begin()) return false;
  --newest;
  Disk& disk = world_->disks[shard];
  disk = Disk{newest->second, newest->second, {}, false, disk.set_asides};
  ++world_->openings[shard];
  return true;
}

void MemoryStores::save() {
  const std::lock_guard lock(world_->mutex);
  for (const auto& [shard, disk] : world_->disks) {
    const auto row = disk.rows.find("m");  // as Shard names it
    state::v1::StoreMeta meta;
    if (row == disk.rows.end() || !meta.ParseFromString(row->second)) continue;
    world_->snapshots[shard][meta.next_offset()] = disk.rows;
  }
}

void MemoryStores::lose_disks() {
  crash();
  const std::lock_guard lock(world_->mutex);
  world_->disks.clear();
}

void MemoryStores::crash() {
  const std::lock_guard lock(world_->mutex);
  for (auto& [shard, opening] : world_->openings) {
    ++opening;
  }
}

void MemoryStores::lose_power() {
  crash();
  const std::lock_guard lock(world_->mutex);
  for (auto& [shard, disk] : world_->disks) {
    disk.lose(static_cast<std::size_t>(world_->chance() % (disk.unsynced.size() + 1)));
  }
}

void MemoryStores::lose_writes(const TopicPartition& shard, std::size_t count) {
  const std::lock_guard lock(world_->mutex);
  ++world_->openings[shard];
  world_->disks[shard].lose(count);
}

void MemoryStores::sync() {
  const std::lock_guard lock(world_->mutex);
  for (auto& [shard, disk] : world_->disks) {
    disk.synced = disk.rows;
    disk.unsynced.clear();
  }
}

void MemoryStores::fail_writes(Fault fault) {
  const std::lock_guard lock(world_->mutex);
  world_->write_fault = fault;
}

void MemoryStores::mend() {
  const std::lock_guard lock(world_->mutex);
  world_->write_fault.reset();
}

void MemoryStores::corrupt(const TopicPartition& shard) {
  const std::lock_guard lock(world_->mutex);
  world_->disks[shard].corrupt = true;
}

std::size_t MemoryStores::set_asides(const TopicPartition& shard) const {
  const std::lock_guard lock(world_->mutex);
  const auto disk = world_->disks.find(shard);
  return disk == world_->disks.end() ? 0 : disk->second.set_asides;
}

std::size_t MemoryStores::unsynced_writes(const TopicPartition& shard) const {
  const std::lock_guard lock(world_->mutex);
  const auto disk = world_->disks.find(shard);
  return disk == world_->disks.end() ? 0 : disk->second.unsynced.size();
}

}  // namespace encours
