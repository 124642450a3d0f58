#include "operators/client/intake/checks.h"

#include "operators/client/intake/fields.h"

namespace encours::intake {
namespace {

constexpr std::string_view kUnidentified = "~unidentified/";

Verdict check_body(const Input& input) {
  const v1::Event& event = *input.event;
  switch (input.kind) {
    case Kind::kClient:
      return check(event.client());
    case Kind::kCreditLimitSet:
      return check(event.credit_limit_set());
    case Kind::kInvoice:
      return check(event.invoice());
    case Kind::kInvoiceCancelled:
      return check(event.invoice_cancelled());
    case Kind::kCreditNote:
      return check(event.credit_note());
    case Kind::kReceipt:
      return check(event.receipt());
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
    case Kind::kOpenItemsList:
      return check(event.open_items_list());
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
    case Kind::kDelivery:
      return check(event.delivery());
    case Kind::kHumanDecision:
      return check(event.human_decision());
    case Kind::kPolicy:
      return check(event.policy());
    default:
      return unsupported("kind");
  }
}

// Money of nobody yet may be kept under its seller company; nothing else may stand there.
bool unidentified(std::string_view client_id) {
  return client_id.starts_with(kUnidentified) && client_id.size() > kUnidentified.size();
}

bool reserved(std::string_view client_id) {
  return client_id.starts_with('~') && !unidentified(client_id);
}

Verdict check_envelope(const Input& input) {
  const v1::Event& event = *input.event;
  const bool not_for_nobody = unidentified(input.owner) && input.kind != Kind::kReceipt;
  const bool keyed = input.kind != Kind::kPolicy && input.kind != Kind::kOpenItemsListClosed;
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
