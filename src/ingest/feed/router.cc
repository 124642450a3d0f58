#include "src/ingest/feed/router.h"

#include <fmt/format.h>
#include <google/protobuf/util/time_util.h>

#include "schemas/topics.h"
#include "src/ingest/refusal.h"

namespace encours {

void stamp_live(v1::Event& event, std::int64_t now_us) {
  if (event.has_logged_at() && !event.has_entered_at()) {
    *event.mutable_entered_at() = event.logged_at();
  }
  *event.mutable_logged_at() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(now_us);
}

std::string_view Router::key_of(const v1::Event& event) {
  const KindBinding* binding = find_kind(event.body_case());
  const bool keyed = binding != nullptr && binding->route == KindRoute::kKeyed;
  return keyed ? std::string_view(event.client_id()) : std::string_view{};
}

std::optional<Failure> Router::add(const v1::Event& event, std::vector<Append>& records) const {
  if (auto refusal = refusal_of(event)) return refusal;
  const std::string bytes = event.SerializeAsString();
  if (bytes.size() > kRoutedBytesMax) {
    return Failure{
        RowRejectReason::kOversize, "",
        fmt::format("an event of {} bytes; the log takes {}", bytes.size(), kRoutedBytesMax)};
  }
  add(key_of(event), bytes, records);
  return std::nullopt;
}

void Router::add(std::string_view key, std::string_view event_bytes,
                 std::vector<Append>& records) const {
  const std::string topic(topic_of(Log::kEvents));
  if (!key.empty()) {
    records.push_back(
        {{topic, partition_of(key, partitions_)}, std::string(key), std::string(event_bytes), {}});
    return;
  }
  for (std::int32_t partition = 0; partition < partitions_; ++partition) {
    records.push_back({{topic, partition}, broadcast_key(partition), std::string(event_bytes), {}});
  }
}

}  // namespace encours
