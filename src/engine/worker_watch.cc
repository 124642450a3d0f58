// The part of Worker that keeps what a transaction did, for its watch.
#include <iterator>
#include <utility>

#include "src/engine/worker_slot.h"

namespace encours {

// Takes what the record just folded has said; it is not needed any more.
void Worker::keep_for_watch(Slot& slot, const Decoded& input, const Verdict& decoded) {
  if (watch_ == nullptr) {
    return;
  }
  std::move(outputs_.begin(), outputs_.end(), std::back_inserter(slot.said));
  const bool tick = input.route == KindRoute::kShard;
  if (decoded.accepted() && !tick && input.event.has_logged_at()) {
    slot.logged_at_us.push_back(logged_at_us(input.event));
  }
}

Committed Worker::kept_for_watch() {
  Committed transaction;
  for (const auto& slot : slots_) {
    if (watch_ != nullptr && slot->touched) {
      transaction.shards.push_back({&slot->shard(), slot->said, slot->logged_at_us});
    }
  }
  transaction.folding = std::exchange(folding_, {});
  transaction.committing = committing_;
  return transaction;
}

void Worker::tell_watch(const Committed& transaction) {
  if (watch_ != nullptr) {
    watch_->committed(transaction);
  }
  forget_for_watch();
}

void Worker::forget_for_watch() {
  for (const auto& slot : slots_) {
    slot->said.clear();
    slot->logged_at_us.clear();
  }
}

}  // namespace encours
