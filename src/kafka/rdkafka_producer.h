// A transactional producer on librdkafka. Opened by RdkafkaBroker::open_producer().
//
// Each transactional call is made again while the library says that it may be, until its time is
// over; a call that was cut short goes on where it was. What that leaves:
//
//   init, abort     kRetry: call again
//   begin           never waits
//   produce         kRetry: the topic could not be asked for; nothing was produced
//   send_offsets    kAbort
//   commit          kBroken: nobody knows
//
// A record that could not be delivered is told by the next call: kRefused when it is too large or
// not allowed, else kAbort. What an abort throws away is no failure. After such a record the
// client's sequence numbers have a gap that librdkafka 2.0.2 does not close, and the broker refuses
// the next transaction: abort() then takes the id anew, by which the broker ends the old one too.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "src/kafka/rdkafka_cluster.h"
#include "src/kafka/rdkafka_handle.h"

namespace encours::kafka {

class RdkafkaProducer : public Producer {
 public:
  static Answer<std::unique_ptr<Producer>> open(const RdkafkaOptions& options,
                                                const std::string& transactional_id,
                                                std::shared_ptr<RdkafkaCluster> cluster);
  ~RdkafkaProducer() override;

  // The library's client can be initialised once; called again, this makes a new one.
  Done init() override;
  Done begin() override;
  Done produce(const Append& record) override;
  // `member` is a RdkafkaMember.
  Done send_offsets(std::span<const CommittedOffset> offsets, Member& member) override;
  Done commit() override;
  Done abort() override;

 private:
  struct Topic {
    RdkafkaTopic handle;
    std::int32_t partitions = 0;
  };

  RdkafkaProducer(RdkafkaOptions options, std::string transactional_id,
                  std::shared_ptr<RdkafkaCluster> cluster);

  Done open_client();
  void close_client();
  void hear_delivery(const rd_kafka_message_t& message);
  Answer<Topic*> topic_for(const TopicPartition& to);
  Done queue(const Append& record, rd_kafka_topic_t* topic);
  Failure failure_of_code(const std::string& doing, rd_kafka_resp_err_t code) const;
  Failure failure_of(const std::string& doing, const rd_kafka_error_t& error) const;
  Failure reason_of(Failure failure);
  Failure why_not_open(const std::string& doing) const;
  // Calls until it succeeds, fails for good, or the time is over; then the error is the last one.
  template <class Call>
  RdkafkaError call_until(Deadline deadline, Call call);

  RdkafkaOptions options_;
  std::string transactional_id_;
  std::shared_ptr<RdkafkaCluster> cluster_;
  std::shared_ptr<RdkafkaHandle> handle_;
  std::map<std::string, Topic, std::less<>> topics_;  // go before the client
  std::optional<Failure> lost_record_;                // of the open transaction
  bool is_initialised_ = false;
  bool must_renew_ = false;
  std::uint32_t unserved_ = 0;  // records produced since delivery reports were last served
};

}  // namespace encours::kafka
