// The service: folds what comes in, live, until it is told to stop. Used by `encours
// run`.
//
// Three threads: the worker's (folds, commits, ticks), the inbox's, and the standard input's. They
// meet in the log alone. A fourth answers over HTTP from what the first one publishes. Stopping
// ends the feeds between two batches, folds and commits what they appended, and writes the rows
// out, so that the next start has nothing to fold again.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "src/cli/command.h"
#include "src/cli/data_folder.h"
#include "src/cli/monitoring.h"
#include "src/config/settings.h"
#include "src/engine/standby.h"
#include "src/engine/ticker.h"
#include "src/engine/worker.h"

namespace encours::cli {

class Service {
 public:
  // `folder`, `settings` and `clock` must outlive it. `read_input`: take events from the standard
  // input too.
  Service(DataFolder& folder, const Settings& settings, const Clock& clock, TimeZone zone,
          bool read_input);
  ~Service();

  // Shadows the worker of the settings' ordinal until its place is due, for run() to go on in it,
  // or until `stop` is true.
  tl::expected<void, Failure> stand_by(const std::atomic<bool>& stop);

  // Serves until `stop` is true or something cannot go on. At the end of the standard input it goes
  // on.
  tl::expected<void, Failure> run(const std::atomic<bool>& stop);

 private:
  using Done = tl::expected<void, Failure>;
  class Feeds;

  Done begin_monitoring();
  Done shadow(Standby& standby, const std::atomic<bool>& stop);
  static void say_shadowed(Standby& standby);
  Done fold_until_stopped(const std::atomic<bool>& stop);
  void say_status();
  void say_poisoned();

  DataFolder& folder_;
  const Settings& settings_;
  const Clock& clock_;
  Worker worker_;
  Monitoring monitoring_;
  bool is_monitored_ = false;
  Ticker ticker_;
  std::unique_ptr<Feeds> feeds_;
  std::size_t poisoned_told_ = 0;
};

}  // namespace encours::cli
