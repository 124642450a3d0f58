#include "operators/client/exposure/progress.h"

#include <algorithm>

#include "operators/client/checked.h"
#include "operators/client/exposure/billing.h"
#include "operators/domain/gross.h"

namespace encours::exposure {
namespace {

using state::v1::Billed;
using state::v1::ExposureOrder;
using state::v1::ExposureOrderLine;
using state::v1::OrderAdvance;

// What documents billed of the order without naming a line is shared among its lines, the first
// ones first, each as far as it is ordered and not billed by name.
class BilledAsAWhole {
 public:
  explicit BilledAsAWhole(const ExposureOrder& entry) {
    if (entry.lines_size() > 0 && entry.lines(0).line() == 0) {
      sums_ = &entry.lines(0).billed();
    }
    left_ = sums_->invoiced_milli();
    left_coming_back_ = -billed_milli(*sums_, true);
  }

  bool whole(bool comes_back) const { return billed_whole(*sums_, comes_back); }

  // At most `wanted`, both taken positive.
  std::int64_t take(std::int64_t wanted, bool comes_back) {
    std::int64_t& left = comes_back ? left_coming_back_ : left_;
    const std::int64_t taken = std::clamp<std::int64_t>(left, 0, std::max<std::int64_t>(wanted, 0));
    left -= taken;
    return taken;
  }

 private:
  const Billed* sums_ = &Billed::default_instance();
  std::int64_t left_ = 0;
  std::int64_t left_coming_back_ = 0;
};

// A line that comes back (a return order) has negative quantities; mirrored, it is reckoned as one
// that goes out, and its value runs from nothing to its negative gross. Goods that come back are
// its delivery; on any other line they are not to be billed any more, and need not ship again.
void add_line(const ExposureOrderLine& line, bool ended, BilledAsAWhole& order, OrderValue& value) {
  value.shipped = value.shipped || line.delivered_milli() != 0;
  const bool comes_back = line.ordered_milli() < 0;
  const std::int64_t sign = comes_back ? -1 : 1;
  const std::int64_t ordered = sign * line.ordered_milli();
  const std::int64_t wanted = std::max<std::int64_t>(0, ordered - sign * line.rejected_milli());
  std::int64_t billed = std::max<std::int64_t>(0, sign * billed_milli(line.billed(), comes_back));
  billed += order.take(wanted - billed, comes_back);
  const std::int64_t delivered =
      sign * line.delivered_milli() + (comes_back ? line.returned_milli() : 0);
  const std::int64_t returned = comes_back ? 0 : line.returned_milli();
  std::int64_t shipped = std::max(delivered, billed);
  if (order.whole(comes_back) || billed_whole(line.billed(), comes_back)) {
    shipped = std::max(shipped, wanted);
    billed = shipped;
  }
  const bool complete = ended || line.complete() || line.final_deliveries() > 0;
  const std::int64_t to_ship = complete ? shipped : std::max(shipped, wanted);
  if (to_ship > shipped) {
    value.done = false;
  }
  if (ordered != 0) {
    const auto up_to = [&](std::int64_t milli) {
      return value_up_to(line.gross_minor(), milli, ordered);
    };
    const std::int64_t open = up_to(to_ship) - up_to(shipped);
    value.open += open;
    if (line.scheduled_on() != 0 && open != 0) {
      value.scheduled.push_back({checked_day(line.scheduled_on()), open});
    }
    value.delivered += up_to(std::max(billed, shipped - returned)) - up_to(billed);
  }
}

// The day of its end, yyyymmdd, 0 if it never had one.
std::int32_t end_of(const ExposureOrder& entry) {
  return std::max(entry.cancelled_on(), entry.closed_on());
}

// The advance in the order's currency; one that is overdrawn covers nothing.
std::int64_t advance_of(const ExposureOrder& entry) {
  for (const OrderAdvance& advance : entry.advances()) {
    if (advance.currency() == entry.currency()) {
      return std::max<std::int64_t>(0, advance.advance_minor());
    }
  }
  return 0;
}

void cover(const ExposureOrder& entry, OrderValue& value) {
  const std::int64_t advance = advance_of(entry);
  value.prepaid_delivered = std::clamp<std::int64_t>(value.delivered, 0, advance);
  value.prepaid_open = std::clamp<std::int64_t>(value.open, 0, advance - value.prepaid_delivered);
}

bool is_idle(const ExposureOrderLine& line) {
  return line.ordered_milli() == 0 && line.gross_minor() == 0 && line.rejected_milli() == 0 &&
         !line.complete() && line.scheduled_on() == 0 && line.delivered_milli() == 0 &&
         line.returned_milli() == 0 && line.final_deliveries() == 0 && is_zero(line.billed());
}

}  // namespace

std::int64_t value_up_to(std::int64_t gross_minor, std::int64_t milli, std::int64_t ordered_milli) {
  // No line is worth more than one amount may be: the lines of an order then add up within int64.
  return std::clamp(multiply_divide_half_up(gross_minor, milli, ordered_milli)
                        .value_or(gross_minor > 0 ? kAmountMinorMax : -kAmountMinorMax),
                    -kAmountMinorMax, kAmountMinorMax);
}

OrderValue value_of(const ExposureOrder& entry) {
  OrderValue value;
  if (!entry.known()) {
    value.done = has_ended(entry);
    return value;
  }
  value.done = true;
  const bool ended = has_ended(entry);
  BilledAsAWhole order(entry);
  for (const ExposureOrderLine& line : entry.lines()) {
    add_line(line, ended, order, value);
  }
  cover(entry, value);
  return value;
}

bool has_ended(const ExposureOrder& entry) {
  const std::int32_t end = end_of(entry);
  return end != 0 && end >= entry.placed_on() && end > entry.reopened_on();
}

bool came_back(const ExposureOrder& entry) {
  return entry.known() && end_of(entry) != 0 && !has_ended(entry);
}

Verdict replace_order(const v1::Order& order, std::int64_t revision, const v1::Policy& policy,
                      ExposureOrder& entry) {
  entry.set_known(true);
  entry.set_revision(revision);
  entry.set_placed_on(order.document_date());
  entry.set_currency(stated_value(order.lines(0)).currency());
  entry.set_estimated(order.estimated());
  for (ExposureOrderLine& line : *entry.mutable_lines()) {
    line.clear_ordered_milli();
    line.clear_gross_minor();
    line.clear_rejected_milli();
    line.clear_complete();
    line.clear_scheduled_on();
  }
  for (const v1::OrderLine& said : order.lines()) {
    ExposureOrderLine& line = line_of(entry, said.line());
    line.set_ordered_milli(said.quantity_milli());
    const std::optional<Gross> gross = gross_of(said, policy.default_tax_bp());
    if (!gross.has_value()) {
      return refuse(RejectReason::kAmountOverflow, "order.lines.net: with its tax");
    }
    line.set_gross_minor(gross->minor);
    entry.set_estimated(entry.estimated() || gross->estimated);
    line.set_rejected_milli(said.rejected_milli());
    line.set_complete(said.final_delivery());
    line.set_scheduled_on(said.scheduled_on());
  }
  return accept();
}

ExposureOrderLine& line_of(ExposureOrder& entry, int line) {
  auto& lines = *entry.mutable_lines();
  const auto found = std::lower_bound(
      lines.begin(), lines.end(), line,
      [](const ExposureOrderLine& one, int wanted) { return one.line() < wanted; });
  const auto place = static_cast<int>(found - lines.begin());
  if (place == lines.size() || lines[place].line() != line) {
    lines.Add()->set_line(line);
    std::rotate(lines.pointer_begin() + place, lines.pointer_end() - 1, lines.pointer_end());
  }
  return lines[place];
}

void add_advance(Currency currency, std::int64_t minor, ExposureOrder& entry) {
  auto& all = *entry.mutable_advances();
  int place = 0;
  while (place < all.size() && all[place].currency() < currency.code()) {
    ++place;
  }
  if (place == all.size() || all[place].currency() != currency.code()) {
    all.Add()->set_currency(std::string(currency.code()));
    std::rotate(all.pointer_begin() + place, all.pointer_end() - 1, all.pointer_end());
  }
  all[place].set_advance_minor(all[place].advance_minor() + minor);
  if (all[place].advance_minor() == 0) {
    all.erase(all.begin() + place);
  }
}

bool drop_idle(ExposureOrder& entry) {
  auto& lines = *entry.mutable_lines();
  for (ExposureOrderLine& line : lines) {
    if (line.has_billed() && is_zero(line.billed())) {
      line.clear_billed();
    }
  }
  lines.erase(std::remove_if(lines.begin(), lines.end(), is_idle), lines.end());
  return entry.known() || end_of(entry) != 0 || entry.reopened_on() != 0 || !lines.empty() ||
         !entry.advances().empty();
}

}  // namespace encours::exposure
