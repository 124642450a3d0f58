#include "src/kafka/rdkafka_batch.h"

#include <algorithm>
#include <utility>

namespace encours::kafka {
namespace {

std::string_view view_of(const void* bytes, std::size_t size) {
  return bytes == nullptr ? std::string_view()
                          : std::string_view(static_cast<const char*>(bytes), size);
}

// The library fills an array of plain pointers.
void take_into(std::vector<RdkafkaMessage>& messages, rd_kafka_queue_t* queue, std::size_t count,
               int timeout_ms) {
  std::vector<rd_kafka_message_t*> taken(count);
  const ssize_t got = rd_kafka_consume_batch_queue(queue, timeout_ms, taken.data(), count);
  for (ssize_t i = 0; i < got; ++i) {
    messages.emplace_back(taken[static_cast<std::size_t>(i)]);
  }
}

}  // namespace

void RdkafkaBatch::add(RdkafkaMessage message, std::uint32_t source) {
  Record record;
  record.source = source;
  record.offset = message->offset;
  record.key = view_of(message->key, message->key_len);
  record.value = view_of(message->payload, message->len);
  rd_kafka_timestamp_type_t kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
  const std::int64_t timestamp_ms = rd_kafka_message_timestamp(message.get(), &kind);
  if (kind != RD_KAFKA_TIMESTAMP_NOT_AVAILABLE) record.timestamp_ms = timestamp_ms;
  rd_kafka_headers_t* headers = nullptr;
  // The library reads a record's headers only when asked, and has none to read for most.
  if (rd_kafka_message_headers(message.get(), &headers) == RD_KAFKA_RESP_ERR_NO_ERROR) {
    HeaderRange range{records.size(), headers_.size(), 0};
    const char* name = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    while (rd_kafka_header_get_all(headers, range.count, &name, &value, &size) ==
           RD_KAFKA_RESP_ERR_NO_ERROR) {
      headers_.push_back({name, view_of(value, size)});
      ++range.count;
    }
    ranges_.push_back(range);
  }
  records.push_back(record);
  messages_.push_back(std::move(message));
}

void RdkafkaBatch::finish() {
  const std::span<const HeaderView> all(headers_);
  for (const HeaderRange& range : ranges_) {
    records[range.record].headers = all.subspan(range.first, range.count);
  }
  ranges_.clear();
}

std::vector<RdkafkaMessage> take_messages(rd_kafka_queue_t* queue, std::size_t count,
                                          std::chrono::milliseconds timeout) {
  std::vector<RdkafkaMessage> messages;
  if (count == 0) return messages;
  messages.reserve(count);
  take_into(messages, queue, count, /*timeout_ms=*/0);
  if (!messages.empty() || timeout.count() <= 0) return messages;
  // With a time-out the library waits until all `count` are there: so for one, and then the rest.
  take_into(messages, queue, 1, static_cast<int>(timeout.count()));
  if (!messages.empty()) take_into(messages, queue, count - messages.size(), /*timeout_ms=*/0);
  return messages;
}

}  // namespace encours::kafka
