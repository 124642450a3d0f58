#include "src/kafka/kafka_feed.h"

#include "encours/v1/outputs.pb.h"
#include "fmt/format.h"
#include "src/kafka/last_record.h"
#include "src/kafka/patience.h"

namespace encours::kafka {
namespace {

constexpr int kTriesMax = 5;

}  // namespace

Result<std::unique_ptr<FeedSession>> KafkaFeed::open(Broker& broker, const KafkaLogOptions& options,
                                                     const std::string& feed) {
  std::unique_ptr<KafkaFeed> session(new KafkaFeed(broker, options, feed));
  auto reader = broker.open_reader();
  if (!reader) {
    return failed(reader.error());
  }
  session->reader_ = std::move(*reader);
  if (Status status = session->take_place(); !status) {
    return tl::unexpected(status.error());
  }
  return session;
}

// Fences whoever fed before and reads how far they came.
Status KafkaFeed::take_place() {
  producer_.reset();
  auto producer = patiently(options_, [&] {
    return broker_.open_producer(fmt::format("{}-feed-{}", options_.group, feed_));
  });
  if (!producer) {
    return failed(producer.error());
  }
  if (const Done done = patiently(options_, [&] { return (*producer)->init(); }); !done) {
    return failed(done.error());
  }
  const auto partitions =
      patiently(options_, [&] { return broker_.partition_count(options_.cursors_topic); });
  if (!partitions) {
    return failed(partitions.error());
  }
  cursors_ = {options_.cursors_topic, partition_of(feed_, *partitions)};
  const auto found = last_record(*reader_, options_, cursors_, feed_);
  if (!found) {
    return failed(found.error());
  }
  cursor_.reset();
  number_ = 0;
  if (found->has_value()) {
    v1::FeedCursor cursor;
    if (!cursor.ParseFromString(**found)) {
      return tl::unexpected(
          Error{Fault::kCorrupt, fmt::format("the cursor of feed {} cannot be decoded", feed_)});
    }
    cursor_ = cursor.cursor();
    number_ = cursor.append_number();
  }
  producer_ = std::move(*producer);
  return {};
}

Status KafkaFeed::append(std::span<const Append> records, std::string_view cursor) {
  v1::FeedCursor next;
  next.set_cursor(std::string(cursor));
  next.set_append_number(number_ + 1);
  const Append cursor_record{cursors_, feed_, next.SerializeAsString(), {}};
  Status written;
  for (int tries = 0; tries < kTriesMax; ++tries) {
    bool is_unknown = false;
    written = write(records, cursor_record, is_unknown);
    if (written) {
      number_ = next.append_number();
      cursor_ = std::string(cursor);
      return {};
    }
    if (written.error().fault == Fault::kRefused || written.error().fault == Fault::kFenced) {
      return written;
    }
    if (is_unknown) {
      if (Status status = take_place(); !status) {
        return status;
      }
      if (number_ == next.append_number()) {
        return {};
      }
    }
  }
  return written;
}

// One transaction. `is_unknown`: it failed, and whether it took effect is for the log to say.
Status KafkaFeed::write(std::span<const Append> records, const Append& cursor_record,
                        bool& is_unknown) {
  Done done = producer_->begin();
  for (std::size_t i = 0; done && i < records.size(); ++i) {
    done = patiently(options_, [&] { return producer_->produce(records[i]); });
  }
  if (done) {
    done = patiently(options_, [&] { return producer_->produce(cursor_record); });
  }
  if (done) {
    done = producer_->commit();
  }
  if (done) {
    return {};
  }
  const Trouble trouble = done.error().trouble;
  is_unknown = trouble == Trouble::kBroken || trouble == Trouble::kRetry;
  if (trouble == Trouble::kAbort || trouble == Trouble::kRefused) {
    const Done aborted = patiently(options_, [&] { return producer_->abort(); });
    is_unknown = !aborted;
  }
  return failed(done.error());
}

}  // namespace encours::kafka
