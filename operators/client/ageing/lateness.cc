#include "operators/client/ageing/lateness.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "operators/client/accounts.h"
#include "operators/client/ageing/ageing.h"
#include "operators/client/ageing/ladder.h"
#include "operators/client/bank_days.h"
#include "operators/client/checked.h"
#include "operators/client/evidence.h"
#include "operators/client/fx.h"
#include "operators/client/ledger/ledger.h"
#include "operators/client/marks.h"
#include "operators/domain/calendar.h"

namespace encours::ageing {
namespace {

using state::v1::AgeingHead;
using state::v1::AgeingLadder;
using state::v1::LedgerTotals;

// Receipts and credits on account in one currency; 0 when they are overdrawn.
std::int64_t on_account(Rows& rows, const AccountKey& account, std::string_view currency) {
  for (const LedgerTotals& totals : ledger::head_of(rows, account).totals()) {
    if (totals.currency() == currency) {
      return std::max<std::int64_t>(
          0, totals.unapplied_receipts_minor() + totals.unapplied_credits_minor());
    }
  }
  return 0;
}

int grace_days(const v1::Policy& policy, v1::ClientKind kind) {
  for (const v1::Grace& row : policy.grace()) {
    if (row.client_kind() == kind) {
      return row.days();
    }
  }
  return policy.default_grace_days();
}

// When an account's items count as late: from the bank working day on or after the due date, and
// after the days of grace.
class Grace {
 public:
  Grace(const v1::Policy& policy, const AccountKey& account, v1::ClientKind kind)
      : bank_(bank_calendar(policy, account.segment)), days_(grace_days(policy, kind)) {}

  // The day after it is the first effectively late one.
  Day effectively_due_on(Day due_on) const { return bank_.from(due_on) + days_; }

  // What is due before that day is effectively late today: the inverse of effectively_due_on.
  Day late_if_due_before(Day today) const {
    Day day = today - days_;
    while (!bank_.is_bank_day(day - 1)) {
      --day;  // what is due on the days off before it counts from it
    }
    return day;
  }

 private:
  BankCalendar bank_;
  int days_;
};

// The ladder of the same currency of what was put off, nullptr if there is none.
const AgeingLadder* put_off(const AgeingHead& head, const AgeingLadder& ladder) {
  for (const AgeingLadder& row : head.put_off()) {
    if (row.currency() == ladder.currency()) {
      return &row;
    }
  }
  return nullptr;
}

std::int64_t clean_in(const AgeingLadder& ladder) {
  return std::accumulate(ladder.open_minor().begin(), ladder.open_minor().end(), std::int64_t{0}) -
         std::accumulate(ladder.disputed_minor().begin(), ladder.disputed_minor().end(),
                         std::int64_t{0});
}

std::int64_t clean_overdue(const AgeingLadder& ladder) {
  std::int64_t sum = 0;
  for (int bucket = 1; bucket < ladder.bucket_open_minor_size(); ++bucket) {
    sum += ladder.bucket_open_minor(bucket) - ladder.bucket_disputed_minor(bucket);
  }
  return sum;
}

Day earlier(Day a, Day b) {
  return a == kNoDay || (b != kNoDay && b < a) ? b : a;
}

// The oldest clean amount that credits leave: they pay first what was never put off.
Day oldest_left(Rows& rows, const AccountKey& account, const AgeingHead& head,
                const AgeingLadder& ladder, std::int64_t credit) {
  const Day oldest = oldest_beyond(rows, account, ladder, credit);
  const AgeingLadder* later = put_off(head, ladder);
  if (later == nullptr) {
    return oldest;
  }
  const std::int64_t left = std::max<std::int64_t>(0, credit - clean_in(ladder));
  return earlier(oldest, oldest_beyond(rows, account, *later, left));
}

// What is clean and, with what was put off by its new date, due before that day.
std::int64_t clean_before(Rows& rows, const AccountKey& account, const AgeingHead& head,
                          const AgeingLadder& ladder, Day day) {
  const Amounts due = due_before(rows, account, ladder, day);
  const AgeingLadder* later = put_off(head, ladder);
  const Amounts due_later = later == nullptr ? Amounts{} : due_before(rows, account, *later, day);
  return due.open - due.disputed + due_later.open - due_later.disputed;
}

// An account's effective lateness over its currencies, in the reporting currency.
struct Lateness {
  std::int64_t net_overdue = 0;
  std::int64_t open_items = 0;
  Day oldest_due_on = kNoDay;  // of the net overdue or, if there is none, of what comes next
  Day late_from = kNoDay;      // when that is due effectively: days late count from there
  Day next_late_on = kNoDay;   // when the next amount becomes effectively late
};

Lateness lateness_of(Rows& rows, const AccountKey& account, const v1::Policy& policy,
                     v1::ClientKind kind, Day today) {
  Lateness lateness;
  const AgeingHead* head = rows.find(kAgeing, account);
  if (head == nullptr || today == kNoDay) {
    return lateness;
  }
  const Grace grace(policy, account, kind);
  const Day late_before = grace.late_if_due_before(today);
  Valued overdue;
  Valued open;
  Day next_due_on = kNoDay;
  for (const AgeingLadder& ladder : head->ladders()) {
    const Currency currency = checked_currency(ladder.currency());
    const std::int64_t credit = on_account(rows, account, ladder.currency());
    const AgeingLadder* later = put_off(*head, ladder);
    const std::int64_t clean = clean_before(rows, account, *head, ladder, late_before);
    const std::int64_t net = std::max<std::int64_t>(0, clean - credit);
    overdue.add(value_reported(policy, currency, net));
    for (const std::int64_t bucket : ladder.bucket_open_minor()) {
      open.add(value_reported(policy, currency, bucket));
    }
    lateness.oldest_due_on =
        earlier(lateness.oldest_due_on, oldest_left(rows, account, *head, ladder, credit));
    next_due_on = earlier(next_due_on, first_due_from(ladder, late_before));
    if (later != nullptr) {
      next_due_on = earlier(next_due_on, first_due_from(*later, late_before));
    }
  }
  lateness.net_overdue = overdue.minor;
  lateness.open_items = open.minor;
  if (lateness.oldest_due_on != kNoDay) {
    lateness.late_from = grace.effectively_due_on(lateness.oldest_due_on);
  }
  if (next_due_on != kNoDay) {
    lateness.next_late_on = grace.effectively_due_on(next_due_on) + 1;
  }
  return lateness;
}

// One rule at work: its figure against its threshold, less hysteresis while it is held.
class Rule {
 public:
  Rule(Rows& rows, const AccountKey& account, const v1::Rule& rule, Day today)
      : rows_(rows),
        account_(account),
        rule_(rule),
        today_(today),
        held_(held_finding(rows, account, Ageing::kName, rule.name(), "") != nullptr) {}

  // The threshold in force: lower while the finding is held, so that it does not flicker.
  std::int64_t threshold(std::int64_t full) const {
    return held_ ? full - full * rule_.hysteresis_bp() / kWholeBp : full;
  }

  v1::Cause finding(const v1::Policy& policy, const Lateness& lateness) const {
    v1::Cause cause = make_finding(rows_, account_, Ageing::kName, rule_, "", today_);
    const Currency currency = reporting_currency(policy);
    wire_from_minor(currency, lateness.net_overdue, *cause.mutable_at_stake());
    add_evidence(cause, "overdue_net", currency, lateness.net_overdue);
    add_evidence(cause, "open_items", currency, lateness.open_items);
    // Dates, not days: a finding is not told anew at every midnight.
    add_evidence(cause, "oldest_due_on", format_day(lateness.oldest_due_on));
    add_evidence(cause, "late_from", format_day(lateness.late_from));
    return cause;
  }

 private:
  Rows& rows_;
  const AccountKey& account_;
  const v1::Rule& rule_;
  Day today_;
  bool held_;
};

bool share_reached(const Lateness& lateness, std::int64_t threshold_bp) {
  __extension__ using Wide = __int128;
  return lateness.net_overdue > 0 && static_cast<Wide>(lateness.net_overdue) * kWholeBp >=
                                         static_cast<Wide>(lateness.open_items) * threshold_bp;
}

// How far payments are known, and whether that is too long ago for a rule to hold an order.
struct Bank {
  Day known_through = kNoDay;
  bool stale = false;
  Day stale_on = kNoDay;  // when it will be, if nothing more is told
};

Bank bank_of(Rows& rows, const v1::Policy& policy, Day today) {
  if (policy.bank_feed().empty() || today == kNoDay) {
    return {today, false, kNoDay};
  }
  const Day through = std::min(today, complete_through(rows, policy.bank_feed()));
  if (through == kNoDay) {
    return {through, true, kNoDay};
  }
  const Day stale_on = through + policy.feed_age_days_max() + 1;
  return stale_on > today ? Bank{through, false, stale_on} : Bank{through, true, kNoDay};
}

}  // namespace

NetOverdue net_overdue(Rows& rows, const AccountKey& account, const AgeingHead& head,
                       const AgeingLadder& row, Day today) {
  const std::int64_t credit = on_account(rows, account, row.currency());
  NetOverdue net;
  if (today != kNoDay) {
    const AgeingLadder* later = put_off(head, row);
    net.minor = clean_overdue(row) + (later == nullptr ? 0 : clean_overdue(*later));
  }
  net.minor = std::max<std::int64_t>(0, net.minor - credit);
  net.oldest_due_on = oldest_left(rows, account, head, row, credit);
  return net;
}

std::int64_t overdue_beyond(Rows& rows, const AccountKey& account, const AgeingHead& head,
                            const AgeingLadder& row, const v1::Policy& policy, v1::ClientKind kind,
                            Day today, int days) {
  if (today == kNoDay) {
    return 0;
  }
  const Day late_before = Grace(policy, account, kind).late_if_due_before(today - days);
  const std::int64_t clean = clean_before(rows, account, head, row, late_before);
  return std::max<std::int64_t>(0, clean - on_account(rows, account, row.currency()));
}

Day oldest_to_pay(Rows& rows, const AccountKey& account, const AgeingHead& head,
                  const AgeingLadder& row, std::int64_t minor) {
  if (put_off(head, row) != nullptr) {
    return kNoDay;  // two ladders have no one order
  }
  // All rungs before that one come to less than the amount.
  return oldest_beyond(rows, account, row, on_account(rows, account, row.currency()) + minor - 1);
}

Day effectively_due_on(const v1::Policy& policy, const AccountKey& account, v1::ClientKind kind,
                       Day due_on) {
  return Grace(policy, account, kind).effectively_due_on(due_on);
}

Day find_lateness(Rows& rows, Emit& emit, const AccountKey& account, Day today) {
  const v1::Policy& policy = policy_in_force(rows);
  const v1::ClientKind kind = client_kind(rows, account.client_id);
  const Bank bank = bank_of(rows, policy, today);
  const Day judged = bank.known_through;
  const Lateness lateness = lateness_of(rows, account, policy, kind, judged);
  std::vector<v1::Cause> causes;
  Day next = kNoDay;
  for (const v1::Rule& policy_rule : policy.rules()) {
    const bool by_days = policy_rule.kind() == v1::RULE_KIND_OLDEST_OVERDUE;
    const bool by_share = policy_rule.kind() == v1::RULE_KIND_OVERDUE_SHARE;
    if ((!by_days && !by_share) || !rule_applies(policy_rule, account, kind)) {
      continue;
    }
    const Rule rule(rows, account, policy_rule, today);
    const bool found =
        by_days ? lateness.late_from != kNoDay &&
                      judged - lateness.late_from > rule.threshold(policy_rule.threshold_days())
                : share_reached(lateness, rule.threshold(policy_rule.threshold_bp()));
    if (found && lateness.net_overdue > 0 && lateness.net_overdue >= policy_rule.minimum_minor()) {
      v1::Cause& cause = causes.emplace_back(rule.finding(policy, lateness));
      if (bank.stale && cause.mode() > v1::RULE_MODE_PROPOSE) {
        cause.set_mode(v1::RULE_MODE_PROPOSE);
        add_evidence(cause, "bank_feed_through", format_day(judged));
      }
    }
    next = earlier(next, lateness.next_late_on);
    if (by_days && lateness.late_from != kNoDay) {
      const Day reached_on = lateness.late_from + policy_rule.threshold_days() + 1;
      next = earlier(next, reached_on > judged ? reached_on : kNoDay);
    }
  }
  if (!causes.empty()) {
    next = earlier(next, bank.stale_on);
  }
  replace_findings(rows, emit, account, Ageing::kName, std::move(causes));
  if (judged == kNoDay && rows.find(kAgeing, account) != nullptr) {
    next = today;
  }
  // What the bank's feed does not tell yet is looked at again tomorrow.
  return next != kNoDay && today != kNoDay && next <= today ? today + 1 : next;
}

}  // namespace encours::ageing
