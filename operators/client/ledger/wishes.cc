#include "operators/client/ledger/wishes.h"

#include "operators/client/findings.h"
#include "operators/client/ledger/disputes.h"
#include "operators/client/ledger/settlements.h"
#include "operators/domain/entity.h"

namespace encours::ledger {
namespace {

class Names {
 public:
  Names(const Input& input, Wishes& wishes) : client_id_(input.owner) {
    if (const v1::Policy* policy = wishes.wanted(kPolicy, ShardKey{}); policy != nullptr) {
      policy_ = policy;
    }
  }

  void add_item(const v1::DocumentRef& ref) {
    add(NamedKind::kItem, ref.seller_company(), entity_id(ref));
  }
  void add_dispute(const v1::DocumentRef& item_ref, std::string_view number) {
    add_item(item_ref);
    add(NamedKind::kDispute, item_ref.seller_company(), dispute_id(item_ref, number));
  }
  void add_settlement(std::string_view seller_company, std::string id) {
    add(NamedKind::kSettlement, seller_company, std::move(id));
  }
  template <class Transfer>
  void add_transfer(const Transfer& transfer) {
    names_.push_back({NamedKind::kSettlement,
                      {std::string(client_id_),
                       transfer.segment().empty() ? std::string("main") : transfer.segment()},
                      settlement_id(transfer)});
    for (const v1::TransferredItem& item : transfer.items()) {
      add_item(item.item_ref());
    }
  }
  std::vector<Named> take() { return std::move(names_); }

 private:
  void add(NamedKind kind, std::string_view seller_company, std::string id) {
    const std::string_view segment = segment_of(*policy_, seller_company);
    names_.push_back({kind, {std::string(client_id_), std::string(segment)}, std::move(id)});
  }

  std::string_view client_id_;
  const v1::Policy* policy_ = &v1::Policy::default_instance();
  std::vector<Named> names_;
};

}  // namespace

std::vector<Named> named_in(const Input& input, Wishes& wishes) {
  const v1::Event& event = *input.event;
  Names names(input, wishes);
  switch (input.kind) {
    case Kind::kInvoice:
      names.add_item(event.invoice().ref());
      if (event.invoice().has_continues()) {
        names.add_item(event.invoice().continues());
      }
      break;
    case Kind::kInvoiceCancelled:
      names.add_item(event.invoice_cancelled().ref());
      break;
    case Kind::kCreditNote:
      names.add_item(event.credit_note().ref());
      break;
    case Kind::kReceipt:
      names.add_item(event.receipt().ref());
      break;
    case Kind::kStatement:
      names.add_item(event.statement().ref());
      for (const v1::StatementItem& item : event.statement().items()) {
        names.add_item(item.item_ref());
      }
      break;
    case Kind::kReceiptStateChanged:
      names.add_item(event.receipt_state_changed().ref());
      break;
    case Kind::kDueDateExtended:
      names.add_item(event.due_date_extended().item_ref());
      break;
    case Kind::kReceivableAssigned:
      names.add_item(event.receivable_assigned().item_ref());
      break;
    case Kind::kReceivableReturned:
      names.add_item(event.receivable_returned().item_ref());
      break;
    case Kind::kRecovery:
      names.add_item(event.recovery().item_ref());
      names.add_settlement(event.recovery().item_ref().seller_company(),
                           settlement_id(event.recovery()));
      break;
    case Kind::kTransferOut:
      names.add_transfer(event.transfer_out());
      break;
    case Kind::kTransferIn:
      names.add_transfer(event.transfer_in());
      break;
    case Kind::kDisputeOpened:
      names.add_dispute(event.dispute_opened().item_ref(), event.dispute_opened().dispute_id());
      break;
    case Kind::kDisputeChanged: {
      const v1::DisputeOpened& dispute = event.dispute_changed().dispute();
      names.add_dispute(dispute.item_ref(), dispute.dispute_id());
      break;
    }
    case Kind::kDisputeClosed:
      names.add_dispute(event.dispute_closed().item_ref(), event.dispute_closed().dispute_id());
      break;
    case Kind::kSettlement:
      names.add_settlement(event.settlement().seller_company(), settlement_id(event.settlement()));
      for (const v1::Movement& movement : event.settlement().movements()) {
        if (movement.has_item_ref()) {
          names.add_item(movement.item_ref());
        }
      }
      break;
    case Kind::kSettlementReversed:
      names.add_settlement(event.settlement_reversed().seller_company(),
                           settlement_id(event.settlement_reversed()));
      break;
    case Kind::kWriteOff:
      names.add_item(event.write_off().item_ref());
      names.add_settlement(event.write_off().item_ref().seller_company(),
                           settlement_id(event.write_off()));
      break;
    default:
      break;
  }
  return names.take();
}

}  // namespace encours::ledger
