#include "operators/client/ageing/ageing.h"

#include <algorithm>

#include "operators/client/accounts.h"
#include "operators/client/ageing/lateness.h"
#include "operators/client/checked.h"
#include "operators/client/ledger/ledger.h"
#include "operators/client/ledger/wishes.h"
#include "operators/client/marks.h"
#include "operators/domain/sorted_rows.h"

namespace encours {
namespace {

using ageing::Ladder;
using state::v1::AgeingHead;
using state::v1::AgeingLadder;

// The account that a signal is about, if ageing hears the signal.
const AccountKey* account_of(const Signal& signal) {
  if (const auto* item = std::get_if<OpenItemChanged>(&signal)) return &item->account;
  if (const auto* unapplied = std::get_if<UnappliedChanged>(&signal)) return &unapplied->account;
  if (const auto* turned = std::get_if<AccountTurned>(&signal)) return &turned->account;
  return nullptr;
}

// Whether nothing that ageing hears about this account follows in the step: then it looks once.
bool is_last(const Heard& heard, const AccountKey& account, const Emit& emit) {
  for (auto signal = emit.signals().rbegin(); signal != emit.signals().rend(); ++signal) {
    const AccountKey* other = account_of(*signal);
    if (other != nullptr && *other == account) {
      return heard.is(*signal);
    }
  }
  return true;
}

using Ladders = google::protobuf::RepeatedPtrField<AgeingLadder>;

// A currency with nothing open is not kept: it would tell that there once was something.
void drop_empty(const AccountKey& account, AgeingHead& head, Rows& rows) {
  for (Ladders* all : {head.mutable_ladders(), head.mutable_put_off()}) {
    all->erase(std::remove_if(all->begin(), all->end(),
                              [](const AgeingLadder& row) { return row.month().empty(); }),
               all->end());
  }
  if (head.ladders().empty()) {
    rows.erase(ageing::kAgeing, account);
  }
}

// An amount whose due date was put off keeps its contractual age, but for rules it is not clean
// there: they find it under the new date.
bool add(const OpenItemChanged& item, Day today, AgeingHead& head, Rows& rows) {
  const std::int64_t open = item.open_after - item.open_before;
  const std::int64_t disputed = item.disputed_after - item.disputed_before;
  const std::string_view code = item.currency.code();
  Ladder ladder(rows, item.account, element_of_currency(*head.mutable_ladders(), code));
  if (item.extended_to == kNoDay) {
    return ladder.add(item.due_on, open, disputed, today);
  }
  AgeingLadder& row = element_of_currency(*head.mutable_put_off(), code);
  row.set_put_off(true);
  return ladder.add(item.due_on, open, open, today) &&
         Ladder(rows, item.account, row).add(item.extended_to, open, disputed, today);
}

Verdict move_item(const OpenItemChanged& item, Day today, Rows& rows) {
  AgeingHead& head = rows.edit(ageing::kAgeing, item.account);
  if (!add(item, today, head, rows)) {
    return refuse(RejectReason::kAmountOverflow, "what is open of the account is beyond its bound");
  }
  drop_empty(item.account, head, rows);
  return accept();
}

void turn(const AccountKey& account, Day today, Rows& rows) {
  const AgeingHead* held = rows.find(ageing::kAgeing, account);
  if (held == nullptr || today == kNoDay) {
    return;
  }
  AgeingHead& head = rows.edit(ageing::kAgeing, account);
  for (Ladders* all : {head.mutable_ladders(), head.mutable_put_off()}) {
    for (AgeingLadder& row : *all) {
      Ladder(rows, account, row).turn(today);
    }
  }
}

void want_month(Wishes& wishes, const AccountKey& account, std::string_view code, Day due_on) {
  if (const auto currency = Currency::from_code(code); currency.has_value() && due_on != kNoDay) {
    wishes.want(ageing::kAgeingMonths,
                ageing::MonthKey{account, *currency, ageing::month_of(due_on)});
  }
}

// The next day on which an amount changes its bucket.
Day next_crossing(const Ladders& all, Day today) {
  Day next = kNoDay;
  for (const AgeingLadder& row : all) {
    const Day crossing = ageing::next_crossing(row, today);
    next = next == kNoDay || (crossing != kNoDay && crossing < next) ? crossing : next;
  }
  return next;
}

// Findings, and the next day on which a bucket or a rule changes by time alone: a due date that was
// put off comes too.
void look_again(const AccountKey& account, Day today, Rows& rows, Emit& emit) {
  Day next = ageing::find_lateness(rows, emit, account, today);
  if (const AgeingHead* head = rows.find(ageing::kAgeing, account); head != nullptr) {
    for (const Ladders* all : {&head->ladders(), &head->put_off()}) {
      const Day crossing = next_crossing(*all, today);
      next = next == kNoDay || (crossing != kNoDay && crossing < next) ? crossing : next;
    }
  }
  emit.wake("ageing|" + account.segment, next);
  emit.say(AgeingChanged{account});
}

}  // namespace

void Ageing::wants(const Heard& heard, Wishes& wishes) {
  const Input& input = heard.input();
  if (input.kind == Kind::kOwnerDue) {
    const auto* client = wishes.wanted(kClients, OwnerKey{input.owner});
    for (int i = 0; client != nullptr && i < client->segments_size(); ++i) {
      ageing::want_figures(wishes, {std::string(input.owner), client->segments(i)});
    }
    return;
  }
  const std::vector<ledger::Named> named = ledger::named_in(input, wishes);
  if (named.empty()) {
    return;
  }
  // Nearly always all that an event names is of one account; what is not is read when it is needed.
  const AccountKey& account = named.front().account;
  ageing::want_figures(wishes, account);
  for (const v1::ScheduleLine& line : heard.event().invoice().schedule()) {
    want_month(wishes, account, line.amount().currency(),
               day_from_date(line.due_on()).value_or(kNoDay));
  }
  for (const state::v1::LedgerItem& item : ledger::peek_items(named, wishes)) {
    for (const Day due_on : item.due_on()) {
      want_month(wishes, account, item.currency(), due_on);
    }
  }
}

Verdict Ageing::apply(const Heard& heard, Rows& rows, Emit& emit) {
  const Day today = heard.input().day;
  AccountKey account;
  switch (heard.kind()) {
    case Kind::kOpenItemChanged: {
      const auto& item = heard.as<OpenItemChanged>();
      account = item.account;
      if (const Verdict verdict = move_item(item, today, rows); !verdict.accepted()) {
        return verdict;
      }
      break;
    }
    case Kind::kUnappliedChanged:
      account = heard.as<UnappliedChanged>().account;
      break;
    default:
      account = heard.as<AccountTurned>().account;
      turn(account, today, rows);
  }
  if (is_last(heard, account, emit)) {
    look_again(account, today, rows, emit);
  }
  return accept();
}

namespace ageing {

void want_figures(Wishes& wishes, const AccountKey& account) {
  wishes.want(kMarks, ShardKey{});
  wishes.want(kAgeing, account);
  const AgeingHead* head = wishes.wanted(kAgeing, account);
  for (int i = 0; head != nullptr && i < head->ladders_size(); ++i) {
    want_month(wishes, account, head->ladders(i).currency(), oldest_due_on(head->ladders(i)));
  }
}

Figures figures(Rows& rows, const AccountKey& account, Currency currency, Day today) {
  Figures figures;
  const AgeingHead* head = rows.find(kAgeing, account);
  if (head == nullptr) {
    return figures;
  }
  for (const AgeingLadder& row : head->ladders()) {
    if (row.currency() != currency.code()) {
      continue;
    }
    for (int bucket = 0; bucket < row.bucket_open_minor_size(); ++bucket) {
      figures.buckets.at(static_cast<std::size_t>(bucket)) = row.bucket_open_minor(bucket);
      figures.overdue += bucket == 0 ? 0 : row.bucket_open_minor(bucket);
    }
    figures.overdue_net = net_overdue(rows, account, *head, row, today).minor;
    // Before the first day kNoDay is less than any due date: nothing is overdue.
    if (const Day oldest = ageing::oldest_due_on(row); oldest < today) {
      figures.oldest_overdue_since = oldest;
    }
  }
  return figures;
}

}  // namespace ageing
}  // namespace encours
