#include "operators/client/intake/known_below.h"

#include "operators/client/exposure/tables.h"
#include "operators/client/ledger/ledger.h"
#include "operators/client/ledger/settlements.h"
#include "operators/domain/entity.h"

namespace encours::intake {
namespace {

bool knows_item(Rows& rows, const AccountKey& account, const v1::DocumentRef& ref) {
  state::v1::LedgerItem item;
  return ledger::find_item(rows, account, entity_id(ref), item) &&
         item.state() != state::v1::ITEM_STATE_UNSPECIFIED;
}

bool knows_settlement(Rows& rows, const AccountKey& account, const std::string& id) {
  state::v1::LedgerSettlement record;
  return ledger::SettlementSet(rows, ledger::kLedgerSettlements, account)
      .find(ledger::head_of(rows, account).settlements(), id, record);
}

const state::v1::ExposureHead& exposure_of(Rows& rows, const AccountKey& account) {
  const auto* head = rows.find(exposure::kExposure, account);
  return head == nullptr ? state::v1::ExposureHead::default_instance() : *head;
}

bool knows_order(Rows& rows, const AccountKey& account, const v1::DocumentRef& ref) {
  state::v1::ExposureOrder order;
  return exposure::OrderSet(rows, exposure::kExposureOrders, account)
             .find(exposure_of(rows, account).orders(), entity_id(ref), order) &&
         order.known();
}

bool knows_delivery(Rows& rows, const AccountKey& account, const v1::DocumentRef& ref) {
  state::v1::ExposureDelivery delivery;
  return exposure::DeliverySet(rows, exposure::kExposureDeliveries, account)
      .find(exposure_of(rows, account).deliveries(), entity_id(ref), delivery);
}

// The ledger knows the items, exposure the billing documents that are none yet.
bool knows_claim(Rows& rows, const AccountKey& account, const v1::DocumentRef& ref) {
  if (ref.kind() != v1::DOCUMENT_KIND_BILLING) {
    return knows_item(rows, account, ref);
  }
  state::v1::ExposureBilling billing;
  return exposure::BillingSet(rows, exposure::kExposureBillings, account)
      .find(exposure_of(rows, account).billings(), entity_id(ref), billing);
}

}  // namespace

bool known_below(const Input& input, Rows& rows, const AccountKey& account) {
  const v1::Event& event = *input.event;
  switch (input.kind) {
    case Kind::kInvoice:
      return knows_claim(rows, account, event.invoice().ref());
    case Kind::kInvoiceCancelled:
      return knows_claim(rows, account, event.invoice_cancelled().ref());
    case Kind::kCreditNote:
      return knows_item(rows, account, event.credit_note().ref());
    case Kind::kReceipt:
      return knows_item(rows, account, event.receipt().ref());
    case Kind::kDisputeOpened:
      return knows_item(rows, account, event.dispute_opened().item_ref());
    case Kind::kDisputeChanged:
      return knows_item(rows, account, event.dispute_changed().dispute().item_ref());
    case Kind::kDisputeClosed:
      return knows_item(rows, account, event.dispute_closed().item_ref());
    case Kind::kSettlement:
      return knows_settlement(rows, account, ledger::settlement_id(event.settlement()));
    case Kind::kSettlementReversed:
      return knows_settlement(rows, account, ledger::settlement_id(event.settlement_reversed()));
    case Kind::kWriteOff:
      return knows_settlement(rows, account, ledger::settlement_id(event.write_off()));
    case Kind::kStatement:
      return knows_item(rows, account, event.statement().ref());
    case Kind::kReceiptStateChanged:
      return knows_item(rows, account, event.receipt_state_changed().ref());
    case Kind::kDueDateExtended:
      return knows_item(rows, account, event.due_date_extended().item_ref());
    case Kind::kReceivableAssigned:
      return knows_item(rows, account, event.receivable_assigned().item_ref());
    case Kind::kReceivableReturned:
      return knows_item(rows, account, event.receivable_returned().item_ref());
    case Kind::kRecovery:
      return knows_settlement(rows, account, ledger::settlement_id(event.recovery()));
    case Kind::kTransferOut:
      return knows_settlement(rows, account, ledger::settlement_id(event.transfer_out()));
    case Kind::kTransferIn:
      return knows_settlement(rows, account, ledger::settlement_id(event.transfer_in()));
    case Kind::kOrderPlaced:
      return knows_order(rows, account, event.order_placed().order().ref());
    case Kind::kOrderChanged:
      return knows_order(rows, account, event.order_changed().order().ref());
    case Kind::kOrderCancelled:
      return knows_order(rows, account, event.order_cancelled().ref());
    case Kind::kOrderClosed:
      return knows_order(rows, account, event.order_closed().ref());
    case Kind::kOrderReopened:
      return knows_order(rows, account, event.order_reopened().order().ref());
    case Kind::kDelivery:
      return knows_delivery(rows, account, event.delivery().ref());
    case Kind::kGoodsReturned:
      return knows_delivery(rows, account, event.goods_returned().ref());
    default:
      return false;
  }
}

}  // namespace encours::intake
