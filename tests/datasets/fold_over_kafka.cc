// The log of a data folder folded again in a real Kafka, under the usual names of topics:
//
//   fold_over_kafka DATA BROKERS
//
// Prints how much was compared, and the hash of all facts as `encours replay` prints it. Exit 1:
// something was said differently. Used by run.sh.
#include "tests/kafka/fold_over_kafka.h"

#include <cstdio>
#include <stdexcept>
#include <string>

#include "fmt/format.h"
#include "src/local/local_log.h"
#include "src/rocksdb/options.h"

namespace encours {
namespace {

int run(const std::string& data, const std::string& brokers) {
  auto log = LocalLog::open_reader(data + "/log", std::make_shared<const Budget>(BudgetLimits{}));
  if (!log) throw std::runtime_error(log.error().message);
  const auto partitions = (*log)->partition_count("credit.events");
  if (!partitions) throw std::runtime_error(partitions.error().message);
  const auto there = kafka::fold_over_kafka(**log, *partitions, brokers, /*prefix=*/"");
  fmt::print("{} records in {} partitions, {} said as without Kafka\nfacts {}\n", there.copied,
             *partitions, there.said, there.facts_hash);
  if (!there.difference.empty()) fmt::print("{}\n", there.difference);
  return there.difference.empty() ? 0 : 1;
}

}  // namespace
}  // namespace encours

int main(int count, char** arguments) {
  try {
    if (count != 3) throw std::runtime_error("usage: fold_over_kafka DATA BROKERS");
    return encours::run(arguments[1], arguments[2]);
  } catch (const std::exception& failure) {
    fmt::print(stderr, "{}\n", failure.what());
    return 1;
  }
}
