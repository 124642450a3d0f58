// A home of the log as the conformance suite sees it: the log, and the few things that the suite
// does to it from outside. Each real or simulated log has one.
#pragma once

#include <memory>
#include <string>

#include "src/ports.h"

namespace encours {

class LogHome {
 public:
  virtual ~LogHome() = default;

  // Topics of every home: events (2 partitions), alerts (2), many (64), credit.positions (2).
  virtual EventLog& log() = 0;
  // The process dies and starts again: sessions of before are dead, what they had open is not said.
  virtual void restart() = 0;
  // The outcome of the next commit is unknown; the home decides whether it took effect. A restart
  // may be needed before the log can be written again.
  virtual void hide_next_outcome(bool takes_effect) = 0;
};

using MakeHome = std::unique_ptr<LogHome> (*)();

std::unique_ptr<LogHome> make_local_home();
// Everything becomes visible at the commit.
std::unique_ptr<LogHome> make_simulated_home();
// Parts become visible one after the other, polls are short.
std::unique_ptr<LogHome> make_slow_simulated_home();
// The log on Kafka, over a simulated cluster.
std::unique_ptr<LogHome> make_simulated_kafka_home();
std::unique_ptr<LogHome> make_slow_simulated_kafka_home();

inline constexpr std::size_t kHomeRecordBytesMax = std::size_t{1} << 20U;

}  // namespace encours
