#include "operators/client/intake/identity.h"

#include <algorithm>

#include <xxhash.h>

#include "operators/client/findings.h"
#include "operators/domain/entity.h"
#include "operators/domain/posting.h"

namespace encours::intake {
namespace {

// What an event is about: the kind of entity and its name within its source. The end of a document
// is an entity of its own, so that it may come before the document and be repeated without it.
struct Name {
  std::string_view family;
  std::string id;
  std::string_view number;  // for people
};

Name document(std::string_view family, const v1::DocumentRef& ref) {
  return {family, entity_id(ref), ref.number()};
}

// Something named by a number of its own within the system and company of `source`.
Name numbered(std::string_view family, const auto& source, std::string_view number) {
  return {family, entity_id(source.source_system(), source.seller_company(), family, number),
          number};
}

// Something named within the client and the segment.
Name of_client(std::string_view family, std::string_view segment, std::string_view number) {
  return {family, entity_id("", segment, family, number), number};
}

// What a source held open on a day stays true of that day: each list, part and revision is an
// entity of its own, and which counts is the ledger's to say, in whatever order they come.
Name name_of_list(const v1::OpenItemsList& list, std::int64_t revision) {
  Name name = numbered("open-items list", list, list.list_id());
  for (const std::string& part : {list.segment(), std::to_string(list.as_of()),
                                  std::to_string(list.part()), std::to_string(revision)}) {
    name.id.append("\x1f").append(part);
  }
  return name;
}

// A balance of some books in one currency on one day; said again, the greater revision counts.
Name name_of_balance(const v1::BalanceAsserted& asserted) {
  const std::string as_of = std::to_string(asserted.as_of());
  Name name = numbered("balance", asserted, as_of);
  name.id.append("\x1f").append(asserted.segment());
  name.id.append("\x1f").append(asserted.open().currency());
  name.number = asserted.source_system();
  return name;
}

Name name_of_order_event(const Input& input) {
  const v1::Event& event = *input.event;
  switch (input.kind) {
    case Kind::kOrderPlaced:
      return document("document", event.order_placed().order().ref());
    case Kind::kOrderChanged:
      return document("document", event.order_changed().order().ref());
    case Kind::kOrderCancelled:
      return document("cancellation", event.order_cancelled().ref());
    case Kind::kOrderClosed:
      return document("closing", event.order_closed().ref());
    case Kind::kOrderReopened:
      return document("reopening", event.order_reopened().order().ref());
    case Kind::kDelivery:
      return document("document", event.delivery().ref());
    case Kind::kGoodsReturned:
      return document("document", event.goods_returned().ref());
    default:
      return {};
  }
}

Name name_of_dispute_event(const Input& input) {
  const v1::Event& event = *input.event;
  if (input.kind == Kind::kDisputeClosed) {
    const v1::DisputeClosed& closed = event.dispute_closed();
    return numbered("end of dispute", closed.item_ref(), closed.dispute_id());
  }
  const v1::DisputeOpened& dispute = input.kind == Kind::kDisputeOpened
                                         ? event.dispute_opened()
                                         : event.dispute_changed().dispute();
  return numbered("dispute", dispute.item_ref(), dispute.dispute_id());
}

// What is said of a document on a day: told again with other details, it is the same.
Name said_of(std::string_view family, const v1::DocumentRef& ref, std::int64_t what,
             std::int32_t day) {
  return {family,
          entity_id(
              "", entity_id(ref), family,
              std::to_string(ref.line()) + "|" + std::to_string(what) + "|" + std::to_string(day)),
          ref.number()};
}

// An assignment of one item; the item's being given back is another entity.
Name assignment(std::string_view family, const v1::DocumentRef& item,
                std::string_view assignment_id) {
  return {family, entity_id("", entity_id(item), family, assignment_id), assignment_id};
}

Name name_of_receivable_event(const Input& input) {
  const v1::Event& event = *input.event;
  switch (input.kind) {
    case Kind::kReceiptStateChanged: {
      const v1::ReceiptStateChanged& changed = event.receipt_state_changed();
      return said_of("state of receipt", changed.ref(), changed.state(), changed.changed_on());
    }
    case Kind::kDueDateExtended: {
      const v1::DueDateExtended& extended = event.due_date_extended();
      return said_of("extension", extended.item_ref(), 0, extended.agreed_on());
    }
    case Kind::kRecovery:
      return numbered("recovery", event.recovery().item_ref(), event.recovery().recovery_id());
    case Kind::kReceivableAssigned:
      return assignment("assignment", event.receivable_assigned().item_ref(),
                        event.receivable_assigned().assignment_id());
    case Kind::kReceivableReturned:
      return assignment("end of assignment", event.receivable_returned().item_ref(),
                        event.receivable_returned().assignment_id());
    case Kind::kTransferOut:
      return of_client("transfer out", event.transfer_out().segment(),
                       event.transfer_out().transfer_id());
    case Kind::kTransferIn:
      return of_client("transfer in", event.transfer_in().segment(),
                       event.transfer_in().transfer_id());
    default:
      return name_of_order_event(input);
  }
}

// Empty for kinds that are about no entity.
Name name_of(const Input& input) {
  const v1::Event& event = *input.event;
  switch (input.kind) {
    case Kind::kClient:
      return of_client("client", "", "");
    case Kind::kCreditLimitSet:
      return of_client("limit", event.credit_limit_set().segment(),
                       event.credit_limit_set().limit_id());
    case Kind::kHumanDecision:
      return of_client("decision", "", event.human_decision().decision_id());
    case Kind::kErpAcknowledgement:
      return numbered("acknowledgement", event.erp_acknowledgement().ref(),
                      event.erp_acknowledgement().output_id());
    case Kind::kInvoice:
      return document("document", event.invoice().ref());
    case Kind::kInvoiceCancelled:
      return document("cancellation", event.invoice_cancelled().ref());
    case Kind::kCreditNote:
      return document("document", event.credit_note().ref());
    case Kind::kReceipt:
      return document("document", event.receipt().ref());
    case Kind::kStatement:
      return document("document", event.statement().ref());
    case Kind::kSettlement:
      return numbered("settlement", event.settlement(), event.settlement().settlement_id());
    case Kind::kSettlementReversed:
      return numbered("reversal of settlement", event.settlement_reversed(),
                      event.settlement_reversed().settlement_id());
    case Kind::kDisputeOpened:
    case Kind::kDisputeChanged:
    case Kind::kDisputeClosed:
      return name_of_dispute_event(input);
    case Kind::kOpenItemsList:
      return name_of_list(event.open_items_list(), event.revision());
    case Kind::kBalanceAsserted:
      return name_of_balance(event.balance_asserted());
    case Kind::kWriteOff:
      return numbered("write-off", event.write_off().item_ref(), event.write_off().write_off_id());
    default:
      return name_of_receivable_event(input);
  }
}

// The segments of a list of seller companies, gathered.
class Segments {
 public:
  explicit Segments(const v1::Policy& policy) : policy_(policy) {}

  void add_company(std::string_view seller_company) { add(segment_of(policy_, seller_company)); }
  void add_named(std::string_view segment) { add(segment.empty() ? "main" : segment); }
  std::vector<std::string> take() { return std::move(list_); }

 private:
  void add(std::string_view segment) {
    const auto place = std::lower_bound(list_.begin(), list_.end(), segment);
    if (place == list_.end() || *place != segment) {
      list_.emplace(place, segment);
    }
  }

  const v1::Policy& policy_;
  std::vector<std::string> list_;
};

// The ledger keeps a settlement in the company's account, and moves the items in theirs.
void add_settlement(const v1::Settlement& settlement, Segments& segments) {
  segments.add_company(settlement.seller_company());
  for (const v1::Movement& movement : settlement.movements()) {
    if (movement.has_item_ref()) {
      segments.add_company(movement.item_ref().seller_company());
    }
  }
}

template <class Transfer>
void add_transfer(const Transfer& transfer, Segments& segments) {
  segments.add_named(transfer.segment());
  for (const v1::TransferredItem& item : transfer.items()) {
    segments.add_company(item.item_ref().seller_company());
  }
}

// A delivery or a return: its own account, and those of the orders it names.
template <class Document>
void add_goods(const Document& document, Segments& segments) {
  segments.add_company(document.ref().seller_company());
  for (const v1::DeliveryLine& line : document.lines()) {
    if (line.has_order_ref()) {
      segments.add_company(line.order_ref().seller_company());
    }
  }
}

// The document an event is about, or whose item it touches; nullptr for other kinds.
const v1::DocumentRef* document_of(const Input& input) {
  const v1::Event& event = *input.event;
  switch (input.kind) {
    case Kind::kInvoice:
      return &event.invoice().ref();
    case Kind::kInvoiceCancelled:
      return &event.invoice_cancelled().ref();
    case Kind::kCreditNote:
      return &event.credit_note().ref();
    case Kind::kReceipt:
      return &event.receipt().ref();
    case Kind::kStatement:
      return &event.statement().ref();
    case Kind::kDisputeOpened:
      return &event.dispute_opened().item_ref();
    case Kind::kDisputeChanged:
      return &event.dispute_changed().dispute().item_ref();
    case Kind::kDisputeClosed:
      return &event.dispute_closed().item_ref();
    case Kind::kWriteOff:
      return &event.write_off().item_ref();
    case Kind::kReceiptStateChanged:
      return &event.receipt_state_changed().ref();
    case Kind::kDueDateExtended:
      return &event.due_date_extended().item_ref();
    case Kind::kRecovery:
      return &event.recovery().item_ref();
    case Kind::kReceivableAssigned:
      return &event.receivable_assigned().item_ref();
    case Kind::kReceivableReturned:
      return &event.receivable_returned().item_ref();
    case Kind::kOrderPlaced:
      return &event.order_placed().order().ref();
    case Kind::kOrderChanged:
      return &event.order_changed().order().ref();
    case Kind::kOrderCancelled:
      return &event.order_cancelled().ref();
    case Kind::kOrderClosed:
      return &event.order_closed().ref();
    case Kind::kOrderReopened:
      return &event.order_reopened().order().ref();
    case Kind::kErpAcknowledgement:
      return &event.erp_acknowledgement().ref();
    default:
      return nullptr;
  }
}

}  // namespace

std::string entity_of(const Input& input) {
  const Name name = name_of(input);
  if (name.family.empty()) {
    return {};
  }
  const std::string text = std::string(name.family).append("\x1f").append(name.id);
  XXH128_canonical_t bytes;
  XXH128_canonicalFromHash(&bytes, XXH3_128bits(text.data(), text.size()));
  return {reinterpret_cast<const char*>(bytes.digest), sizeof(bytes.digest)};
}

Day business_day(const Input& input) {
  const bool standing = input.kind == Kind::kClient || input.kind == Kind::kCreditLimitSet;
  return standing ? kNoDay : posting_day(*input.event);
}

std::vector<std::string> touched_segments(const Input& input, const v1::Policy& policy) {
  const v1::Event& event = *input.event;
  Segments segments(policy);
  if (const v1::DocumentRef* ref = document_of(input)) {
    segments.add_company(ref->seller_company());
  } else if (input.kind == Kind::kSettlement) {
    add_settlement(event.settlement(), segments);
  } else if (input.kind == Kind::kSettlementReversed) {
    segments.add_company(event.settlement_reversed().seller_company());
  } else if (input.kind == Kind::kTransferOut) {
    add_transfer(event.transfer_out(), segments);
  } else if (input.kind == Kind::kTransferIn) {
    add_transfer(event.transfer_in(), segments);
  } else if (input.kind == Kind::kDelivery) {
    add_goods(event.delivery(), segments);
  } else if (input.kind == Kind::kGoodsReturned) {
    add_goods(event.goods_returned(), segments);
  } else if (input.kind == Kind::kOpenItemsList) {
    segments.add_named(segment_of_list(policy, event.open_items_list()));
  } else if (input.kind == Kind::kBalanceAsserted) {
    segments.add_named(segment_of_balance(policy, event.balance_asserted()));
  } else if (input.kind == Kind::kCreditLimitSet) {
    segments.add_named(event.credit_limit_set().segment());
  } else if (event.human_decision().has_order_ref()) {
    segments.add_company(event.human_decision().order_ref().seller_company());
  } else if (input.kind == Kind::kHumanDecision) {
    segments.add_named(event.human_decision().segment());
  }
  return segments.take();
}

std::string_view posting_company(const Input& input) {
  switch (input.kind) {
    case Kind::kSettlement:
      return input.event->settlement().seller_company();
    case Kind::kSettlementReversed:
      return input.event->settlement_reversed().seller_company();
    case Kind::kInvoice:
    case Kind::kInvoiceCancelled:
    case Kind::kCreditNote:
    case Kind::kReceipt:
    case Kind::kWriteOff:
    case Kind::kRecovery:
      return document_of(input)->seller_company();
    default:
      return {};
  }
}

std::string shown_name(const Input& input) {
  const Name name = name_of(input);
  const v1::DocumentRef* ref = name.family == "document" ? document_of(input) : nullptr;
  return ref != nullptr ? display_name(*ref)
                        : std::string(name.family).append(" ").append(name.number);
}

std::optional<v1::Money> amount_of(const Input& input) {
  const v1::Event& event = *input.event;
  switch (input.kind) {
    case Kind::kInvoice:
      return event.invoice().gross();
    case Kind::kCreditNote:
      return event.credit_note().gross();
    case Kind::kReceipt:
      return event.receipt().amount();
    case Kind::kWriteOff:
      return event.write_off().amount();
    case Kind::kRecovery:
      return event.recovery().amount();
    default:
      return std::nullopt;
  }
}

}  // namespace encours::intake
