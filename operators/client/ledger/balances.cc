#include "operators/client/ledger/balances.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "operators/client/checked.h"
#include "operators/client/findings.h"
#include "operators/domain/entity.h"
#include "operators/domain/total.h"

namespace encours::ledger {
namespace {

using state::v1::BookBalance;
using state::v1::LedgerBalances;
using state::v1::LedgerItem;
using Name = std::tuple<std::string_view, std::string_view, std::string_view>;

Name name_of(const BookBalance& balance) {
  return {balance.source_system(), balance.seller_company(), balance.currency()};
}

Name name_of(const v1::BalanceAsserted& asserted) {
  return {asserted.source_system(), asserted.seller_company(), asserted.open().currency()};
}

// Where the balance of those books stands, or would.
int place_of(const LedgerBalances& row, const Name& name) {
  const auto& all = row.books();
  const auto place = std::lower_bound(
      all.begin(), all.end(), name,
      [](const BookBalance& one, const Name& wanted) { return name_of(one) < wanted; });
  return static_cast<int>(place - all.begin());
}

bool holds(const LedgerBalances& row, int place, const Name& name) {
  return place < row.books_size() && name_of(row.books(place)) == name;
}

bool is_of_books(std::string_view item_id, const BookBalance& balance) {
  const EntitySource source = entity_source(item_id);
  return source.source_system == balance.source_system() &&
         (balance.seller_company().empty() || source.seller_company == balance.seller_company());
}

bool is_unfinished(const BookBalance& balance) {
  return balance.pages_done() < balance.pages();
}

bool has_seen(std::string_view item_id, const BookBalance& balance) {
  return page_of(entity_hash(item_id), balance.pages()) < balance.pages_done();
}

// Begins to go through the documents, of which nothing has been seen.
void begin(const state::v1::SetSize& items, BookBalance& balance) {
  balance.set_pages(page_count(items));
  balance.set_pages_done(0);
  balance.clear_own_open_minor();
  balance.clear_own_unapplied_minor();
  balance.clear_day();
  balance.clear_day_open_minor();
  balance.clear_day_unapplied_minor();
}

bool add_to_own(const Standing& by, BookBalance& balance) {
  std::int64_t open = balance.own_open_minor();
  std::int64_t unapplied = balance.own_unapplied_minor();
  const bool bounded =
      add_to_total(open, by.open_minor) && add_to_total(unapplied, by.unapplied_minor);
  balance.set_own_open_minor(open);
  balance.set_own_unapplied_minor(unapplied);
  return bounded;
}

void erase_days(int from, int count, BookBalance& balance) {
  const auto erase = [&](auto& list) {
    list.erase(list.begin() + from, list.begin() + from + count);
  };
  erase(*balance.mutable_day());
  erase(*balance.mutable_day_open_minor());
  erase(*balance.mutable_day_unapplied_minor());
}

bool add_to_day(const StandingChange& change, BookBalance& balance) {
  auto& days = *balance.mutable_day();
  auto& opens = *balance.mutable_day_open_minor();
  auto& unapplied = *balance.mutable_day_unapplied_minor();
  const auto place = std::lower_bound(days.begin(), days.end(), change.day);
  const auto at = static_cast<int>(place - days.begin());
  if (place == days.end() || *place != change.day) {
    days.Add(change.day);
    opens.Add(0);
    unapplied.Add(0);
    std::rotate(days.begin() + at, days.end() - 1, days.end());
    std::rotate(opens.begin() + at, opens.end() - 1, opens.end());
    std::rotate(unapplied.begin() + at, unapplied.end() - 1, unapplied.end());
  }
  const bool bounded = add_to_total(opens[at], change.by.open_minor) &&
                       add_to_total(unapplied[at], change.by.unapplied_minor);
  if (opens[at] == 0 && unapplied[at] == 0) {
    erase_days(at, 1, balance);
  }
  return bounded;
}

// The balance is of a later day now: what was posted by then is part of ours.
bool move_on(Day as_of, BookBalance& balance) {
  int passed = 0;
  bool bounded = true;
  for (; passed < balance.day_size() && balance.day(passed) <= as_of; ++passed) {
    const Standing by{balance.day_open_minor(passed), balance.day_unapplied_minor(passed)};
    bounded = add_to_own(by, balance) && bounded;
  }
  erase_days(0, passed, balance);
  balance.set_as_of(as_of);
  return bounded;
}

// One change a day, those that come to nothing left out.
std::vector<StandingChange> summed(std::vector<StandingChange> changes) {
  std::stable_sort(changes.begin(), changes.end(),
                   [](const auto& a, const auto& b) { return a.day < b.day; });
  std::vector<StandingChange> sums;
  for (const StandingChange& change : changes) {
    if (sums.empty() || sums.back().day != change.day) {
      sums.push_back({change.day, {}});
    }
    sums.back().by.open_minor += change.by.open_minor;
    sums.back().by.unapplied_minor += change.by.unapplied_minor;
  }
  std::erase_if(sums, [](const StandingChange& change) { return change.by == Standing{}; });
  return sums;
}

}  // namespace

Balances::Balances(Rows& rows, const AccountKey& account, state::v1::LedgerHead& head,
                   const ListSources& lists)
    : rows_(rows),
      account_(account),
      head_(head),
      lists_(lists),
      held_(head.asserted() ? rows.find(kLedgerBalances, account) : nullptr) {}

Verdict Balances::take(const v1::BalanceAsserted& asserted) {
  const Day as_of = checked_day(asserted.as_of());
  head_.set_asserted(true);
  if (as_of < lists_.newest_of_books(asserted.source_system(), asserted.seller_company())) {
    return accept();
  }
  LedgerBalances& row = rows_.edit(kLedgerBalances, account_);
  held_ = &row;
  const Name name = name_of(asserted);
  const int place = place_of(row, name);
  if (!holds(row, place, name)) {
    if (row.books_size() == kBalancesMax) {
      return refuse(RejectReason::kTooLarge, "balances of one account: at most 64");
    }
    auto& all = *row.mutable_books();
    BookBalance& added = *all.Add();
    added.set_source_system(asserted.source_system());
    added.set_seller_company(asserted.seller_company());
    added.set_currency(asserted.open().currency());
    added.set_as_of(as_of);
    begin(head_.items(), added);
    std::rotate(all.pointer_begin() + place, all.pointer_end() - 1, all.pointer_end());
  }
  BookBalance& balance = *row.mutable_books(place);
  if (as_of < balance.as_of()) {
    return accept();
  }
  if (!move_on(as_of, balance)) {
    return refuse(RejectReason::kAmountOverflow, "what stood on the day of a balance");
  }
  balance.set_open_minor(checked_minor(asserted.open()));
  balance.set_unapplied_minor(checked_minor(asserted.unapplied()));
  changed_ = true;
  return accept();
}

void Balances::hear_lists() {
  if (!any()) {
    return;
  }
  std::vector<bool> kept;
  for (BookBalance& balance : *rows_.edit(kLedgerBalances, account_).mutable_books()) {
    begin(head_.items(), balance);
    kept.push_back(balance.as_of() >=
                   lists_.newest_of_books(balance.source_system(), balance.seller_company()));
  }
  keep(kept);
  changed_ = true;
}

void Balances::keep(const std::vector<bool>& kept) {
  if (std::find(kept.begin(), kept.end(), false) == kept.end()) {
    return;
  }
  auto& all = *rows_.edit(kLedgerBalances, account_).mutable_books();
  for (int place = all.size() - 1; place >= 0; --place) {
    if (!kept[static_cast<std::size_t>(place)]) {
      all.DeleteSubrange(place, 1);
    }
  }
  if (all.empty()) {
    rows_.erase(kLedgerBalances, account_);
    held_ = nullptr;
  }
  changed_ = true;
}

bool Balances::move(const LedgerItem& before, const LedgerItem& after) {
  std::vector<bool> kept;
  for (int place = 0; any() && place < held_->books_size(); ++place) {
    const BookBalance& balance = held_->books(place);
    kept.push_back(true);
    if (!is_of_books(after.id(), balance) || !has_seen(after.id(), balance)) {
      continue;
    }
    const Currency currency = checked_currency(balance.currency());
    const Day from = std::max(balance.as_of(), counts_from_.value_or(balance.as_of()));
    const Edition complete = lists_.complete_for(after.id());
    std::vector<StandingChange> changes;
    add_standing(before, currency, from, complete, -1, changes);
    add_standing(after, currency, from, complete, 1, changes);
    if (!add(std::move(changes), place)) {
      return false;
    }
    kept.back() = held_->books(place).day_size() <= kBalanceDaysMax;
  }
  keep(kept);
  return true;
}

bool Balances::go_through(const ItemSet& items) {
  std::uint32_t pages_left = kBalancePagesPerStepMax;
  std::vector<bool> kept;
  for (int place = 0; any() && place < held_->books_size(); ++place) {
    const BookBalance& balance = held_->books(place);
    const std::uint32_t done = balance.pages_done();
    const std::uint32_t pages = std::min(pages_left, balance.pages() - done);
    kept.push_back(true);
    if (pages == 0) {
      continue;
    }
    const Currency currency = checked_currency(balance.currency());
    std::vector<StandingChange> changes;
    items.for_each_in_part(head_.items(), balance.pages(), done, done + pages,
                           [&](const LedgerItem& item) {
                             if (is_of_books(item.id(), balance)) {
                               add_standing(item, currency, balance.as_of(),
                                            lists_.complete_for(item.id()), 1, changes);
                             }
                           });
    if (!add(std::move(changes), place)) {
      return false;
    }
    rows_.edit(kLedgerBalances, account_).mutable_books(place)->set_pages_done(done + pages);
    kept.back() = balance.day_size() <= kBalanceDaysMax;
    pages_left -= pages;
    changed_ = true;
  }
  keep(kept);
  return true;
}

// Adds to the balance at that place; false when a sum goes beyond its bound.
bool Balances::add(std::vector<StandingChange> changes, int place) {
  bool bounded = true;
  for (const StandingChange& change : summed(std::move(changes))) {
    BookBalance& balance = *rows_.edit(kLedgerBalances, account_).mutable_books(place);
    const bool compared = change.day <= balance.as_of();
    changed_ = changed_ || compared;
    bounded = (compared ? add_to_own(change.by, balance) : add_to_day(change, balance)) && bounded;
  }
  return bounded;
}

bool Balances::is_unfinished() const {
  return any() && std::any_of(held_->books().begin(), held_->books().end(), ledger::is_unfinished);
}

bool has_unfinished_balances(Rows& rows, const AccountKey& account) {
  const state::v1::LedgerHead* head = rows.find(kLedger, account);
  if (head == nullptr || !head->asserted()) {
    return false;
  }
  const LedgerBalances* row = rows.find(kLedgerBalances, account);
  return row != nullptr &&
         std::any_of(row->books().begin(), row->books().end(), ledger::is_unfinished);
}

std::vector<BalanceDifference> balance_differences(Rows& rows, const AccountKey& account,
                                                   Day today) {
  std::vector<BalanceDifference> found;
  const LedgerBalances* row = rows.find(kLedgerBalances, account);
  if (row == nullptr || today == kNoDay) {
    return found;
  }
  for (const BookBalance& balance : row->books()) {
    const BalanceDifference difference{&balance, balance.open_minor() - balance.own_open_minor(),
                                       balance.unapplied_minor() - balance.own_unapplied_minor()};
    const bool differs = difference.open_minor != 0 || difference.unapplied_minor != 0;
    if (differs && balance.as_of() < today && !is_unfinished(balance)) {
      found.push_back(difference);
    }
  }
  return found;
}

void wake_for_balances(Rows& rows, Emit& emit, const AccountKey& account, Day today) {
  const LedgerBalances* row = rows.find(kLedgerBalances, account);
  Day next = kNoDay;
  for (int i = 0; row != nullptr && i < row->books_size(); ++i) {
    const Day day = row->books(i).as_of() + 1;
    if (today == kNoDay || day > today) {
      next = next == kNoDay ? day : std::min(next, day);
    }
  }
  emit.wake("ledger balance|" + account.segment, next);
}

void want_balance(const Input& input, Wishes& wishes) {
  const v1::Policy* policy = wishes.wanted(kPolicy, ShardKey{});
  const v1::BalanceAsserted& asserted = input.event->balance_asserted();
  const AccountKey account{
      std::string(input.owner),
      std::string(segment_of_balance(policy == nullptr ? v1::Policy::default_instance() : *policy,
                                     asserted))};
  wishes.want(kLedger, account);
  wishes.want(kLedgerBalances, account);
  wishes.want(kLedgerDrift, account);
  wishes.want(kFindings, account);
  const state::v1::LedgerHead* head = wishes.wanted(kLedger, account);
  const LedgerBalances* row = wishes.wanted(kLedgerBalances, account);
  const Name name = name_of(asserted);
  if (head == nullptr || (row != nullptr && holds(*row, place_of(*row, name), name))) {
    return;
  }
  const std::uint32_t pages = std::min(page_count(head->items()), kBalancePagesPerStepMax);
  for (std::uint32_t page = 0; page < pages; ++page) {
    wishes.want(kLedgerItems, AccountPageKey{account, page});
  }
}

}  // namespace encours::ledger
