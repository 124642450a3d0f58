// What the operators of the client log say to each other within one step. Never serialised.
//
// Amounts are minor units of the currency named; changes carry before and after, so that a listener
// keeps sums without reading the teller's rows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "encours/v1/outputs.pb.h"
#include "operators/domain/day.h"
#include "operators/domain/keys.h"
#include "operators/domain/money.h"
#include "operators/kind.h"

namespace encours {

// The day turned, or the policy changed, for this account: bring its figures up to date. Said by
// intake.
struct AccountTurned {
  static constexpr Kind kKind = Kind::kAccountTurned;
  AccountKey account;
};

// Open debit items that are due on one day changed: how much of them is open and disputed. Lines
// that are new have before = 0, lines that are gone after = 0; a moved due date is told as two
// changes. Said by the ledger.
struct OpenItemChanged {
  static constexpr Kind kKind = Kind::kOpenItemChanged;
  AccountKey account;
  Currency currency;
  Day due_on = kNoDay;
  Day extended_to = kNoDay;  // the day to which that was put off, for rules; kNoDay: it was not
  std::int64_t open_before = 0;
  std::int64_t open_after = 0;
  std::int64_t disputed_before = 0;
  std::int64_t disputed_after = 0;
};

// In one currency cash, credits or deposits on account changed, or what is parked or at risk, or the
// currency came to be known or is no more. Said by the ledger.
struct UnappliedChanged {
  static constexpr Kind kKind = Kind::kUnappliedChanged;
  AccountKey account;
  Currency currency;
};

// What is left of the advances for an order changed. Said by the ledger.
struct OrderAdvanceChanged {
  static constexpr Kind kKind = Kind::kOrderAdvanceChanged;
  AccountKey account;
  std::string order_id;  // entity id of the order's DocumentRef
  Currency currency;
  std::int64_t moved = 0;  // by how much, positive when there is more
};

// A part of an order's open value that ships on a day of its own.
struct ScheduledPart {
  Day day = kNoDay;
  std::int64_t open_minor = 0;

  friend bool operator==(const ScheduledPart&, const ScheduledPart&) = default;
};

// An order's open gross value changed: what is ordered but neither delivered nor invoiced. Said by
// exposure.
struct OrderValueChanged {
  static constexpr Kind kKind = Kind::kOrderValueChanged;
  AccountKey account;
  std::string order_id;  // entity id of the order's DocumentRef, see domain/entity.h
  std::int64_t revision = 0;
  Currency currency;
  std::int64_t open_before = 0;
  std::int64_t open_after = 0;
  std::int64_t prepaid = 0;        // the part of open_after that advances for the order cover
  bool placed_or_changed = false;  // the order itself came or changed: it must be judged
  bool closed = false;             // nothing of it is left
  bool shipped = false;            // goods of it have left
  bool came_back = false;          // it had been cancelled or closed, and lives again
  // The parts of open_after that do not ship at once, in order of the lines.
  std::vector<ScheduledPart> scheduled;
};

// The document buckets of an account changed (open items, unapplied, deliveries not invoiced), or
// their value in the limit's currency did. Said by exposure, once a step and account.
struct ExposureChanged {
  static constexpr Kind kKind = Kind::kExposureChanged;
  AccountKey account;
};

// How late an account is changed: a bucket, the oldest overdue day, the net overdue. Said by
// ageing.
struct AgeingChanged {
  static constexpr Kind kKind = Kind::kAgeingChanged;
  AccountKey account;
};

// The limit in force changed. Said by limits.
struct LimitInForce {
  static constexpr Kind kKind = Kind::kLimitInForce;
  AccountKey account;
};

// Which orders are approved, held or pending changed. Said by orders.
struct OrderBookChanged {
  static constexpr Kind kKind = Kind::kOrderBookChanged;
  AccountKey account;
};

// How much of the limit is used changed. Said by utilisation.
struct UtilisationChanged {
  static constexpr Kind kKind = Kind::kUtilisationChanged;
  AccountKey account;
};

// An operator replaced its slot of findings on an account. See client/findings.h. Said by every
// operator that has a slot.
struct FindingsChanged {
  static constexpr Kind kKind = Kind::kFindings;
  AccountKey account;
};

// An order or the account came under a hold, or out of it. Said by orders.
struct HoldChanged {
  static constexpr Kind kKind = Kind::kHoldChanged;
  AccountKey account;
  v1::Hold hold;  // origin, case_id not yet filled: alerts knows the case
};

using Signal = std::variant<AccountTurned, OpenItemChanged, UnappliedChanged, OrderAdvanceChanged,
                            OrderValueChanged, ExposureChanged, AgeingChanged, LimitInForce,
                            OrderBookChanged, UtilisationChanged, FindingsChanged, HoldChanged>;

inline Kind kind_of(const Signal& signal) {
  return std::visit([](const auto& body) { return std::decay_t<decltype(body)>::kKind; }, signal);
}

}  // namespace encours
