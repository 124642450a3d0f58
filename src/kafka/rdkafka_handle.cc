#include "src/kafka/rdkafka_handle.h"

#include <array>
#include <future>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "src/kafka/rdkafka_error.h"

namespace encours::kafka {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// How long the end of a client is waited for. It takes tens of milliseconds, when it comes.
constexpr milliseconds kEndTimeMax{5'000};
// The library says the same thing again only after 30 seconds.
constexpr milliseconds kComplaintTime{60'000};

RdkafkaEar& ear_of(void* opaque) {
  return *static_cast<RdkafkaEar*>(opaque);
}

void hear_log(const rd_kafka_t* client, int level, const char* facility, const char* text) {
  RdkafkaEar& ear = ear_of(rd_kafka_opaque(client));
  const std::string_view said(text);
  // Every client is given all settings of the operator; that a producer has no use for some of a
  // consumer is no news.
  if (said.find("property and will be ignored") != std::string_view::npos) return;
  if (std::string_view(facility) == "TXNERR") {
    const std::lock_guard lock(ear.mutex);
    ear.transaction_log = said;
  }
  if (ear.on_log) ear.on_log(level, fmt::format("{}: {}", facility, said));
}

void hear_error(rd_kafka_t* client, int code, const char* reason, void* opaque) {
  RdkafkaEar& ear = ear_of(opaque);
  auto known = static_cast<rd_kafka_resp_err_t>(code);
  std::string text = reason;
  if (known == RD_KAFKA_RESP_ERR__FATAL) {
    FatalError fatal = fatal_error_of(client);
    known = fatal.code;
    text = std::move(fatal.text);
  }
  // Says only that each of the brokers is as the complaint before said.
  if (known == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) return;
  ear.complain(known, text);
  if (ear.on_log) ear.on_log(/*level=*/4, fmt::format("{}: {}", rd_kafka_err2name(known), text));
}

int hear_statistics(rd_kafka_t* /*client*/, char* json, std::size_t size, void* opaque) {
  RdkafkaEar& ear = ear_of(opaque);
  if (ear.on_statistics) ear.on_statistics(std::string(json, size));
  return 0;  // the library frees it
}

void hear_rebalance(rd_kafka_t* client, rd_kafka_resp_err_t code,
                    rd_kafka_topic_partition_list_t* partitions, void* opaque) {
  RdkafkaEar& ear = ear_of(opaque);
  if (ear.on_rebalance) {
    ear.on_rebalance(code, partitions);
  } else {
    // Nobody serves this member any more. Without an answer its end would wait for ever.
    rd_kafka_assign(client, nullptr);
  }
}

void hear_delivery(rd_kafka_t* /*client*/, const rd_kafka_message_t* message, void* opaque) {
  RdkafkaEar& ear = ear_of(opaque);
  if (ear.on_delivery) ear.on_delivery(*message);
}

// Runs what may never end on a thread of its own. False: it had not ended in time, and goes on.
template <class Work>
bool ends_in_time(Work work) {
  std::promise<void> ended;
  std::future<void> end = ended.get_future();
  std::thread([work = std::move(work), ended = std::move(ended)]() mutable {
    work();
    ended.set_value();
  }).detach();
  return end.wait_for(kEndTimeMax) == std::future_status::ready;
}

}  // namespace

Deadline deadline_in(milliseconds time) {
  return steady_clock::now() + time;
}

int milliseconds_left(Deadline deadline) {
  const auto left = std::chrono::duration_cast<milliseconds>(deadline - steady_clock::now());
  return left.count() < 1 ? 1 : static_cast<int>(left.count());
}

bool is_over(Deadline deadline) {
  return steady_clock::now() >= deadline;
}

void RdkafkaEar::complain(rd_kafka_resp_err_t code, std::string text) {
  const std::lock_guard lock(mutex);
  complaint = std::move(text);
  complaint_until = deadline_in(kComplaintTime);
  is_refusal = code != RD_KAFKA_RESP_ERR__FATAL && trouble_of(code) == Trouble::kRefused;
}

Answer<std::shared_ptr<RdkafkaHandle>> RdkafkaHandle::open(rd_kafka_type_t type, RdkafkaConf conf,
                                                           const RdkafkaOptions& options) {
  auto ear = std::make_shared<RdkafkaEar>();
  ear->on_log = options.on_log;
  ear->on_statistics = options.on_statistics;
  rd_kafka_conf_set_opaque(conf.get(), ear.get());
  rd_kafka_conf_set_log_cb(conf.get(), &hear_log);
  rd_kafka_conf_set_error_cb(conf.get(), &hear_error);
  rd_kafka_conf_set_stats_cb(conf.get(), &hear_statistics);
  if (type == RD_KAFKA_CONSUMER) {
    rd_kafka_conf_set_rebalance_cb(conf.get(), &hear_rebalance);
  } else {
    // Without one, each flush waits 10 ms for nothing.
    rd_kafka_conf_set_dr_msg_cb(conf.get(), &hear_delivery);
  }
  std::shared_ptr<RdkafkaHandle> handle(new RdkafkaHandle(std::move(ear)));
  std::array<char, 512> text{};
  handle->client_ = rd_kafka_new(type, conf.get(), text.data(), text.size());
  if (handle->client_ == nullptr) {
    return tl::unexpected(Failure{Trouble::kRefused, fmt::format("Kafka client: {}", text.data())});
  }
  conf.release();  // the client owns it now
  return handle;
}

RdkafkaHandle::~RdkafkaHandle() {
  if (client_ == nullptr) return;
  const bool ended = ends_in_time([client = client_, ear = ear_] {
    rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
  });
  if (!ended && ear_->on_log) ear_->on_log(/*level=*/4, "END: a client does not end; left behind");
}

void RdkafkaHandle::close_consumer(std::shared_ptr<RdkafkaHandle> handle) {
  RdkafkaEar& ear = handle->ear();
  ear.on_rebalance = nullptr;
  const bool ended = ends_in_time([handle] { rd_kafka_consumer_close(handle->get()); });
  if (!ended && ear.on_log) ear.on_log(/*level=*/4, "END: a member does not leave; left behind");
}

Failure RdkafkaHandle::timed_out(const std::string& doing) const {
  const std::lock_guard lock(ear_->mutex);
  if (ear_->complaint.empty() || is_over(ear_->complaint_until)) {
    return {Trouble::kRetry, fmt::format("{}: no answer in time", doing)};
  }
  return {ear_->is_refusal ? Trouble::kRefused : Trouble::kRetry,
          fmt::format("{}: no answer in time; {}", doing, ear_->complaint)};
}

Failure RdkafkaHandle::failed(const std::string& doing, rd_kafka_resp_err_t code,
                              std::string_view text) const {
  switch (code) {
    case RD_KAFKA_RESP_ERR__TIMED_OUT:
    case RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE:
    case RD_KAFKA_RESP_ERR__TRANSPORT:
    case RD_KAFKA_RESP_ERR__WAIT_COORD:
    case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
      return timed_out(doing);
    default:
      return {trouble_of(code), error_message(doing, code, text)};
  }
}

}  // namespace encours::kafka
