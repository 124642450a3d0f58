#include "operators/client/ledger/timers.h"

#include <algorithm>

#include "operators/client/bank_days.h"
#include "operators/domain/finality.h"
#include "operators/domain/sorted_rows.h"

namespace encours::ledger {
namespace {

using state::v1::LedgerTimer;

constexpr int kReturnedDays = 90;

v1::Instrument instrument_of(Timer timer) {
  switch (timer) {
    case Timer::kBill:
      return v1::INSTRUMENT_BILL_ACCEPTED;
    case Timer::kDebitCore:
      return v1::INSTRUMENT_SDD_CORE;
    case Timer::kDebitB2b:
      return v1::INSTRUMENT_SDD_B2B;
    case Timer::kCheque:
      return v1::INSTRUMENT_CHEQUE;
    default:
      return v1::INSTRUMENT_CARD;
  }
}

// Bank days after maturity during which a payment can be taken back.
int finality_days(const v1::Policy& policy, Timer timer) {
  const v1::Instrument instrument = instrument_of(timer);
  for (const v1::Finality& row : policy.finality()) {
    if (row.instrument() == instrument) {
      return row.bank_days();
    }
  }
  return usual_finality_days(instrument);
}

int returned_days(const v1::Policy& policy) {
  return policy.returned_payment_days() == 0 ? kReturnedDays : policy.returned_payment_days();
}

int place_of(const LedgerTimer& listed, Day day) {
  const auto& days = listed.day();
  return static_cast<int>(std::lower_bound(days.begin(), days.end(), day) - days.begin());
}

// The list of the timer, made in its place if there is none.
LedgerTimer& list_to_edit(state::v1::LedgerHead& head, Timer timer) {
  return element_of(
      *head.mutable_timers(), static_cast<int>(timer),
      [](const LedgerTimer& listed) { return listed.timer(); },
      [](LedgerTimer& listed, int key) { listed.set_timer(key); });
}

}  // namespace

Day runs_out_on(const v1::Policy& policy, std::string_view segment, Timer timer, Day from) {
  switch (timer) {
    case Timer::kDispute:
      return policy.dispute_days() == 0 ? kNoDay : from + policy.dispute_days() + 1;
    case Timer::kReturned:
      return from + returned_days(policy) + 1;
    case Timer::kFinalOn:
      return from;
    default:
      return bank_calendar(policy, segment).after(from, finality_days(policy, timer)) + 1;
  }
}

const LedgerTimer* TimedDays::find(Timer timer) const {
  for (const LedgerTimer& listed : head_.timers()) {
    if (listed.timer() == static_cast<int>(timer)) {
      return &listed;
    }
  }
  return nullptr;
}

bool TimedDays::runs(Timer timer, Day from) const {
  const Day out = today_ == kNoDay ? kNoDay : runs_out_on(policy_, account_.segment, timer, from);
  return out == kNoDay || today_ < out;
}

void TimedDays::add(const TimedDay& timed, std::string_view item_id) {
  LedgerTimer& listed = list_to_edit(head_, timed.timer);
  auto& days = *listed.mutable_day();
  auto& sizes = *listed.mutable_items();
  const int place = place_of(listed, timed.from);
  if (place == days.size() || days[place] != timed.from) {
    days.Add(timed.from);
    std::rotate(days.begin() + place, days.end() - 1, days.end());
    sizes.Add();
    std::rotate(sizes.pointer_begin() + place, sizes.pointer_end() - 1, sizes.pointer_end());
    if (!runs(timed.timer, timed.from)) {
      listed.set_run_out(listed.run_out() + 1);
    }
  }
  state::v1::TimedItem entry;
  entry.set_id(std::string(item_id));
  const AccountTimer owner{account_, timed};
  TimedSet(rows_, kLedgerTimedItems, owner).put(sizes[place], entry);
}

void TimedDays::remove(const TimedDay& timed, std::string_view item_id) {
  LedgerTimer& listed = list_to_edit(head_, timed.timer);
  auto& days = *listed.mutable_day();
  auto& sizes = *listed.mutable_items();
  const int place = place_of(listed, timed.from);
  ENCOURS_ASSERT(place < days.size() && days[place] == timed.from, "what counts is listed");
  const AccountTimer owner{account_, timed};
  const bool removed = TimedSet(rows_, kLedgerTimedItems, owner).erase(sizes[place], item_id);
  ENCOURS_ASSERT(removed, "an item is listed under the day it counts from");
  if (sizes[place].count() != 0) {
    return;
  }
  days.erase(days.begin() + place);
  sizes.erase(sizes.begin() + place);
  if (place < listed.run_out()) {
    listed.set_run_out(listed.run_out() - 1);
  }
  if (days.empty()) {
    auto& all = *head_.mutable_timers();
    all.erase(std::find_if(all.begin(), all.end(),
                           [](const LedgerTimer& one) { return one.day().empty(); }));
  }
}

std::vector<TimedDay> TimedDays::move_borders() {
  std::vector<TimedDay> passed;
  for (LedgerTimer& listed : *head_.mutable_timers()) {
    const auto timer = static_cast<Timer>(listed.timer());
    const auto& days = listed.day();
    const auto out = [&](Day from) { return !runs(timer, from); };
    const int then = listed.run_out();
    const int now =
        static_cast<int>(std::partition_point(days.begin(), days.end(), out) - days.begin());
    listed.set_run_out(now);
    for (int place = std::min(then, now); place < std::max(then, now); ++place) {
      passed.push_back({timer, days[place]});
    }
  }
  return passed;
}

Day TimedDays::next_run_out() const {
  Day next = kNoDay;
  for (const LedgerTimer& listed : head_.timers()) {
    if (listed.run_out() == listed.day_size()) {
      continue;
    }
    const Day out = runs_out_on(policy_, account_.segment, static_cast<Timer>(listed.timer()),
                                listed.day(listed.run_out()));
    if (out != kNoDay && (next == kNoDay || out < next)) {
      next = out;
    }
  }
  return next;
}

std::vector<std::string> TimedDays::items_of(const TimedDay& timed) const {
  std::vector<std::string> items;
  const LedgerTimer* listed = find(timed.timer);
  ENCOURS_ASSERT(listed != nullptr, "only listed days run out");
  const AccountTimer owner{account_, timed};
  TimedSet(rows_, kLedgerTimedItems, owner)
      .for_each(listed->items(place_of(*listed, timed.from)),
                [&](const state::v1::TimedItem& entry) { items.push_back(entry.id()); });
  return items;
}

Borders::Borders(const state::v1::LedgerHead& head) {
  for (const LedgerTimer& listed : head.timers()) {
    if (listed.run_out() > 0) {
      last_run_out_.push_back(
          {static_cast<Timer>(listed.timer()), listed.day(listed.run_out() - 1)});
    }
  }
}

bool Borders::runs(Timer timer, Day from) const {
  return std::none_of(last_run_out_.begin(), last_run_out_.end(), [&](const TimedDay& last) {
    return last.timer == timer && from <= last.from;
  });
}

}  // namespace encours::ledger
