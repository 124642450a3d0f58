#include "operators/client/intake/checks.h"

#include "operators/client/intake/fields.h"

namespace encours::intake {
namespace {

constexpr std::string_view kUnidentified = "~unidentified/";

// Clients, orders, decisions, what is said to all.
Verdict check_other(const Input& input) {
  const v1::Event& event = *input.event;
  switch (input.kind) {
    case Kind::kClient:
      return check(event.client());
    case Kind::kCreditLimitSet:
      return check(event.credit_limit_set());
    case Kind::kOpenItemsListClosed:
      return check(event.open_items_list_closed());
    case Kind::kOrderPlaced:
      return check(event.order_placed().order());
    case Kind::kOrderChanged:
      return check(event.order_changed().order());
    case Kind::kOrderCancelled:
      return check(event.order_cancelled());
    case Kind::kOrderClosed:
      return check(event.order_closed());
    case Kind::kOrderReopened:
      return check(event.order_reopened());
    case Kind::kDelivery:
      return check(event.delivery());
    case Kind::kGoodsReturned:
      return check(event.goods_returned());
    case Kind::kHumanDecision:
      return check(event.human_decision());
    case Kind::kErpAcknowledgement:
      return check(event.erp_acknowledgement());
    case Kind::kBreakerTripped:
      return check(event.breaker_tripped());
    case Kind::kPolicy:
      return check(event.policy());
    case Kind::kFxTable:
      return check(event.fx_table());
    case Kind::kFeedCompleteThrough:
      return check(event.feed_complete_through());
    case Kind::kPeriodClosed:
      return check(event.period_closed());
    default:
      return unsupported("kind");
  }
}

// Receivables, and the rest.
Verdict check_body(const Input& input) {
  const v1::Event& event = *input.event;
  switch (input.kind) {
    case Kind::kInvoice:
      return check(event.invoice());
    case Kind::kInvoiceCancelled:
      return check(event.invoice_cancelled());
    case Kind::kCreditNote:
      return check(event.credit_note());
    case Kind::kReceipt:
      return check(event.receipt());
    case Kind::kReceiptStateChanged:
      return check(event.receipt_state_changed());
    case Kind::kDueDateExtended:
      return check(event.due_date_extended());
    case Kind::kStatement:
      return check(event.statement());
    case Kind::kSettlement:
      return check(event.settlement());
    case Kind::kSettlementReversed:
      return check(event.settlement_reversed());
    case Kind::kDisputeOpened:
      return check(event.dispute_opened());
    case Kind::kDisputeChanged:
      return check(event.dispute_changed());
    case Kind::kDisputeClosed:
      return check(event.dispute_closed());
    case Kind::kWriteOff:
      return check(event.write_off());
    case Kind::kRecovery:
      return check(event.recovery());
    case Kind::kReceivableAssigned:
      return check(event.receivable_assigned());
    case Kind::kReceivableReturned:
      return check(event.receivable_returned());
    case Kind::kTransferOut:
      return check(event.transfer_out());
    case Kind::kTransferIn:
      return check(event.transfer_in());
    case Kind::kOpenItemsList:
      return check(event.open_items_list());
    case Kind::kBalanceAsserted:
      return check(event.balance_asserted());
    default:
      return check_other(input);
  }
}

// Money of nobody yet may be kept under its seller company; nothing else may stand there.
bool unidentified(std::string_view client_id) {
  return client_id.starts_with(kUnidentified) && client_id.size() > kUnidentified.size();
}

// Said to all clients at once.
bool is_broadcast(Kind kind) {
  return kind == Kind::kPolicy || kind == Kind::kFxTable || kind == Kind::kFeedCompleteThrough ||
         kind == Kind::kPeriodClosed || kind == Kind::kBreakerTripped ||
         kind == Kind::kOpenItemsListClosed;
}

bool reserved(std::string_view client_id) {
  return client_id.starts_with('~') && !unidentified(client_id);
}

// Money of nobody yet comes, may come back, and leaves when it is known whose it is.
bool may_be_of_nobody(Kind kind) {
  return kind == Kind::kReceipt || kind == Kind::kReceiptStateChanged || kind == Kind::kTransferOut;
}

Verdict check_envelope(const Input& input) {
  const v1::Event& event = *input.event;
  const bool not_for_nobody = unidentified(input.owner) && !may_be_of_nobody(input.kind);
  const bool keyed = !is_broadcast(input.kind);
  if (reserved(input.owner)) return wrong_key("client_id: begins with ~");
  if (not_for_nobody) return wrong_key("client_id: only receipts may be of nobody");
  if (keyed && input.owner.empty()) return missing("client_id");
  if (!printable(input.owner)) return bad_reference("client_id");
  if (!printable(event.event_id())) return bad_reference("event_id");
  if (event.revision() < 0) return bad_reference("revision");
  if (too_long(input.owner)) return too_large("client_id");
  if (too_long(event.event_id())) return too_large("event_id");
  return accept();
}

}  // namespace

Verdict check(const Input& input) {
  const Verdict envelope = check_envelope(input);
  return envelope.accepted() ? check_body(input) : envelope;
}

}  // namespace encours::intake
