#include "src/cli/export_outputs.h"

#include <memory>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "encours/v1/outputs.pb.h"
#include "schemas/topics.h"
#include "src/cli/output_file.h"
#include "src/engine/letter_reader.h"
#include "src/views/record_json.h"

namespace encours::cli {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

constexpr std::size_t kPageRecords = 1'000;

std::unique_ptr<Message> message_of(const std::string& topic) {
  const Topic* known = find_topic(topic);
  const auto* type = DescriptorPool::generated_pool()->FindMessageTypeByName(
      "encours.v1." + std::string(known->message));
  return std::unique_ptr<Message>(MessageFactory::generated_factory()->GetPrototype(type)->New());
}

// The records of one partition of a topic, a page at a time, each with the offset of its cause.
class Outputs {
 public:
  Outputs(EventLog& log, TopicPartition from)
      : log_(log), from_(std::move(from)), message_(message_of(from_.topic)) {}

  Status next() {
    ++place_;
    if (page_ == nullptr || place_ >= page_->records.size()) {
      auto page = log_.read(from_, next_offset_, kPageRecords);
      if (!page) return tl::unexpected(page.error());
      page_ = std::move(*page);
      place_ = 0;
      at_end_ = page_->records.empty();
      if (at_end_) return {};
      next_offset_ = page_->records.back().offset + 1;
    }
    cause_offset_ = find_cause_offset();
    return {};
  }

  bool at_end() const { return at_end_; }
  std::int64_t cause_offset() const { return cause_offset_; }
  std::string json() const { return views::record_json(from_, page_->records[place_]); }

 private:
  std::int64_t find_cause_offset() {
    const Record& record = page_->records[place_];
    if (const Letter letter = read_letter(record); letter.says_where()) return letter.offset;
    const auto* origin = message_->GetDescriptor()->FindFieldByName("origin");
    if (origin == nullptr ||
        !message_->ParseFromArray(record.value.data(), static_cast<int>(record.value.size()))) {
      return cause_offset_;  // stays beside its neighbour
    }
    const Message& found = message_->GetReflection()->GetMessage(*message_, origin);
    return static_cast<const v1::Origin&>(found).revision();
  }

  EventLog& log_;
  TopicPartition from_;
  std::unique_ptr<Message> message_;
  std::unique_ptr<Batch> page_;
  std::size_t place_ = 0;
  std::int64_t next_offset_ = 0;
  std::int64_t cause_offset_ = 0;
  bool at_end_ = false;
};

// The records of all topics of one partition, merged.
tl::expected<std::uint64_t, Failure> export_partition(EventLog& log, std::int32_t partition,
                                                      OutputFile& out) {
  std::vector<std::unique_ptr<Outputs>> topics;
  for (const std::string& topic : output_topics()) {
    topics.push_back(std::make_unique<Outputs>(log, TopicPartition{topic, partition}));
    if (const Status read = topics.back()->next(); !read) {
      return tl::unexpected(failure_of(read.error()));
    }
  }
  std::uint64_t written = 0;
  while (true) {
    Outputs* first = nullptr;
    for (const auto& topic : topics) {
      const bool earlier = first == nullptr || topic->cause_offset() < first->cause_offset();
      if (!topic->at_end() && earlier) first = topic.get();
    }
    if (first == nullptr) return written;
    if (!out.write(first->json() + "\n")) return tl::unexpected(out.failure());
    ++written;
    if (const Status read = first->next(); !read) return tl::unexpected(failure_of(read.error()));
  }
}

}  // namespace

std::vector<std::string> output_topics() {
  std::vector<std::string> outputs;
  for (const Topic& topic : topics()) {
    const bool own_dead_letters = topic.name == dead_letters_of(Log::kEvents);
    const bool said_by_accounts = topic.key == TopicKey::kClientSegment && !topic.planned;
    if (own_dead_letters || said_by_accounts) outputs.emplace_back(topic.name);
  }
  return outputs;
}

tl::expected<std::uint64_t, Failure> export_outputs(EventLog& log, const std::string& path) {
  auto out = OutputFile::open(path);
  if (!out) return tl::unexpected(out.error());
  const auto partitions = log.partition_count(topic_of(Log::kEvents));
  if (!partitions) return tl::unexpected(failure_of(partitions.error()));
  std::uint64_t written = 0;
  for (std::int32_t partition = 0; partition < *partitions; ++partition) {
    const auto count = export_partition(log, partition, *out);
    if (!count) return tl::unexpected(count.error());
    written += *count;
  }
  if (const auto committed = out->commit(); !committed) return tl::unexpected(committed.error());
  return written;
}

}  // namespace encours::cli
