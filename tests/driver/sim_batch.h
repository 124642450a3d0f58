// Records of the simulated broker as the ports hand them out. Used by SimLog and SimKafka.
#pragma once

#include <memory>
#include <vector>

#include "src/ports.h"
#include "tests/driver/sim_broker.h"

namespace encours {

class SimBatch : public Batch {
 public:
  void add(std::uint32_t source, const SimBroker::Found& found) {
    const SimRecord& record = *found.record;
    records.push_back({.source = source,
                       .offset = found.offset,
                       .key = record.key,
                       .value = record.value,
                       .headers = record.header_views});
    kept_.push_back(found.record);
  }

 private:
  std::vector<std::shared_ptr<const SimRecord>> kept_;
};

// Committed records of a partition from an offset on, as many as there are.
inline std::unique_ptr<SimBatch> read_committed(const SimBroker& broker, const TopicPartition& from,
                                                std::int64_t offset, std::size_t records_max) {
  auto batch = std::make_unique<SimBatch>();
  while (batch->records.size() < records_max) {
    const auto found = broker.next(from, offset);
    if (!found) break;
    batch->add(0, *found);
    offset = found->offset + 1;
  }
  return batch;
}

}  // namespace encours
