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

}  // namespace encours
