#include "operators/client/ledger/account_book.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "operators/client/checked.h"
#include "operators/domain/entity.h"
#include "operators/domain/total.h"

namespace encours::ledger {
namespace {

using state::v1::LedgerDispute;
using state::v1::LedgerItem;
using state::v1::LedgerSettlement;
using state::v1::LedgerTotals;

Day clean_before_of(int dispute_days, Day today) {
  return dispute_days == 0 || today == kNoDay ? kNoDay : today - dispute_days;
}

// Adds to the sum of one cause; sums that come to 0 at the end of the list are cut off.
bool add_by_cause(google::protobuf::RepeatedField<std::int64_t>& sums, int cause,
                  std::int64_t minor) {
  while (sums.size() <= cause) {
    sums.Add(0);
  }
  if (!add_to_total(sums[cause], minor)) {
    return false;
  }
  while (!sums.empty() && sums[sums.size() - 1] == 0) {
    sums.RemoveLast();
  }
  return true;
}

// debits - credits + what moved = open items - unapplied credits - unapplied receipts + parked.
bool is_conserved(const LedgerTotals& totals) {
  __extension__ using Wide = __int128;  // one sum more for each cause than eight totals may be
  Wide came = static_cast<Wide>(totals.debits_minor()) - totals.credits_minor();
  for (const std::int64_t moved : totals.moved_minor()) {
    came += moved;
  }
  const Wide stands = static_cast<Wide>(totals.open_items_minor()) -
                      totals.unapplied_credits_minor() - totals.unapplied_receipts_minor() +
                      totals.parked_minor();
  return came == stands;
}

// Whether nothing but the currency is set: proto3 writes no zeros.
bool is_zero(const LedgerTotals& totals) {
  constexpr std::size_t kCurrencyBytes = 1 + 1 + 3;
  return totals.ByteSizeLong() == kCurrencyBytes;
}

}  // namespace

AccountBook::AccountBook(Rows& rows, const AccountKey& account, const v1::Policy& policy, Day today)
    : rows_(rows),
      account_(account),
      dispute_days_max_(policy.dispute_days()),
      clean_before_(clean_before_of(policy.dispute_days(), today)),
      head_(rows.edit(kLedger, account_)),
      items_(rows, kLedgerItems, account_),
      settlements_(rows, kLedgerSettlements, account_),
      disputes_(rows, kLedgerDisputes, account_),
      dispute_days_(rows, account_, head_),
      open_items_(rows, kLedgerOpenItems, account_),
      lists_(rows, head_),
      clean_before_then_(dispute_days_.clean_before()),
      in_force_then_(dispute_days_.first_in_force()) {
  open_expiring();
}

void AccountBook::note(const Verdict& verdict) {
  if (verdict_.accepted()) {
    verdict_ = verdict;
  }
}

LedgerItem& AccountBook::item(std::string_view id) {
  OpenedItem& opened = open(id);
  opened.changed = true;
  return opened.item;
}

AccountBook::OpenedItem& AccountBook::open(std::string_view id) {
  const auto found = opened_.find(id);
  if (found != opened_.end()) {
    return found->second;
  }
  OpenedItem& opened = opened_[std::string(id)];
  if (!items_.find(head_.items(), id, opened.item)) {
    opened.item.set_id(std::string(id));
    opened.item.set_kind(document_ref(id).kind());
  }
  opened.before = figures_of(opened.item, clean_before_then_);
  opened.dispute_days_before = open_dispute_days(opened.item);
  opened.listed_before = listed_before(opened.item);
  return opened;
}

void AccountBook::open_expiring() {
  for (const Day day : dispute_days_.move_border(clean_before_)) {
    for (const std::string& id : dispute_days_.items_of(day)) {
      open(id);
    }
  }
}

void AccountBook::post(const Movement& movement, int sign) {
  const std::int64_t minor = sign * movement.moved_minor;
  LedgerTotals& totals = totals_of(movement.currency);
  const bool outside = movement.item_id.empty();
  auto& by_cause = outside ? *totals.mutable_outside_minor() : *totals.mutable_moved_minor();
  if (!add_by_cause(by_cause, movement.cause, minor)) {
    note(refuse(RejectReason::kAmountOverflow, "movements of one account"));
  }
  if (!outside && !move_item(item(movement.item_id), movement.currency, movement.line,
                             movement.posted_on, minor)) {
    note(refuse(RejectReason::kAmountOverflow, "movements of one item"));
  }
}

bool AccountBook::find_settlement(std::string_view id, LedgerSettlement& record) const {
  return settlements_.find(head_.settlements(), id, record);
}

void AccountBook::put_settlement(const LedgerSettlement& record) {
  settlements_.put(*head_.mutable_settlements(), record);
  check_size(head_.settlements());
}

bool AccountBook::find_dispute(std::string_view id, LedgerDispute& record) const {
  return disputes_.find(head_.disputes(), id, record);
}

void AccountBook::put_dispute(const LedgerDispute& record) {
  disputes_.put(*head_.mutable_disputes(), record);
  check_size(head_.disputes());
}

void AccountBook::check_size(const state::v1::SetSize& size) {
  if (size.count() > kEntriesPerAccountMax) {
    note(refuse(RejectReason::kTooLarge,
                "an account has at most 1,000,000 documents, settlements or disputes"));
  }
}

Verdict AccountBook::finish(Emit& emit) {
  for (auto& [id, opened] : opened_) {
    if (verdict_.accepted()) {
      put_back(opened);
    }
  }
  if (!verdict_.accepted()) {
    return verdict_;
  }
  say_open_items(emit);
  close_totals(emit);
  wake_for_disputes(emit);
  drop_empty();
  return accept();
}

// A movement of an item and its counterpart outside.
void AccountBook::book_adjustment(std::string_view currency, std::int64_t minor) {
  if (minor == 0) {
    return;
  }
  constexpr int kCause = v1::MOVEMENT_CAUSE_ABSENT_FROM_LIST;
  LedgerTotals& totals = totals_of(checked_currency(currency));
  if (!add_by_cause(*totals.mutable_moved_minor(), kCause, minor) ||
      !add_by_cause(*totals.mutable_outside_minor(), kCause, -minor)) {
    note(refuse(RejectReason::kAmountOverflow, "movements of one account"));
  }
}

void AccountBook::put_back(OpenedItem& opened) {
  const LedgerItem& item = opened.item;
  hear_lists(opened);
  keep_open(opened);
  if (opened.changed && is_blank(item)) {
    items_.erase(*head_.mutable_items(), item.id());
  } else if (opened.changed) {
    items_.put(*head_.mutable_items(), item);
  }
  check_size(head_.items());
  move_dispute_days(opened);
  const ItemFigures after = figures_of(item, clean_before_);
  add_lines(opened.before, -1);
  add_lines(after, 1);
  add_totals(opened.before, -1);
  add_totals(after, 1);
}

void AccountBook::move_dispute_days(const OpenedItem& opened) {
  const std::vector<Day> days = open_dispute_days(opened.item);
  const std::vector<Day>& before = opened.dispute_days_before;
  for (const Day day : days) {
    if (!std::binary_search(before.begin(), before.end(), day)) {
      dispute_days_.add(day, opened.item.id(), clean_before_);
    }
  }
  for (const Day day : before) {
    if (!std::binary_search(days.begin(), days.end(), day)) {
      dispute_days_.remove(day, opened.item.id());
    }
  }
}

void AccountBook::add_lines(const ItemFigures& figures, int sign) {
  for (const OpenLine& line : figures.lines) {
    if (sign < 0) {
      lines_.push_back({figures.currency, line.due_on, line.open_minor, 0, line.disputed_minor, 0});
    } else {
      lines_.push_back({figures.currency, line.due_on, 0, line.open_minor, 0, line.disputed_minor});
    }
  }
}

void AccountBook::add_totals(const ItemFigures& figures, int sign) {
  for (const ItemTotals& part : figures.totals) {
    LedgerTotals& totals = totals_of(part.currency);
    const auto added = [&](std::int64_t total, std::int64_t delta) {
      return sum(total, sign * delta);
    };
    totals.set_documents(added(totals.documents(), part.documents));
    totals.set_debits_minor(added(totals.debits_minor(), part.debits_minor));
    totals.set_credits_minor(added(totals.credits_minor(), part.credits_minor));
    totals.set_open_items_minor(added(totals.open_items_minor(), part.open_items_minor));
    totals.set_disputed_minor(added(totals.disputed_minor(), part.disputed_minor));
    totals.set_unapplied_receipts_minor(
        added(totals.unapplied_receipts_minor(), part.unapplied_receipts_minor));
    totals.set_unapplied_credits_minor(
        added(totals.unapplied_credits_minor(), part.unapplied_credits_minor));
    totals.set_parked_minor(added(totals.parked_minor(), part.parked_minor));
    totals.set_parked_gross_minor(added(totals.parked_gross_minor(), part.parked_gross_minor));
    totals.set_parked_items(added(totals.parked_items(), part.parked_items));
    totals.set_over_allocated_minor(
        added(totals.over_allocated_minor(), part.over_allocated_minor));
    totals.set_over_allocated_items(
        added(totals.over_allocated_items(), part.over_allocated_items));
    totals.set_opening_items(added(totals.opening_items(), part.opening_items));
    allocation_changed_ =
        allocation_changed_ || part.parked_items != 0 || part.over_allocated_items != 0;
  }
}

LedgerTotals& AccountBook::totals_of(Currency currency) {
  auto& all = *head_.mutable_totals();
  int place = 0;
  while (place < all.size() && all[place].currency() < currency.code()) {
    ++place;
  }
  if (place == all.size() || all[place].currency() != currency.code()) {
    all.Add()->set_currency(std::string(currency.code()));
    std::rotate(all.pointer_begin() + place, all.pointer_end() - 1, all.pointer_end());
  }
  LedgerTotals& totals = all[place];
  const bool known = std::any_of(touched_.begin(), touched_.end(), [&](const Touched& touched) {
    return touched.currency == currency;
  });
  if (!known) {
    touched_.push_back({currency, totals.unapplied_receipts_minor(),
                        totals.unapplied_credits_minor(), totals.parked_gross_minor(),
                        !is_zero(totals)});
  }
  return totals;
}

std::int64_t AccountBook::sum(std::int64_t total, std::int64_t delta) {
  if (!add_to_total(total, delta)) {
    note(refuse(RejectReason::kAmountOverflow, "a total of the account"));
  }
  return total;
}

// One signal a due date: what the step did to several lines is told together.
void AccountBook::say_open_items(Emit& emit) {
  const auto place = [](const DueLine& line) { return std::tie(line.currency, line.due_on); };
  std::sort(lines_.begin(), lines_.end(),
            [&](const DueLine& a, const DueLine& b) { return place(a) < place(b); });
  for (std::size_t i = 0; i < lines_.size();) {
    DueLine sum = lines_[i];
    for (++i; i < lines_.size() && place(lines_[i]) == place(sum); ++i) {
      sum.open_before += lines_[i].open_before;
      sum.open_after += lines_[i].open_after;
      sum.disputed_before += lines_[i].disputed_before;
      sum.disputed_after += lines_[i].disputed_after;
    }
    if (sum.open_before != sum.open_after || sum.disputed_before != sum.disputed_after) {
      emit.say(OpenItemChanged{account_, sum.currency, sum.due_on, sum.open_before, sum.open_after,
                               sum.disputed_before, sum.disputed_after});
    }
  }
}

// Checks the totals of every currency touched and says what became of cash and credits on account.
void AccountBook::close_totals(Emit& emit) {
  auto& all = *head_.mutable_totals();
  for (const Touched& then : touched_) {
    const LedgerTotals& now = totals_of(then.currency);
    ENCOURS_ASSERT(is_conserved(now), "debits, credits and movements add up to what stands");
    if (then.receipts_before != now.unapplied_receipts_minor() ||
        then.credits_before != now.unapplied_credits_minor() ||
        then.parked_before != now.parked_gross_minor() || then.stood_before == is_zero(now)) {
      emit.say(UnappliedChanged{account_, then.currency, then.receipts_before,
                                now.unapplied_receipts_minor(), then.credits_before,
                                now.unapplied_credits_minor(), then.parked_before,
                                now.parked_gross_minor()});
    }
  }
  all.erase(std::remove_if(all.begin(), all.end(), is_zero), all.end());
}

void AccountBook::wake_for_disputes(Emit& emit) const {
  const Day in_force = dispute_days_.first_in_force();
  if (wake_anew_ || in_force != in_force_then_) {
    const bool expires = in_force != kNoDay && dispute_days_max_ > 0;
    emit.wake("ledger|" + account_.segment, expires ? in_force + dispute_days_max_ + 1 : kNoDay);
  }
}

// Rows and parts of rows that say nothing are not kept: they would tell how the account came to be
// empty.
void AccountBook::drop_empty() {
  if (head_.items().count() == 0) {
    head_.clear_items();
  }
  if (head_.open_items().count() == 0) {
    head_.clear_open_items();
  }
  if (head_.settlements().count() == 0) {
    head_.clear_settlements();
  }
  if (head_.disputes().count() == 0) {
    head_.clear_disputes();
  }
  if (head_.ByteSizeLong() == 0) {
    rows_.erase(kLedger, account_);
  }
}

}  // namespace encours::ledger
