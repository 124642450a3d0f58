// What was published, as the text of a scrape. Used by pages.h, on the thread that serves it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "src/metrics/publication.h"

namespace encours::metrics {

// What the process knows beyond its worker.
struct Surroundings {
  std::string version;
  std::string commit;
  // Bytes on the disk of a shard's rows. Called at each scrape.
  std::function<std::uint64_t(const TopicPartition& shard)> state_bytes;
};

std::string metrics_text(const Snapshot& snapshot, const Surroundings& surroundings);

}  // namespace encours::metrics
