// What becomes of an input: accepted, accepted but set aside (kept from the rows below, which hear
// only what was said about it), a repeat (ignored and counted), or refused with a closed reason.
#pragma once

#include <cstdint>
#include <string_view>

namespace encours {

// Why an input is refused. Closed: it is a metric label and stands in every dead letter. Only
// grows, at the end.
enum class RejectReason : std::uint8_t {
  kNone,
  kUndecodable,           // the bytes are not an event
  kOversize,              // larger than the limit for one event
  kUnsupportedKind,       // no operator hears this kind yet, or this variant of it
  kWrongKey,              // the record's key is not the entity's id
  kWrongPartition,        // the key belongs to another partition
  kTickNotAllowed,        // a tick that does not follow the shard's day or instant
  kMissingField,          // a field that the kind cannot do without
  kBadCurrency,           // no ISO 4217 currency, or another than the document's
  kBadAmount,             // no exact amount of its currency, or of the wrong sign
  kBadDate,               // no calendar date, or one before another that it must follow
  kBadReference,          // a reference of the wrong kind or without a number
  kScheduleMismatch,      // schedule lines do not add up to the document
  kUnbalancedSettlement,  // movements do not sum to zero in each currency
  kTooLarge,              // a count beyond its limit: lines, movements, items of one account
  kAmountOverflow,        // a sum beyond what can be held exactly
  kBadPolicy,             // a policy that contradicts itself
  kBadDecision,           // a person's decision that names nothing or cannot be carried out
};

// The reason's code, as it stands in dead letters and metrics: "UNBALANCED_SETTLEMENT".
std::string_view reason_code(RejectReason reason);

// The answer of an operator. Accepted unless it says otherwise.
struct [[nodiscard]] Verdict {
  enum class Outcome : std::uint8_t { kAccepted, kRepeat, kRefused, kSetAside };

  Outcome outcome = Outcome::kAccepted;
  RejectReason reason = RejectReason::kNone;
  std::string_view detail;  // a literal: what exactly was wrong, for people

  bool accepted() const { return outcome == Outcome::kAccepted; }
};

inline Verdict accept() {
  return {};
}
// The input takes no effect below, what the operator found about it does: a document too old to be
// opened, say.
inline Verdict set_aside() {
  return {Verdict::Outcome::kSetAside, RejectReason::kNone, {}};
}
inline Verdict repeat() {
  return {Verdict::Outcome::kRepeat, RejectReason::kNone, {}};
}
// `detail` must be a literal: it outlives the step.
inline Verdict refuse(RejectReason reason, std::string_view detail) {
  return {Verdict::Outcome::kRefused, reason, detail};
}

}  // namespace encours
