#include "operators/client/ledger/account_book.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "operators/client/checked.h"
#include "operators/client/ledger/totals.h"
#include "operators/domain/entity.h"
#include "operators/domain/sorted_rows.h"
#include "operators/domain/total.h"

namespace encours::ledger {
namespace {

using state::v1::LedgerDispute;
using state::v1::LedgerItem;
using state::v1::LedgerSettlement;
using state::v1::LedgerTotals;

// Whether a figure differs that the rows below look at.
bool differ_below(const LedgerTotals& a, const LedgerTotals& b) {
  const auto figures = [](const LedgerTotals& totals) {
    return std::tuple(totals.unapplied_receipts_minor(), totals.unapplied_credits_minor(),
                      totals.parked_gross_minor(), totals.at_risk_minor(), totals.deposits_minor(),
                      totals.advances_minor(), totals.estimated_items() != 0, is_zero(totals));
  };
  return figures(a) != figures(b);
}

// The advance that the item's figures hold, 0 for everything else.
std::int64_t advance_in(const ItemFigures& figures) {
  for (const ItemTotals& totals : figures.totals) {
    if (totals.currency == figures.currency) {
      return totals.advances_minor;
    }
  }
  return 0;
}

}  // namespace

AccountBook::AccountBook(Rows& rows, const AccountKey& account, const v1::Policy& policy, Day today)
    : rows_(rows),
      account_(account),
      head_(rows.edit(kLedger, account_)),
      items_(rows, kLedgerItems, account_),
      settlements_(rows, kLedgerSettlements, account_),
      disputes_(rows, kLedgerDisputes, account_),
      timed_days_(rows, account_, policy, today, head_),
      open_items_(rows, kLedgerOpenItems, account_),
      lists_(rows, head_),
      balances_(rows, account_, head_, lists_),
      borders_then_(head_),
      run_out_then_(timed_days_.next_run_out()) {
  open_run_out();
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
  opened.before = figures_of(
      opened.item, [this](Timer timer, Day from) { return borders_then_.runs(timer, from); });
  opened.timed_before = timed_days(opened.item);
  opened.continues_before = opened.item.continues_id();
  opened.order_before = opened.item.payment().order_id();
  opened.listed_before = listed_before(opened.item);
  if (balances_.any()) {
    opened.stood = std::make_unique<const LedgerItem>(opened.item);
  }
  return opened;
}

void AccountBook::open_run_out() {
  for (const TimedDay& timed : timed_days_.move_borders()) {
    for (const std::string& id : timed_days_.items_of(timed)) {
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
  share_statements();
  hand_down();
  for (auto& [id, opened] : opened_) {
    if (verdict_.accepted()) {
      put_back(opened);
    }
  }
  if (!balances_.go_through(items_)) {
    note(refuse(RejectReason::kAmountOverflow, "what stood on the day of a balance"));
  }
  if (!verdict_.accepted()) {
    return verdict_;
  }
  if (balances_.is_unfinished()) {
    emit.wake_at_beat();
  }
  say_open_items(emit);
  say_advances(emit);
  close_totals(emit);
  wake_for_timers(emit);
  drop_empty();
  return accept();
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
  if (opened.changed && opened.stood != nullptr && !balances_.move(*opened.stood, item)) {
    note(refuse(RejectReason::kAmountOverflow, "what stood on the day of a balance"));
  }
  move_timed_days(opened);
  const ItemFigures after =
      figures_of(item, [this](Timer timer, Day from) { return timed_days_.runs(timer, from); });
  add_lines(opened.before, -1);
  add_lines(after, 1);
  add_totals(opened.before, -1);
  add_totals(after, 1);
  add_advance(opened.order_before, opened.before, -1);
  add_advance(item.payment().order_id(), after, 1);
}

void AccountBook::move_timed_days(const OpenedItem& opened) {
  const std::vector<TimedDay> days = timed_days(opened.item);
  const std::vector<TimedDay>& before = opened.timed_before;
  for (const TimedDay& day : days) {
    if (!std::binary_search(before.begin(), before.end(), day)) {
      timed_days_.add(day, opened.item.id());
    }
  }
  for (const TimedDay& day : before) {
    if (!std::binary_search(days.begin(), days.end(), day)) {
      timed_days_.remove(day, opened.item.id());
    }
  }
}

void AccountBook::add_lines(const ItemFigures& figures, int sign) {
  for (const OpenLine& line : figures.lines) {
    DueLine& due = lines_.emplace_back();
    due.currency = figures.currency;
    due.due_on = line.due_on;
    due.extended_to = line.extended_to;
    (sign < 0 ? due.open_before : due.open_after) = line.open_minor;
    (sign < 0 ? due.disputed_before : due.disputed_after) = line.disputed_minor;
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
    totals.set_at_risk_minor(added(totals.at_risk_minor(), part.at_risk_minor));
    totals.set_advances_minor(added(totals.advances_minor(), part.advances_minor));
    totals.set_deposits_minor(added(totals.deposits_minor(), part.deposits_minor));
    totals.set_assigned_minor(added(totals.assigned_minor(), part.assigned_minor));
    totals.set_returned_minor(added(totals.returned_minor(), part.returned_minor));
    totals.set_returned_items(added(totals.returned_items(), part.returned_items));
    totals.set_opening_items(added(totals.opening_items(), part.opening_items));
    totals.set_estimated_items(added(totals.estimated_items(), part.estimated_items));
    totals.set_returned_fees_minor(added(totals.returned_fees_minor(), part.returned_fees_minor));
    findings_changed_ = findings_changed_ || part.parked_items != 0 ||
                        part.over_allocated_items != 0 || part.returned_items != 0;
  }
}

LedgerTotals& AccountBook::totals_of(Currency currency) {
  LedgerTotals& totals = element_of_currency(*head_.mutable_totals(), currency.code());
  const bool known = std::any_of(touched_.begin(), touched_.end(), [&](const Touched& touched) {
    return touched.currency == currency;
  });
  if (!known) {
    touched_.push_back({currency, totals});
  }
  return totals;
}

std::int64_t AccountBook::sum(std::int64_t total, std::int64_t delta) {
  if (!add_to_total(total, delta)) {
    note(refuse(RejectReason::kAmountOverflow, "a total of the account"));
  }
  return total;
}

void AccountBook::add_advance(const std::string& order_id, const ItemFigures& figures, int sign) {
  const std::int64_t advance = advance_in(figures);
  if (advance != 0) {
    advances_[{order_id, figures.currency}] += sign * advance;
  }
}

void AccountBook::say_advances(Emit& emit) const {
  for (const auto& [order, moved] : advances_) {
    if (moved != 0) {
      emit.say(OrderAdvanceChanged{account_, order.first, order.second, moved});
    }
  }
}

// One signal a due date, put off or not: what the step did to several lines is told together.
void AccountBook::say_open_items(Emit& emit) {
  const auto place = [](const DueLine& line) {
    return std::tie(line.currency, line.due_on, line.extended_to);
  };
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
      emit.say(OpenItemChanged{account_, sum.currency, sum.due_on, sum.extended_to, sum.open_before,
                               sum.open_after, sum.disputed_before, sum.disputed_after});
    }
  }
}

// Checks the totals of every currency touched and says what became of cash and credits on account.
void AccountBook::close_totals(Emit& emit) {
  auto& all = *head_.mutable_totals();
  for (const Touched& then : touched_) {
    const LedgerTotals& now = totals_of(then.currency);
    ENCOURS_ASSERT(is_conserved(now), "debits, credits and movements add up to what stands");
    if (differ_below(then.before, now)) {
      emit.say(UnappliedChanged{account_, then.currency});
    }
  }
  all.erase(std::remove_if(all.begin(), all.end(), is_zero), all.end());
}

void AccountBook::wake_for_timers(Emit& emit) const {
  const Day next = timed_days_.next_run_out();
  if (wake_anew_ || next != run_out_then_) {
    emit.wake("ledger|" + account_.segment, next);
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
