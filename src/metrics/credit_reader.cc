#include "src/metrics/credit_reader.h"

#include <algorithm>

#include "operators/client_reading.h"
#include "operators/topology.h"
#include "schemas/topics.h"

namespace encours::metrics {
namespace {

// Owners read in one go, and how long to go on: events wait for no longer than they do for a flush.
constexpr std::size_t kOwnersPerSlice = 32;
constexpr std::chrono::milliseconds kReadingTime{5};

}  // namespace

void CreditReader::set_shards(const std::vector<Shard*>& shards) {
  const auto still_there = [&shards](const Reading& reading) {
    return std::ranges::find(shards, reading.shard) != shards.end();
  };
  std::erase_if(readings_, [this, &still_there](const auto& entry) {
    if (still_there(entry.second)) return false;
    sums_.forget(entry.first);
    return true;
  });
  for (Shard* shard : shards) {
    // Only the client log has credit accounts.
    if (shard->identity().log.topic == topic_of(Log::kEvents)) {
      readings_.try_emplace(shard->identity().log.partition, Reading{shard, {}, false});
    }
  }
}

void CreditReader::read_some() {
  const auto until = clock_.steady() + kReadingTime;
  for (auto& [partition, reading] : readings_) {
    sums_.set_partition(partition);
    while (!reading.done && read_slice(reading)) {
      if (clock_.steady() >= until) return;
    }
  }
}

// False when the store failed: whoever needs it next meets the failure as well, and stops.
bool CreditReader::read_slice(Reading& reading) {
  Shard& shard = *reading.shard;
  try {
    const std::vector<std::string> owners =
        shard.rows().index_list(Index::kOwner, reading.cursor, "", kOwnersPerSlice);
    for (const std::string& owner : owners) {
      for (const AccountKey& account : accounts_of(shard.rows(), owner)) {
        sums_.read(client_sheet(shard.rows(), account, shard.day()),
                   causes_of(shard.rows(), account));
      }
      reading.cursor = owner + '\0';
    }
    reading.done = owners.size() < kOwnersPerSlice;
  } catch (const StoreFailure&) {
    return false;
  }
  shard.rows().evict();
  return true;
}

bool CreditReader::complete() const {
  return std::ranges::all_of(readings_, [](const auto& entry) { return entry.second.done; });
}

}  // namespace encours::metrics
