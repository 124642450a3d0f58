#include "operators/client/ledger/item.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <optional>
#include <utility>

#include "operators/client/checked.h"
#include "operators/client/ledger/assignment.h"
#include "operators/client/ledger/extension.h"
#include "operators/client/ledger/payment.h"
#include "operators/domain/sorted_rows.h"

namespace encours::ledger {
namespace {

using state::v1::ItemDispute;
using state::v1::ItemMovements;
using state::v1::LedgerItem;

std::int64_t sum_of(const google::protobuf::RepeatedField<std::int64_t>& values) {
  return std::accumulate(values.begin(), values.end(), std::int64_t{0});
}

// What moved the item in its own currency, nullptr if nothing did.
const ItemMovements* own_movements(const LedgerItem& item) {
  for (const ItemMovements& movements : item.movements()) {
    if (movements.currency() == item.currency()) {
      return &movements;
    }
  }
  return nullptr;
}

// Whether it moves any line of the document in sum: a document's movements of different days may
// cancel each other out.
bool moves_a_line(const ItemMovements& movements) {
  for (int i = 0; i < movements.line_size();) {
    const int line = movements.line(i);
    std::int64_t sum = 0;
    for (; i < movements.line_size() && movements.line(i) == line; ++i) {
      sum += movements.moved_minor(i);
    }
    if (sum != 0) {
      return true;
    }
  }
  return false;
}

// The place of a schedule line by its number, -1 for none.
int place_of_line(const LedgerItem& item, int line) {
  const auto found = std::find(item.line().begin(), item.line().end(), line);
  return found == item.line().end() ? -1 : static_cast<int>(found - item.line().begin());
}

// The schedule lines as they came.
std::vector<OpenLine> lines_of(const LedgerItem& item) {
  std::vector<OpenLine> lines;
  lines.reserve(static_cast<std::size_t>(item.line_size()));
  for (int i = 0; i < item.line_size(); ++i) {
    lines.push_back({due_on(item, i), extended_to(item, i), item.amount_minor(i), 0});
  }
  return lines;
}

// Shares what moved an invoice among its schedule lines: first each line takes what names it, then
// the rest goes to the lines in order of due date; what they cannot take is returned: 0, or less
// when more was paid than billed.
std::int64_t share_among_lines(const LedgerItem& item, std::vector<OpenLine>& lines) {
  std::int64_t rest = item.adjusted_minor();
  if (const ItemMovements* moved = own_movements(item); moved != nullptr) {
    for (int i = 0; i < moved->line_size(); ++i) {
      const int place = moved->line(i) == 0 ? -1 : place_of_line(item, moved->line(i));
      (place < 0 ? rest : lines[static_cast<std::size_t>(place)].open_minor) +=
          moved->moved_minor(i);
    }
  }
  for (OpenLine& line : lines) {
    if (line.open_minor < 0) {
      rest += line.open_minor;
      line.open_minor = 0;
    }
  }
  if (rest > 0) {  // moved up: the line that is due last grows
    lines.back().open_minor += rest;
    rest = 0;
  }
  for (OpenLine& line : lines) {
    const std::int64_t taken = std::min(line.open_minor, -rest);
    line.open_minor -= taken;
    rest += taken;
  }
  return rest;
}

// Marks up to `amount` of the line's clean part as disputed; what is left of the amount.
std::int64_t contest(OpenLine& line, std::int64_t amount) {
  const std::int64_t taken = std::min(amount, line.open_minor - line.disputed_minor);
  line.disputed_minor += taken;
  return amount - taken;
}

// Contests the lines: a dispute that names a line contests that line first; what goes beyond it,
// and disputes of the whole document, contest the lines in order of due date. An amount in another
// currency contests nothing. Returns what is still to be contested, INT64_MAX for everything.
std::int64_t contest_named(const LedgerItem& item,
                           const google::protobuf::RepeatedPtrField<ItemDispute>& disputes,
                           const Running& runs, std::vector<OpenLine>& lines, std::int64_t rest) {
  for (const ItemDispute& dispute : disputes) {
    const bool whole = dispute.currency().empty();
    if (!runs(Timer::kDispute, dispute.opened_on()) ||
        (!whole && dispute.currency() != item.currency())) {
      continue;
    }
    const int place = place_of_line(item, dispute.line());
    if (whole && place >= 0) {
      OpenLine& line = lines[static_cast<std::size_t>(place)];
      line.disputed_minor = line.open_minor;
    } else if (whole) {
      rest = INT64_MAX;
    } else if (rest != INT64_MAX) {
      rest += place < 0 ? dispute.amount_minor()
                        : contest(lines[static_cast<std::size_t>(place)], dispute.amount_minor());
    }
  }
  return rest;
}

void contest_lines(const LedgerItem& item, const Running& runs, std::vector<OpenLine>& lines) {
  std::int64_t rest = contest_named(item, item.disputes(), runs, lines, 0);
  rest = contest_named(item, item.heritage().disputes(), runs, lines, rest);
  for (OpenLine& line : lines) {
    rest = contest(line, rest);
  }
}

// The open lines of what the client owes, after what moved it. `came` is what the document came to.
void add_open(const LedgerItem& item, std::int64_t came, const Running& runs,
              std::vector<OpenLine> lines, ItemFigures& figures, ItemTotals& totals) {
  const std::int64_t rest = share_among_lines(item, lines);
  contest_lines(item, runs, lines);
  totals.unapplied_credits_minor = -rest;
  std::int64_t open = 0;
  for (const OpenLine& line : lines) {
    open += line.open_minor;
    totals.disputed_minor += line.disputed_minor;
  }
  totals.over_allocated_minor = came >= 0 ? -rest : open;
  if (is_sold(item)) {
    totals.assigned_minor = open;
    totals.disputed_minor = 0;
    return;
  }
  totals.open_items_minor = open;
  std::erase_if(lines, [](const OpenLine& line) { return line.open_minor == 0; });
  figures.lines = std::move(lines);
}

void add_invoice(const LedgerItem& item, const Running& runs, ItemFigures& figures,
                 ItemTotals& totals) {
  totals.debits_minor = sum_of(item.amount_minor());
  add_open(item, totals.debits_minor, runs, lines_of(item), figures, totals);
}

// Money that came back never was money: what was settled with it is open again, due that day.
void add_returned(const LedgerItem& item, Day returned, const Running& runs, ItemFigures& figures,
                  ItemTotals& totals) {
  add_open(item, 0, runs, {{returned, kNoDay, 0, 0}}, figures, totals);
  if (runs(Timer::kReturned, returned)) {
    totals.returned_minor = -sum_of(item.amount_minor());
    totals.returned_items = 1;
    const bool same_currency = item.state_change().fees_currency() == item.currency();
    totals.returned_fees_minor = same_currency ? item.state_change().fees_minor() : 0;
  }
}

std::int64_t& bucket_of(const LedgerItem& item, ItemTotals& totals) {
  if (!is_payment(item.kind())) {
    return totals.unapplied_credits_minor;
  }
  switch (item.payment().purpose()) {
    case v1::RECEIPT_PURPOSE_DOWN_PAYMENT:
      return totals.advances_minor;
    case v1::RECEIPT_PURPOSE_DEPOSIT:
      return totals.deposits_minor;
    default:
      return totals.unapplied_receipts_minor;
  }
}

void add_credit(const LedgerItem& item, const Running& runs, ItemTotals& totals) {
  const ItemMovements* moved = own_movements(item);
  const std::int64_t came = -sum_of(item.amount_minor());
  const std::int64_t unused =
      came - item.adjusted_minor() - (moved == nullptr ? 0 : sum_of(moved->moved_minor()));
  totals.credits_minor = came;
  bucket_of(item, totals) = unused;
  // What a transfer brought was not paid here: there is nothing that it could exceed.
  const bool brought = item.state() == state::v1::ITEM_STATE_BROUGHT;
  totals.over_allocated_minor = brought ? 0 : std::max<std::int64_t>(0, -unused);
  const std::optional<TimedDay> risk = at_risk(item);
  if (risk.has_value() && runs(risk->timer, risk->from)) {
    totals.at_risk_minor = came;
  }
}

void add_document(const LedgerItem& item, const Running& runs, ItemFigures& figures,
                  ItemTotals& totals) {
  const Day returned = is_payment(item.kind()) ? returned_on(item) : kNoDay;
  if (item.kind() == v1::DOCUMENT_KIND_INVOICE) {
    add_invoice(item, runs, figures, totals);
  } else if (returned != kNoDay) {
    add_returned(item, returned, runs, figures, totals);
  } else {
    add_credit(item, runs, totals);
  }
}

ItemTotals& totals_of(ItemFigures& figures, Currency currency) {
  auto place = std::lower_bound(
      figures.totals.begin(), figures.totals.end(), currency,
      [](const ItemTotals& totals, Currency wanted) { return totals.currency < wanted; });
  if (place == figures.totals.end() || place->currency != currency) {
    place = figures.totals.insert(place, ItemTotals{});
    place->currency = currency;
  }
  return *place;
}

}  // namespace

ItemFigures figures_of(const LedgerItem& item, const Running& runs) {
  ItemFigures figures;
  // A statement is a list: what moved it and was not shared among its items is parked.
  if (has_document(item) && item.kind() != v1::DOCUMENT_KIND_STATEMENT) {
    figures.currency = checked_currency(item.currency());
    ItemTotals& totals = totals_of(figures, figures.currency);
    totals.documents = 1;
    totals.opening_items = item.state() == state::v1::ITEM_STATE_LISTED ? 1 : 0;
    add_document(item, runs, figures, totals);
    totals.over_allocated_items = totals.over_allocated_minor != 0 ? 1 : 0;
    const bool counts = totals.open_items_minor != 0 || totals.unapplied_credits_minor != 0;
    totals.estimated_items = item.estimated() && counts ? 1 : 0;
  }
  for (const ItemMovements& movements : item.movements()) {
    if (movements.currency() == item.currency() || !moves_a_line(movements)) {
      continue;
    }
    const std::int64_t sum = sum_of(movements.moved_minor());
    ItemTotals& totals = totals_of(figures, checked_currency(movements.currency()));
    if (item.state() == state::v1::ITEM_STATE_CANCELLED) {
      totals.unapplied_credits_minor = -sum;
      totals.over_allocated_minor = std::abs(sum);
      totals.over_allocated_items = sum != 0 ? 1 : 0;
    } else {
      totals.parked_minor = sum;
      totals.parked_gross_minor = std::abs(sum);
      totals.parked_items = 1;
    }
  }
  return figures;
}

bool has_document(const LedgerItem& item) {
  return item.state() == state::v1::ITEM_STATE_KNOWN ||
         item.state() == state::v1::ITEM_STATE_LISTED ||
         item.state() == state::v1::ITEM_STATE_BROUGHT;
}

OwnSums own_sums(const LedgerItem& item, Day through) {
  // Money that came back never was money.
  const bool returned = is_payment(item.kind()) && returned_on(item) != kNoDay;
  OwnSums sums{returned ? 0 : sum_of(item.amount_minor()), 0};
  if (const ItemMovements* moved = own_movements(item); moved != nullptr) {
    for (int i = 0; i < moved->moved_minor_size(); ++i) {
      (moved->posted_on(i) <= through ? sums.through_minor : sums.after_minor) +=
          moved->moved_minor(i);
    }
  }
  return sums;
}

bool move_item(LedgerItem& item, Currency currency, int line, Day posted_on, std::int64_t minor) {
  auto& all = *item.mutable_movements();
  ItemMovements& movements = element_of_currency(all, currency.code());
  auto& lines = *movements.mutable_line();
  auto& sums = *movements.mutable_moved_minor();
  auto& days = *movements.mutable_posted_on();
  auto at = static_cast<int>(std::lower_bound(lines.begin(), lines.end(), line) - lines.begin());
  while (at < lines.size() && lines[at] == line && days[at] < posted_on) {
    ++at;
  }
  if (at == lines.size() || lines[at] != line || days[at] != posted_on) {
    lines.Add(line);
    sums.Add(0);
    days.Add(posted_on);
    std::rotate(lines.begin() + at, lines.end() - 1, lines.end());
    std::rotate(sums.begin() + at, sums.end() - 1, sums.end());
    std::rotate(days.begin() + at, days.end() - 1, days.end());
  }
  if (!add_to(sums[at], minor)) {
    return false;
  }
  std::int64_t magnitude = 0;
  for (const std::int64_t sum : sums) {
    if (sum == INT64_MIN || !add_to(magnitude, std::abs(sum)) || magnitude > kItemMovedMinorMax) {
      return false;
    }
  }
  if (sums[at] == 0) {
    lines.erase(lines.begin() + at);
    sums.erase(sums.begin() + at);
    days.erase(days.begin() + at);
  }
  all.erase(std::remove_if(all.begin(), all.end(),
                           [](const ItemMovements& one) { return one.line().empty(); }),
            all.end());
  return true;
}

std::vector<TimedDay> timed_days(const LedgerItem& item) {
  std::vector<TimedDay> days;
  for (const ItemDispute& dispute : item.disputes()) {
    days.push_back({Timer::kDispute, dispute.opened_on()});
  }
  for (const ItemDispute& dispute : item.heritage().disputes()) {
    days.push_back({Timer::kDispute, dispute.opened_on()});
  }
  if (has_document(item) && is_payment(item.kind())) {
    if (const Day returned = returned_on(item); returned != kNoDay) {
      days.push_back({Timer::kReturned, returned});
    } else if (const std::optional<TimedDay> risk = at_risk(item); risk.has_value()) {
      days.push_back(*risk);
    }
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

bool is_blank(const LedgerItem& item) {
  return item.state() == state::v1::ITEM_STATE_UNSPECIFIED && item.movements().empty() &&
         item.disputes().empty() && !item.has_state_change() && item.extensions().empty() &&
         item.statement_due().empty() && item.continued_by().empty() &&
         item.assignments().empty() && item.brought().empty() && !item.has_listing();
}

}  // namespace encours::ledger
