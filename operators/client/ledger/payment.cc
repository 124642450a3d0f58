#include "operators/client/ledger/payment.h"

#include <tuple>

namespace encours::ledger {
namespace {

using state::v1::ItemPayment;
using state::v1::ItemStateChange;
using state::v1::LedgerItem;

// Transfers and cash are final when they are booked.
std::optional<Timer> timer_of(v1::Instrument instrument) {
  switch (instrument) {
    case v1::INSTRUMENT_BILL_ACCEPTED:
    case v1::INSTRUMENT_BILL_UNACCEPTED:
      return Timer::kBill;
    case v1::INSTRUMENT_SDD_CORE:
      return Timer::kDebitCore;
    case v1::INSTRUMENT_SDD_B2B:
      return Timer::kDebitB2b;
    case v1::INSTRUMENT_CHEQUE:
      return Timer::kCheque;
    case v1::INSTRUMENT_CARD:
      return Timer::kCard;
    default:
      return std::nullopt;
  }
}

}  // namespace

bool is_payment(v1::DocumentKind kind) {
  return kind == v1::DOCUMENT_KIND_RECEIPT || kind == v1::DOCUMENT_KIND_BILL;
}

Day returned_on(const LedgerItem& item) {
  const ItemPayment& payment = item.payment();
  const ItemStateChange& change = item.state_change();
  const bool changed = item.has_state_change() && std::tuple(change.changed_on(), change.state()) >=
                                                      std::tuple(item.posted_on(), payment.state());
  const v1::ReceiptState state = changed ? change.state() : payment.state();
  if (state != v1::RECEIPT_STATE_RETURNED) {
    return kNoDay;
  }
  return changed ? change.changed_on() : item.posted_on();
}

std::optional<TimedDay> at_risk(const LedgerItem& item) {
  const ItemPayment& payment = item.payment();
  if (!item.has_payment() || payment.purpose() == v1::RECEIPT_PURPOSE_DEPOSIT ||
      returned_on(item) != kNoDay) {
    return std::nullopt;
  }
  if (payment.final_on() != kNoDay) {
    return TimedDay{Timer::kFinalOn, payment.final_on()};
  }
  const std::optional<Timer> timer = timer_of(payment.instrument());
  return timer.has_value() ? std::optional(TimedDay{*timer, payment.counts_from()}) : std::nullopt;
}

void change_state(const ItemStateChange& change, LedgerItem& item) {
  const ItemStateChange& held = item.state_change();
  if (!item.has_state_change() || std::tuple(change.changed_on(), change.state()) >=
                                      std::tuple(held.changed_on(), held.state())) {
    *item.mutable_state_change() = change;
  }
}

}  // namespace encours::ledger
