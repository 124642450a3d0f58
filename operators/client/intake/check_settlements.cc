// What may be wrong with settlements, disputes and write-offs.
#include <map>

#include "operators/client/intake/checks.h"
#include "operators/client/intake/fields.h"

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

bool names_a_bill(const v1::Movement& movement) {
  return movement.item_ref().kind() == v1::DOCUMENT_KIND_BILL;
}

bool sound_item(const v1::Movement& movement) {
  return !movement.has_item_ref() ||
         sound_ref(movement.item_ref(), {v1::DOCUMENT_KIND_INVOICE, v1::DOCUMENT_KIND_CREDIT_NOTE,
                                         v1::DOCUMENT_KIND_RECEIPT});
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

}  // namespace

Verdict check(const v1::Settlement& settlement) {
  const auto& movements = settlement.movements();
  const Balance balance = balance_of(settlement);
  if (!all(movements, known_cause)) return unsupported("movements.cause");
  if (any(movements, names_a_bill)) return unsupported("movements.item_ref: a bill");
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

}  // namespace encours::intake
