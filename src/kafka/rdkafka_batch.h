// Records as librdkafka fetched them: the views point into its messages, which live as long as the
// batch. A batch may outlive the member or reader that polled it; it then keeps the client's
// memory, not its place in the group.
#pragma once

#include <memory>
#include <vector>

#include "src/kafka/rdkafka_handle.h"

namespace encours::kafka {

class RdkafkaBatch : public Batch {
 public:
  explicit RdkafkaBatch(std::shared_ptr<RdkafkaHandle> handle) : handle_(std::move(handle)) {}

  void add(RdkafkaMessage message, std::uint32_t source);
  // After the last add(): the headers stand still from here on.
  void finish();

  bool empty() const { return records.empty(); }

 private:
  struct HeaderRange {
    std::size_t record = 0;
    std::size_t first = 0;
    std::size_t count = 0;
  };

  std::shared_ptr<RdkafkaHandle> handle_;  // before the messages, so that they go first
  std::vector<RdkafkaMessage> messages_;
  std::vector<HeaderView> headers_;
  std::vector<HeaderRange> ranges_;
};

// Takes up to `count` messages off a queue: those that are there, and if there are none the first
// that comes within the time. Errors are among them.
std::vector<RdkafkaMessage> take_messages(rd_kafka_queue_t* queue, std::size_t count,
                                          std::chrono::milliseconds timeout);

}  // namespace encours::kafka
