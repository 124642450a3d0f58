#include "src/ingest/refusal.h"

#include "schemas/topics.h"

namespace encours {

std::optional<Failure> refusal_of(const v1::Event& event) {
  const KindBinding* binding = find_kind(event.body_case());
  if (binding == nullptr) {
    return Failure{RowRejectReason::kUndecodable, "",
                   "the event has no body, or one of a kind that this version does not know"};
  }
  if (binding->route == KindRoute::kShard) {
    return Failure{RowRejectReason::kUnsupportedKind, "", "feeds may not send ticks"};
  }
  if (!binding->on(Log::kEvents)) {
    return Failure{RowRejectReason::kUnsupportedKind, "",
                   "an event of another log than credit.events, which is not folded yet"};
  }
  if (binding->route == KindRoute::kKeyed && event.client_id().empty()) {
    return Failure{RowRejectReason::kMissingValue, "client_id", "client_id is missing"};
  }
  return std::nullopt;
}

}  // namespace encours
