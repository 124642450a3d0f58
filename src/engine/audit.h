// The audit of a shard: its log folded alone and straight, from the beginning, beside what its
// owner said. Anybody who can read the logs can make it; nothing of the owner's state is used. Used
// by `encours verify` and by tests.
//
// What a fold of the log says must be what readers of committed records see: every output, dead
// letter and slice of a sweep once, byte for byte with its key and headers; and the newest position
// record must name the log hash that the fold comes to.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "operators/topology.h"
#include "src/engine/hash128.h"
#include "src/engine/shard.h"
#include "src/ports.h"

namespace encours {

struct Audit {
  std::int64_t until = 0;      // the position up to which the owner has folded
  std::uint64_t events = 0;    // records of the log before it
  std::uint64_t said = 0;      // records that its fold says
  std::uint64_t lost = 0;      // of these, not there
  std::uint64_t repeated = 0;  // there more often than said
  std::uint64_t foreign = 0;   // there, and never said
  bool log_hash_equal = false;
  // The state's hash in the position record, where it names one: whether the fold had it there.
  bool state_hash_known = false;
  bool state_hash_equal = false;
  Hash128 full;  // of the rows at `until`

  bool passed() const {
    return lost == 0 && repeated == 0 && foreign == 0 && log_hash_equal &&
           (!state_hash_known || state_hash_equal);
  }
};

// The owner must rest meanwhile: kRetry if the position moved. `output_topics`: where the shard's
// topology speaks, each in the partition of the shard's number.
Result<Audit> audit(EventLog& log, const ShardIdentity& identity, const Topology& topology,
                    const std::vector<std::string>& output_topics);

}  // namespace encours
