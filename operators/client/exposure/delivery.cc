#include "operators/client/exposure/delivery.h"

#include <algorithm>

#include "operators/client/checked.h"
#include "operators/client/exposure/billing.h"
#include "operators/client/exposure/progress.h"
#include "operators/domain/entity.h"
#include "operators/domain/gross.h"

namespace encours::exposure {
namespace {

using state::v1::Billed;
using state::v1::ExposureDelivery;
using state::v1::ExposureDeliveryLine;

// What documents billed of the delivery as a whole.
const Billed& billed_as_a_whole(const ExposureDelivery& entry) {
  const bool there = entry.lines_size() > 0 && entry.lines(0).line() == 0;
  return there ? entry.lines(0).billed() : Billed::default_instance();
}

// The quantity of the line that documents billed, with the sign of what was delivered. A document
// that names the delivery as a whole bills all of it, whatever quantity it gives: a quantity of the
// whole cannot be told apart by line.
std::int64_t billed_of(const ExposureDeliveryLine& line, const Billed& sums, const Billed& whole) {
  const bool comes_back = line.delivered_milli() < 0;
  const bool all = billed_whole(sums, comes_back) || billed_whole(whole, comes_back) ||
                   billed_milli(whole, comes_back) != 0;
  return all ? line.delivered_milli() : billed_milli(sums, comes_back);
}

bool is_idle(const ExposureDeliveryLine& line) {
  return line.order_id().empty() && line.delivered_milli() == 0 && line.gross_minor() == 0 &&
         line.returned_milli() == 0 && !line.has_billed() && !line.has_billed_with_order();
}

}  // namespace

std::vector<OrderEffect> effects_of(const ExposureDelivery& entry) {
  std::vector<OrderEffect> effects;
  const Billed& whole = billed_as_a_whole(entry);
  for (const ExposureDeliveryLine& line : entry.lines()) {
    if (line.order_id().empty()) {
      continue;
    }
    OrderEffect effect;
    effect.order_id = line.order_id();
    effect.order_line = line.order_line();
    effect.delivered_milli = line.delivered_milli();
    effect.returned_milli = line.returned_milli();
    effect.final_deliveries = line.final_delivery() ? 1 : 0;
    effect.billed.set_invoiced_milli(billed_of(line, line.billed(), whole));
    effects.push_back(std::move(effect));
  }
  return effects;
}

std::int64_t value_of(const ExposureDelivery& entry) {
  const Billed& whole = billed_as_a_whole(entry);
  std::int64_t value = 0;
  for (const ExposureDeliveryLine& line : entry.lines()) {
    if (!line.order_id().empty() || line.gross_minor() == 0) {
      continue;
    }
    // A line without a quantity is all or nothing: as one piece.
    ExposureDeliveryLine counted = line;
    if (line.delivered_milli() == 0) {
      counted.set_delivered_milli(1);
    }
    Billed sums = line.billed();
    const bool within = add_billed(sums, line.billed_with_order(), 1);
    const std::int64_t sign = counted.delivered_milli() < 0 ? -1 : 1;
    const std::int64_t delivered = sign * counted.delivered_milli();
    const std::int64_t billed =
        within ? std::clamp<std::int64_t>(sign * billed_of(counted, sums, whole), 0, delivered)
               : delivered;
    value += line.gross_minor() - value_up_to(line.gross_minor(), billed, delivered);
  }
  return value;
}

Verdict replace_delivery(const v1::Delivery& delivery, const v1::Policy& policy,
                         ExposureDelivery& entry) {
  entry.set_known(true);
  entry.set_estimated(delivery.estimated());
  entry.clear_currency();
  for (ExposureDeliveryLine& line : *entry.mutable_lines()) {
    line.clear_order_id();
    line.clear_order_line();
    line.clear_delivered_milli();
    line.clear_final_delivery();
    line.clear_gross_minor();
  }
  for (const v1::DeliveryLine& said : delivery.lines()) {
    ExposureDeliveryLine& line = line_of(entry, said.line());
    line.set_delivered_milli(said.quantity_milli());
    if (said.has_order_ref()) {
      line.set_order_id(entity_id(said.order_ref()));
      line.set_order_line(said.order_ref().line());
      line.set_final_delivery(said.final_delivery());
      continue;
    }
    const std::string& currency = stated_value(said).currency();
    if (!entry.currency().empty() && entry.currency() != currency) {
      return refuse(RejectReason::kBadCurrency, "lines.gross: several currencies");
    }
    const std::optional<Gross> gross = gross_of(said, policy.default_tax_bp());
    if (!gross.has_value()) {
      return refuse(RejectReason::kAmountOverflow, "lines.net: with its tax");
    }
    entry.set_currency(currency);
    entry.set_estimated(entry.estimated() || gross->estimated);
    line.set_gross_minor(gross->minor);
  }
  return accept();
}

void replace_return(const v1::GoodsReturned& returned, ExposureDelivery& entry) {
  entry.set_known(true);
  entry.clear_lines();
  for (const v1::DeliveryLine& said : returned.lines()) {
    ExposureDeliveryLine& line = line_of(entry, said.line());
    line.set_order_id(entity_id(said.order_ref()));
    line.set_order_line(said.order_ref().line());
    line.set_returned_milli(said.quantity_milli());
  }
}

ExposureDeliveryLine& line_of(ExposureDelivery& entry, int line) {
  auto& lines = *entry.mutable_lines();
  const auto found = std::lower_bound(
      lines.begin(), lines.end(), line,
      [](const ExposureDeliveryLine& one, int wanted) { return one.line() < wanted; });
  const auto place = static_cast<int>(found - lines.begin());
  if (place == lines.size() || lines[place].line() != line) {
    lines.Add()->set_line(line);
    std::rotate(lines.pointer_begin() + place, lines.pointer_end() - 1, lines.pointer_end());
  }
  return lines[place];
}

bool drop_idle(ExposureDelivery& entry) {
  auto& lines = *entry.mutable_lines();
  for (ExposureDeliveryLine& line : lines) {
    if (is_zero(line.billed())) {
      line.clear_billed();
    }
    if (is_zero(line.billed_with_order())) {
      line.clear_billed_with_order();
    }
  }
  lines.erase(std::remove_if(lines.begin(), lines.end(), is_idle), lines.end());
  return entry.known() || !lines.empty();
}

}  // namespace encours::exposure
