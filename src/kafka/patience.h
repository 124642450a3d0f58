// Making a call again until it is answered, within bounds; and what its failures mean to the
// engine. Used by src/kafka alone.
#pragma once

#include <thread>

#include "src/kafka/broker.h"
#include "src/kafka/kafka_log.h"

namespace encours::kafka {

inline Fault fault_of(Trouble trouble) {
  switch (trouble) {
    case Trouble::kFencedMember:
    case Trouble::kFencedProducer:
      return Fault::kFenced;
    case Trouble::kRefused:
      return Fault::kRefused;
    case Trouble::kRetry:
    case Trouble::kAbort:
    case Trouble::kExpelled:
      return Fault::kRetry;
    case Trouble::kBroken:
      break;
  }
  return Fault::kIo;
}

inline tl::unexpected<Error> failed(const Failure& failure) {
  return tl::unexpected(Error{fault_of(failure.trouble), failure.message});
}

// Calls until the answer is anything but kRetry, or patience has run out.
template <class Call>
auto patiently(const KafkaLogOptions& options, Call&& call) {
  const auto deadline = std::chrono::steady_clock::now() + options.patience;
  auto answer = call();
  while (!answer && answer.error().trouble == Trouble::kRetry &&
         std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(options.pause);
    answer = call();
  }
  return answer;
}

}  // namespace encours::kafka
