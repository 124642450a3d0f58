#include "operators/verdict.h"

namespace encours {

std::string_view reason_code(RejectReason reason) {
  switch (reason) {
    case RejectReason::kNone:
      return "NONE";
    case RejectReason::kUndecodable:
      return "UNDECODABLE";
    case RejectReason::kOversize:
      return "OVERSIZE";
    case RejectReason::kUnsupportedKind:
      return "UNSUPPORTED_KIND";
    case RejectReason::kWrongKey:
      return "WRONG_KEY";
    case RejectReason::kWrongPartition:
      return "WRONG_PARTITION";
    case RejectReason::kTickNotAllowed:
      return "TICK_NOT_ALLOWED";
    case RejectReason::kMissingField:
      return "MISSING_FIELD";
    case RejectReason::kBadCurrency:
      return "BAD_CURRENCY";
    case RejectReason::kBadAmount:
      return "BAD_AMOUNT";
    case RejectReason::kBadDate:
      return "BAD_DATE";
    case RejectReason::kBadReference:
      return "BAD_REFERENCE";
    case RejectReason::kScheduleMismatch:
      return "SCHEDULE_MISMATCH";
    case RejectReason::kUnbalancedSettlement:
      return "UNBALANCED_SETTLEMENT";
    case RejectReason::kTooLarge:
      return "TOO_LARGE";
    case RejectReason::kAmountOverflow:
      return "AMOUNT_OVERFLOW";
    case RejectReason::kBadPolicy:
      return "BAD_POLICY";
    case RejectReason::kBadDecision:
      return "BAD_DECISION";
  }
  return "NONE";
}

}  // namespace encours
