// The pages of the service: /metrics, /livez, /readyz, and a list of them at /. Used by `encours
// run`, which serves them by src/serve/http_server.h; called on the server's thread.
//
//   /livez   200 while the worker's loop turns. Before its first turn it is alive as well: whoever
//            restarts a process that restores makes it begin anew.
//   /readyz  200 when every shard stands where it goes on and is folded; else 503, and why, a line
//            each.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "src/engine/clock.h"
#include "src/metrics/metrics_text.h"
#include "src/metrics/publication.h"
#include "src/serve/http_server.h"

namespace encours::metrics {

// A loop that has not turned for so long hangs: a turn waits for records for a fraction of a second
// and for a disk for some.
inline constexpr std::chrono::seconds kTurnTimeMax{30};

class Pages {
 public:
  // `publication` and `clock` must outlive it.
  Pages(const Publication& publication, const Clock& clock, Surroundings surroundings)
      : publication_(publication), clock_(clock), surroundings_(std::move(surroundings)) {}

  HttpPage page(std::string_view path) const;

 private:
  HttpPage metrics() const;
  HttpPage live() const;
  HttpPage ready() const;
  // Why the worker is not alive; empty when it is.
  std::string hangs() const;
  std::vector<std::string> not_ready() const;

  const Publication& publication_;
  const Clock& clock_;
  const Surroundings surroundings_;
};

}  // namespace encours::metrics
