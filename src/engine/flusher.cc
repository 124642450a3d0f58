#include "src/engine/flusher.h"

#include <chrono>
#include <utility>

#include "operators/domain/assert.h"

namespace encours {
namespace {

// A busy or full disk may recover; after these tries the set is given up and the worker stops.
constexpr int kTriesMax = 5;
constexpr std::chrono::milliseconds kPauseBetweenTries{200};

}  // namespace

Flusher::Flusher(StateStore& store) : store_(store), thread_([this] { run(); }) {}

Flusher::~Flusher() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Flusher::write(std::vector<RowChange> changes) {
  ENCOURS_ASSERT(!busy_, "one set at a time");
  busy_ = true;
  {
    const std::lock_guard lock(mutex_);
    set_ = std::move(changes);
  }
  changed_.notify_all();
}

std::optional<Status> Flusher::collect() {
  const std::lock_guard lock(mutex_);
  if (!outcome_.has_value()) {
    return std::nullopt;
  }
  busy_ = false;
  return std::exchange(outcome_, std::nullopt);
}

Status Flusher::wait() {
  ENCOURS_ASSERT(busy_, "there is a set to wait for");
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return outcome_.has_value(); });
  busy_ = false;
  return *std::exchange(outcome_, std::nullopt);
}

void Flusher::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || set_.has_value(); });
    if (!set_.has_value()) {
      return;
    }
    const std::vector<RowChange> changes = *std::exchange(set_, std::nullopt);
    Status status;
    for (int tries = 1;; ++tries) {
      lock.unlock();
      status = store_.write(changes);
      lock.lock();
      const bool may_recover = !status && (status.error().fault == Fault::kRetry ||
                                           status.error().fault == Fault::kFull);
      if (!may_recover || tries == kTriesMax ||
          changed_.wait_for(lock, kPauseBetweenTries, [this] { return stopping_; })) {
        break;
      }
    }
    outcome_ = status;
    changed_.notify_all();
  }
}

}  // namespace encours
