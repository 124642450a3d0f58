#include "src/kafka/kafka_feed.h"

#include "fmt/format.h"
#include "src/kafka/last_record.h"
#include "src/kafka/patience.h"

namespace encours::kafka {
namespace {

// Counts the feed's appends: after an unknown outcome it tells whether the last one took effect,
// where the cursor alone may be the same as before.
constexpr std::string_view kNumberHeader = "encours-append";
constexpr int kTriesMax = 5;

}  // namespace

Result<std::unique_ptr<FeedSession>> KafkaFeed::open(Broker& broker,
                                                     const KafkaLogOptions& options,
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
  const auto found = last_record(*reader_, options_, {options_.cursors_topic, 0}, feed_);
  if (!found) {
    return failed(found.error());
  }
  cursor_.reset();
  number_ = 0;
  if (found->has_value()) {
    cursor_ = (*found)->value;
    for (const Header& header : (*found)->headers) {
      if (header.name == kNumberHeader) {
        number_ = std::strtoull(header.value.c_str(), nullptr, 10);
      }
    }
  }
  producer_ = std::move(*producer);
  return {};
}

Status KafkaFeed::append(std::span<const Append> records, std::string_view cursor) {
  const std::uint64_t number = number_ + 1;
  const Append cursor_record{{options_.cursors_topic, 0},
                             feed_,
                             std::string(cursor),
                             {{std::string(kNumberHeader), std::to_string(number)}}};
  Status written;
  for (int tries = 0; tries < kTriesMax; ++tries) {
    bool is_unknown = false;
    written = write(records, cursor_record, is_unknown);
    if (written) {
      number_ = number;
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
      if (number_ == number) {
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
