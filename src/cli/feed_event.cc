#include "src/cli/feed_event.h"

#include "schemas/topics.h"

namespace encours::cli {

std::string_view refusal_of(const v1::Event& event) {
  const KindBinding* binding = find_kind(event.body_case());
  if (binding == nullptr) return "no kind of event that this version knows";
  if (binding->route == KindRoute::kShard) return "a kind of event that feeds may not send";
  if (!binding->on(Log::kEvents)) {
    return "an event of another log than credit.events, which is not folded yet";
  }
  if (binding->route == KindRoute::kKeyed && event.client_id().empty()) {
    return "client_id is missing";
  }
  return {};
}

std::string_view key_of(const v1::Event& event) {
  const KindBinding* binding = find_kind(event.body_case());
  const bool keyed = binding != nullptr && binding->route == KindRoute::kKeyed;
  return keyed ? std::string_view(event.client_id()) : std::string_view{};
}

void add_records(std::string_view key, std::string_view event_bytes, std::int32_t partitions,
                 std::vector<Append>& records) {
  const std::string topic(topic_of(Log::kEvents));
  if (!key.empty()) {
    records.push_back(
        {{topic, partition_of(key, partitions)}, std::string(key), std::string(event_bytes), {}});
    return;
  }
  for (std::int32_t partition = 0; partition < partitions; ++partition) {
    records.push_back({{topic, partition}, broadcast_key(partition), std::string(event_bytes), {}});
  }
}

}  // namespace encours::cli
