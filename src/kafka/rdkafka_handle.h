// What librdkafka's C API hands out, freed when it goes out of scope; and RdkafkaHandle, a client
// of any kind with what all of them need: the log, the statistics, what the library last complained
// of, and an end that comes in bounded time. Used by the files of this folder alone.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include <librdkafka/rdkafka.h>

#include "src/kafka/broker.h"
#include "src/kafka/rdkafka_options.h"

namespace encours::kafka {

using Deadline = std::chrono::steady_clock::time_point;
Deadline deadline_in(std::chrono::milliseconds time);
// What is left, as librdkafka takes it: at least 1 ms, for 0 means to it "do not wait".
int milliseconds_left(Deadline deadline);
bool is_over(Deadline deadline);

template <auto kFree>
struct FreedBy {
  template <class T>
  void operator()(T* thing) const {
    kFree(thing);
  }
};

using RdkafkaConf = std::unique_ptr<rd_kafka_conf_t, FreedBy<rd_kafka_conf_destroy>>;
using RdkafkaTopic = std::unique_ptr<rd_kafka_topic_t, FreedBy<rd_kafka_topic_destroy>>;
using RdkafkaQueue = std::unique_ptr<rd_kafka_queue_t, FreedBy<rd_kafka_queue_destroy>>;
using RdkafkaError = std::unique_ptr<rd_kafka_error_t, FreedBy<rd_kafka_error_destroy>>;
using RdkafkaEvent = std::unique_ptr<rd_kafka_event_t, FreedBy<rd_kafka_event_destroy>>;
using RdkafkaMessage = std::unique_ptr<rd_kafka_message_t, FreedBy<rd_kafka_message_destroy>>;
using RdkafkaPartitions = std::unique_ptr<rd_kafka_topic_partition_list_t,
                                          FreedBy<rd_kafka_topic_partition_list_destroy>>;
using RdkafkaAdminOptions =
    std::unique_ptr<rd_kafka_AdminOptions_t, FreedBy<rd_kafka_AdminOptions_destroy>>;
using RdkafkaGroupMetadata = std::unique_ptr<rd_kafka_consumer_group_metadata_t,
                                             FreedBy<rd_kafka_consumer_group_metadata_destroy>>;

// What librdkafka says between the calls. It outlives the handle when that does not end in time.
struct RdkafkaEar {
  std::function<void(int level, std::string_view line)> on_log;
  std::function<void(std::string)> on_statistics;
  // On the thread that polls. A member's and a producer's own.
  std::function<void(rd_kafka_resp_err_t, rd_kafka_topic_partition_list_t*)> on_rebalance;
  std::function<void(const rd_kafka_message_t&)> on_delivery;

  void complain(rd_kafka_resp_err_t code, std::string text);

  mutable std::mutex mutex;
  std::string complaint;        // what the brokers or the way to them last made impossible
  Deadline complaint_until;     // it explains nothing after this
  bool is_refusal = false;      // that was a wrong password or certificate
  std::string transaction_log;  // why the open transaction failed, as the library logged it
};

class RdkafkaHandle {
 public:
  // Connects when first asked for something.
  static Answer<std::shared_ptr<RdkafkaHandle>> open(rd_kafka_type_t type, RdkafkaConf conf,
                                                     const RdkafkaOptions& options);
  // Waits for the library's threads, but not for ever: it has defects by which they never end.
  ~RdkafkaHandle();
  RdkafkaHandle(const RdkafkaHandle&) = delete;
  RdkafkaHandle& operator=(const RdkafkaHandle&) = delete;

  rd_kafka_t* get() const { return client_; }
  RdkafkaEar& ear() { return *ear_; }

  // What was being done when time ran out, with what the library complained of meanwhile. kRefused
  // when that is a matter of passwords or certificates, else kRetry.
  Failure timed_out(const std::string& doing) const;
  // Failure of a call by its code; a time-out as above.
  Failure failed(const std::string& doing, rd_kafka_resp_err_t code,
                 std::string_view text = {}) const;

  // Leaves the group's machinery in bounded time. A static member keeps its place.
  static void close_consumer(std::shared_ptr<RdkafkaHandle> handle);

 private:
  explicit RdkafkaHandle(std::shared_ptr<RdkafkaEar> ear) : ear_(std::move(ear)) {}

  std::shared_ptr<RdkafkaEar> ear_;
  rd_kafka_t* client_ = nullptr;
};

}  // namespace encours::kafka
