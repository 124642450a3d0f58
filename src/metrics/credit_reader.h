// Reads every account of the worker's shards once, a few at a time between commits, so that the
// credit sums are right after a start without holding the fold up. Used by collector.h, on the
// worker's thread, while no transaction is open.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "src/engine/clock.h"
#include "src/engine/shard.h"
#include "src/metrics/credit_sums.h"

namespace encours::metrics {

class CreditReader {
 public:
  // Both must outlive it.
  CreditReader(CreditSums& sums, const Clock& clock) : sums_(sums), clock_(clock) {}

  // The shards there are now. Those that are new will be read; of those that are gone, or that came
  // back as another, the accounts are forgotten.
  void set_shards(const std::vector<Shard*>& shards);

  // Goes on reading for a few milliseconds.
  void read_some();

  // Whether every account was read.
  bool complete() const;

 private:
  struct Reading {
    Shard* shard = nullptr;
    std::string cursor;  // owners before it were read
    bool done = false;
  };

  bool read_slice(Reading& reading);

  CreditSums& sums_;
  const Clock& clock_;
  std::map<std::int32_t, Reading> readings_;  // by partition
};

}  // namespace encours::metrics
