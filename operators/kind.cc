#include "operators/kind.h"

namespace encours {

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::kNone:
      return "none";
    case Kind::kClient:
      return "client";
    case Kind::kCreditLimitSet:
      return "credit_limit_set";
    case Kind::kInvoice:
      return "invoice";
    case Kind::kInvoiceCancelled:
      return "invoice_cancelled";
    case Kind::kCreditNote:
      return "credit_note";
    case Kind::kReceipt:
      return "receipt";
    case Kind::kSettlement:
      return "settlement";
    case Kind::kSettlementReversed:
      return "settlement_reversed";
    case Kind::kDisputeOpened:
      return "dispute_opened";
    case Kind::kDisputeChanged:
      return "dispute_changed";
    case Kind::kDisputeClosed:
      return "dispute_closed";
    case Kind::kWriteOff:
      return "write_off";
    case Kind::kOrderPlaced:
      return "order_placed";
    case Kind::kOrderChanged:
      return "order_changed";
    case Kind::kOrderCancelled:
      return "order_cancelled";
    case Kind::kOrderClosed:
      return "order_closed";
    case Kind::kDelivery:
      return "delivery";
    case Kind::kHumanDecision:
      return "human_decision";
    case Kind::kPolicy:
      return "policy";
    case Kind::kDayTurned:
      return "day_turned";
    case Kind::kBeat:
      return "beat";
    case Kind::kSweep:
      return "sweep";
    case Kind::kOwnerDue:
      return "owner_due";
    case Kind::kOwnerBeat:
      return "owner_beat";
    case Kind::kAccountTurned:
      return "account_turned";
    case Kind::kOpenItemChanged:
      return "open_item_changed";
    case Kind::kUnappliedChanged:
      return "unapplied_changed";
    case Kind::kOrderValueChanged:
      return "order_value_changed";
    case Kind::kExposureChanged:
      return "exposure_changed";
    case Kind::kAgeingChanged:
      return "ageing_changed";
    case Kind::kLimitInForce:
      return "limit_in_force";
    case Kind::kOrderBookChanged:
      return "order_book_changed";
    case Kind::kUtilisationChanged:
      return "utilisation_changed";
    case Kind::kFindings:
      return "findings";
    case Kind::kHoldChanged:
      return "hold_changed";
  }
  return "none";
}

}  // namespace encours
