// The service as it is watched from outside: counts what its worker does and serves /metrics,
// /livez and /readyz, or nothing at all where the settings say so. Used by the service.
#pragma once

#include <memory>
#include <tl/expected.hpp>

#include "src/cli/command.h"
#include "src/cli/data_folder.h"
#include "src/config/settings.h"
#include "src/engine/standby.h"
#include "src/engine/worker.h"

namespace encours::cli {

class Monitoring {
 public:
  // Nothing to watch by: every call does nothing.
  Monitoring();
  // Stops serving.
  ~Monitoring();

  // Serves from now on; all must outlive it. Somebody else on the address is a Failure.
  tl::expected<void, Failure> begin(DataFolder& folder, Worker& worker, const Clock& clock,
                                    const Settings& settings);

  // While it shadows its worker: numbers of its own, about once a second.
  void stands_by(const Standby& standby);

  // As of metrics::Collector.
  void started();
  void turned(bool moved);
  void stopping();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace encours::cli
