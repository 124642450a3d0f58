// The demo's log on a Kafka cluster inside this process, so that other tools can look at it. It is
// a mock, and says so: what is promised about delivery is not shown on it.
#pragma once

#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "src/cli/data_folder.h"
#include "src/kafka/rdkafka_mock.h"
#include "src/views/screen.h"

namespace encours::demo {

class KafkaHome {
 public:
  // A cluster with the topics of the plan, all empty. Must outlive all folders on it.
  static tl::expected<KafkaHome, cli::Failure> start();

  // The rows in `data`, the log in the cluster.
  tl::expected<cli::DataFolder, cli::Failure> open_folder(const std::string& data) const;

  // Where it is, and that it is a mock: one line.
  std::string where(const views::Screen& screen) const;
  // Commands to copy, by which kcat reads topics and `program` shows them.
  std::string how_to_look(const std::string& program, const views::Screen& screen) const;

 private:
  explicit KafkaHome(std::unique_ptr<kafka::RdkafkaMock> mock) : mock_(std::move(mock)) {}

  std::unique_ptr<kafka::RdkafkaMock> mock_;
};

}  // namespace encours::demo
