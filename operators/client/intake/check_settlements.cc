// What may be wrong with settlements, disputes, write-offs, assignments and transfers.
#include <map>
#include <set>
#include <string>

#include "operators/client/intake/checks.h"
#include "operators/client/intake/fields.h"
#include "operators/domain/entity.h"

namespace encours::intake {
namespace {

bool lacks_amount(const v1::Movement& movement) {
  return !movement.has_amount();
}

bool lacks_cause(const v1::Movement& movement) {
  return movement.cause() == v1::MOVEMENT_CAUSE_UNSPECIFIED;
}

bool known_cause(const v1::Movement& movement) {
  return v1::MovementCause_IsValid(movement.cause());
}

// What a settlement may clear and a transfer may move.
bool names_item(const v1::DocumentRef& ref) {
  return sound_ref(ref, {v1::DOCUMENT_KIND_INVOICE, v1::DOCUMENT_KIND_CREDIT_NOTE,
                         v1::DOCUMENT_KIND_RECEIPT, v1::DOCUMENT_KIND_BILL});
}

// A settlement may also name a statement, for what it lists.
bool sound_item(const v1::Movement& movement) {
  return !movement.has_item_ref() || names_item(movement.item_ref()) ||
         names_document(movement.item_ref(), v1::DOCUMENT_KIND_STATEMENT);
}

bool odd_currency(const v1::Movement& movement) {
  return !sound_currency(movement.amount());
}

bool inexact(const v1::Movement& movement) {
  return !exact(movement.amount());
}

bool item_too_long(const v1::Movement& movement) {
  return too_long(movement.item_ref());
}

// An invoice or one of its schedule lines.
bool names_invoice(const v1::DocumentRef& ref) {
  return sound_ref(ref, {v1::DOCUMENT_KIND_INVOICE});
}

Verdict unbalanced(std::string_view field) {
  return refuse(RejectReason::kUnbalancedSettlement, field);
}

enum class Balance : std::uint8_t { kZero, kNotZero, kOverflow };

// Amounts are exact by now.
Balance balance_of(const v1::Settlement& settlement) {
  std::map<std::string_view, std::int64_t> sums;
  for (const v1::Movement& movement : settlement.movements()) {
    const std::int64_t amount = minor_from_wire(movement.amount()).value_or(0);
    if (!add_to(sums[movement.amount().currency()], amount)) {
      return Balance::kOverflow;
    }
  }
  const auto stands_over = [](const auto& sum) { return sum.second != 0; };
  return any(sums, stands_over) ? Balance::kNotZero : Balance::kZero;
}

bool printable_names(const auto& event) {
  return names_something(event.settlement_id()) && printable(event.source_system()) &&
         printable(event.seller_company());
}

bool names_too_long(const auto& event) {
  return too_long(event.settlement_id()) || too_long(event.source_system()) ||
         too_long(event.seller_company());
}

bool lacks_ref(const v1::TransferredItem& item) {
  return !item.has_item_ref();
}

bool moves_nothing(const v1::TransferredItem& item) {
  return !exact(item.amount()) || minor_from_wire(item.amount()) == 0;
}

bool in_odd_currency(const v1::TransferredItem& item) {
  return !sound_currency(item.amount());
}

bool sound_dates(const v1::TransferredItem& item) {
  return sound_date(item.document_date()) && sound_date(item.due_on());
}

bool sound_transferred(const v1::TransferredItem& item) {
  return names_item(item.item_ref());
}

bool transferred_too_long(const v1::TransferredItem& item) {
  return too_long(item.item_ref());
}

// Another document of the statement's books.
bool sound_listed(const v1::Statement& statement) {
  return all(statement.items(), [&](const v1::StatementItem& item) {
    return names_item(item.item_ref()) &&
           item.item_ref().source_system() == statement.ref().source_system() &&
           item.item_ref().seller_company() == statement.ref().seller_company();
  });
}

// Amounts are exact by now.
bool adds_up(const v1::Statement& statement) {
  std::int64_t sum = 0;
  for (const v1::StatementItem& item : statement.items()) {
    sum += minor_from_wire(item.amount()).value_or(0);
  }
  return !statement.has_total() || sum == minor_from_wire(statement.total());
}

// One line of an item moves once, and in one currency.
bool names_twice(const google::protobuf::RepeatedPtrField<v1::TransferredItem>& items) {
  std::map<std::string, std::string> currencies;
  std::set<std::string> lines;
  for (const v1::TransferredItem& item : items) {
    const std::string id = entity_id(item.item_ref());
    const auto [place, fresh] = currencies.emplace(id, item.amount().currency());
    if (place->second != item.amount().currency() ||
        !lines.insert(id + "/" + std::to_string(item.item_ref().line())).second) {
      return true;
    }
  }
  return false;
}

Verdict check_transfer(const auto& transfer, std::string_view other) {
  const auto& items = transfer.items();
  if (transfer.transfer_id().empty()) return missing("transfer_id");
  if (other.empty()) return missing("the other client");
  if (transfer.posting_date() == 0) return missing("posting_date");
  if (items.empty()) return missing("items");
  if (any(items, lacks_ref)) return missing("items.item_ref");
  if (any(items, in_odd_currency)) return bad_currency("items.amount");
  if (any(items, moves_nothing)) return bad_amount("items.amount");
  if (!sound_date(transfer.posting_date())) return bad_date("posting_date");
  if (!all(items, sound_dates)) return bad_date("items");
  if (!printable(transfer.transfer_id())) return bad_reference("transfer_id");
  if (!sound_segment(transfer.segment())) return bad_reference("segment");
  if (!printable(other)) return bad_reference("the other client");
  if (!all(items, sound_transferred)) return bad_reference("items.item_ref");
  if (items.size() > kLinesMax) return too_large("items");
  if (too_long(transfer.transfer_id())) return too_large("transfer_id");
  if (too_long(other)) return too_large("the other client");
  if (any(items, transferred_too_long)) return too_large("items.item_ref");
  if (names_twice(items)) return bad_reference("items: one line twice, or two currencies");
  return accept();
}

}  // namespace

Verdict check(const v1::Settlement& settlement) {
  const auto& movements = settlement.movements();
  const Balance balance = balance_of(settlement);
  if (!all(movements, known_cause)) return unsupported("movements.cause");
  if (settlement.settlement_id().empty()) return missing("settlement_id");
  if (settlement.posting_date() == 0) return missing("posting_date");
  if (movements.empty()) return missing("movements");
  if (any(movements, lacks_amount)) return missing("movements.amount");
  if (any(movements, lacks_cause)) return missing("movements.cause");
  if (any(movements, odd_currency)) return bad_currency("movements.amount");
  if (any(movements, inexact)) return bad_amount("movements.amount");
  if (!sound_date(settlement.posting_date())) return bad_date("posting_date");
  if (!printable_names(settlement)) return bad_reference("settlement_id or its source");
  if (!all(movements, sound_item)) return bad_reference("movements.item_ref");
  if (balance == Balance::kNotZero) return unbalanced("movements: not zero in a currency");
  if (movements.size() > kLinesMax) return too_large("movements");
  if (names_too_long(settlement)) return too_large("settlement_id or its source");
  if (any(movements, item_too_long)) return too_large("movements.item_ref");
  return accept();
}

Verdict check(const v1::Statement& statement) {
  const auto& items = statement.items();
  const auto odd = [&](const v1::StatementItem& item) {
    return !sound_currency(item.amount()) ||
           item.amount().currency() != items.Get(0).amount().currency();
  };
  const auto bad = [](const v1::StatementItem& item) { return !exact(item.amount()); };
  const auto item_long = [](const v1::StatementItem& item) { return too_long(item.item_ref()); };
  if (!statement.has_ref()) return missing("ref");
  if (statement.document_date() == 0) return missing("document_date");
  if (items.empty()) return missing("items");
  if (any(items, odd)) return bad_currency("items.amount");
  if (statement.has_total() && statement.total().currency() != items[0].amount().currency()) {
    return bad_currency("total");
  }
  if (any(items, bad)) return bad_amount("items.amount");
  if (statement.has_total() && !exact(statement.total())) return bad_amount("total");
  if (!sound_date(statement.document_date())) return bad_date("document_date");
  if (!sound_date(statement.due_on())) return bad_date("due_on");
  if (!names_document(statement.ref(), v1::DOCUMENT_KIND_STATEMENT)) return bad_reference("ref");
  if (!sound_listed(statement)) return bad_reference("items.item_ref");
  if (items.size() > kStatementItemsMax) return too_large("items");
  if (too_long(statement.ref())) return too_large("ref");
  if (any(items, item_long)) return too_large("items.item_ref");
  if (!adds_up(statement)) return refuse(RejectReason::kScheduleMismatch, "items: not the total");
  return accept();
}

Verdict check(const v1::SettlementReversed& reversed) {
  if (reversed.settlement_id().empty()) return missing("settlement_id");
  if (reversed.posting_date() == 0) return missing("posting_date");
  if (!sound_date(reversed.posting_date())) return bad_date("posting_date");
  if (!printable_names(reversed)) return bad_reference("settlement_id or its source");
  if (names_too_long(reversed)) return too_large("settlement_id or its source");
  return accept();
}

Verdict check(const v1::DisputeOpened& dispute) {
  if (dispute.dispute_id().empty()) return missing("dispute_id");
  if (!dispute.has_item_ref()) return missing("item_ref");
  if (dispute.opened_on() == 0) return missing("opened_on");
  if (dispute.has_amount() && !sound_currency(dispute.amount())) return bad_currency("amount");
  if (dispute.has_amount() && !positive(dispute.amount())) return bad_amount("amount");
  if (!sound_date(dispute.opened_on())) return bad_date("opened_on");
  if (!sound_date(dispute.expected_by())) return bad_date("expected_by");
  if (!printable(dispute.dispute_id())) return bad_reference("dispute_id");
  if (!names_invoice(dispute.item_ref())) return bad_reference("item_ref");
  if (!printable(dispute.reason())) return bad_reference("reason");
  if (!printable(dispute.owner())) return bad_reference("owner");
  if (too_long(dispute.dispute_id())) return too_large("dispute_id");
  if (too_long(dispute.item_ref())) return too_large("item_ref");
  if (too_long(dispute.reason())) return too_large("reason");
  if (too_long(dispute.owner())) return too_large("owner");
  return accept();
}

Verdict check(const v1::DisputeChanged& changed) {
  if (!changed.has_dispute()) return missing("dispute");
  if (const Verdict dispute = check(changed.dispute()); !dispute.accepted()) return dispute;
  if (!sound_date(changed.changed_on())) return bad_date("changed_on");
  return accept();
}

Verdict check(const v1::DisputeClosed& closed) {
  if (!v1::DisputeOutcome_IsValid(closed.outcome())) return unsupported("outcome");
  if (closed.dispute_id().empty()) return missing("dispute_id");
  if (!closed.has_item_ref()) return missing("item_ref");
  if (closed.closed_on() == 0) return missing("closed_on");
  if (!sound_date(closed.closed_on())) return bad_date("closed_on");
  if (!printable(closed.dispute_id())) return bad_reference("dispute_id");
  if (!names_invoice(closed.item_ref())) return bad_reference("item_ref");
  if (too_long(closed.dispute_id())) return too_large("dispute_id");
  if (too_long(closed.item_ref())) return too_large("item_ref");
  return accept();
}

Verdict check(const v1::WriteOff& write_off) {
  if (write_off.write_off_id().empty()) return missing("write_off_id");
  if (!write_off.has_item_ref()) return missing("item_ref");
  if (!write_off.has_amount()) return missing("amount");
  if (write_off.posting_date() == 0) return missing("posting_date");
  if (!sound_currency(write_off.amount())) return bad_currency("amount");
  if (!positive(write_off.amount())) return bad_amount("amount");
  if (!sound_date(write_off.posting_date())) return bad_date("posting_date");
  if (!printable(write_off.write_off_id())) return bad_reference("write_off_id");
  if (!names_invoice(write_off.item_ref())) return bad_reference("item_ref");
  if (too_long(write_off.write_off_id())) return too_large("write_off_id");
  if (too_long(write_off.item_ref())) return too_large("item_ref");
  return accept();
}

Verdict check(const v1::Recovery& recovery) {
  if (recovery.recovery_id().empty()) return missing("recovery_id");
  if (!recovery.has_item_ref()) return missing("item_ref");
  if (!recovery.has_amount()) return missing("amount");
  if (recovery.posting_date() == 0) return missing("posting_date");
  if (!sound_currency(recovery.amount())) return bad_currency("amount");
  if (!positive(recovery.amount())) return bad_amount("amount");
  if (!sound_date(recovery.posting_date())) return bad_date("posting_date");
  if (!printable(recovery.recovery_id())) return bad_reference("recovery_id");
  if (!names_invoice(recovery.item_ref())) return bad_reference("item_ref");
  if (too_long(recovery.recovery_id())) return too_large("recovery_id");
  if (too_long(recovery.item_ref())) return too_large("item_ref");
  return accept();
}

Verdict check(const v1::ReceivableAssigned& assigned) {
  if (assigned.assignment_id().empty()) return missing("assignment_id");
  if (!assigned.has_item_ref()) return missing("item_ref");
  if (assigned.assigned_on() == 0) return missing("assigned_on");
  if (assigned.has_financed() && !sound_currency(assigned.financed())) {
    return bad_currency("financed");
  }
  if (assigned.has_financed() && !not_negative(assigned.financed())) return bad_amount("financed");
  if (!sound_date(assigned.assigned_on())) return bad_date("assigned_on");
  if (!printable(assigned.assignment_id())) return bad_reference("assignment_id");
  if (!names_invoice(assigned.item_ref())) return bad_reference("item_ref");
  if (!printable(assigned.factor_id())) return bad_reference("factor_id");
  if (too_long(assigned.assignment_id())) return too_large("assignment_id");
  if (too_long(assigned.item_ref())) return too_large("item_ref");
  if (too_long(assigned.factor_id())) return too_large("factor_id");
  return accept();
}

Verdict check(const v1::ReceivableReturned& returned) {
  if (returned.assignment_id().empty()) return missing("assignment_id");
  if (!returned.has_item_ref()) return missing("item_ref");
  if (returned.returned_on() == 0) return missing("returned_on");
  if (returned.has_repaid() && !sound_currency(returned.repaid())) return bad_currency("repaid");
  if (returned.has_repaid() && !not_negative(returned.repaid())) return bad_amount("repaid");
  if (!sound_date(returned.returned_on())) return bad_date("returned_on");
  if (!printable(returned.assignment_id())) return bad_reference("assignment_id");
  if (!names_invoice(returned.item_ref())) return bad_reference("item_ref");
  if (!printable(returned.reason())) return bad_reference("reason");
  if (too_long(returned.assignment_id())) return too_large("assignment_id");
  if (too_long(returned.item_ref())) return too_large("item_ref");
  if (too_long(returned.reason())) return too_large("reason");
  return accept();
}

Verdict check(const v1::TransferOut& transfer) {
  return check_transfer(transfer, transfer.to_client_id());
}

Verdict check(const v1::TransferIn& transfer) {
  return check_transfer(transfer, transfer.from_client_id());
}

}  // namespace encours::intake
