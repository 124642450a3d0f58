// What may be wrong with orders and deliveries.
#include "operators/client/intake/checks.h"
#include "operators/client/intake/fields.h"
#include "operators/domain/gross.h"

namespace encours::intake {
namespace {

bool lacks_value(const v1::OrderLine& line) {
  return !has_value(line);
}

// What a line says of its value: all in one currency.
template <class Line>
bool sound_currencies(const Line& line) {
  const std::string& currency = stated_value(line).currency();
  const auto other = [&](const v1::Tax& tax) { return tax.amount().currency() != currency; };
  return sound_currency(stated_value(line)) && !any(line.tax(), other) &&
         (!line.has_net() || line.net().currency() == currency);
}

template <class Line>
bool exact_values(const Line& line) {
  const auto inexact = [](const v1::Tax& tax) { return !exact(tax.amount()); };
  return exact(stated_value(line)) && (!line.has_net() || exact(line.net())) &&
         !any(line.tax(), inexact);
}

template <class Line>
bool too_many_taxes(const Line& line) {
  return line.tax_size() > kTaxesMax;
}

bool sound_quantity(const v1::OrderLine& line) {
  const auto in_range = [](std::int64_t quantity) {
    return quantity >= -kQuantityMilliMax && quantity <= kQuantityMilliMax;
  };
  return in_range(line.quantity_milli()) && in_range(line.rejected_milli());
}

bool sound_ship_date(const v1::OrderLine& line) {
  return sound_date(line.scheduled_on());
}

bool lacks_value_or_order(const v1::DeliveryLine& line) {
  return !line.has_order_ref() && !has_value(line);
}

bool odd_currency(const v1::DeliveryLine& line) {
  return has_value(line) && !sound_currencies(line);
}

bool inexact_value(const v1::DeliveryLine& line) {
  return has_value(line) && !exact_values(line);
}

bool odd_quantity(const v1::DeliveryLine& line) {
  return line.quantity_milli() < -kQuantityMilliMax || line.quantity_milli() > kQuantityMilliMax;
}

bool lacks_order(const v1::DeliveryLine& line) {
  return !line.has_order_ref();
}

bool negative_quantity(const v1::DeliveryLine& line) {
  return line.quantity_milli() < 0;
}

bool sound_order_line(const v1::DeliveryLine& line) {
  return !line.has_order_ref() ||
         (sound_ref(line.order_ref(), {v1::DOCUMENT_KIND_ORDER}) && line.order_ref().line() >= 1);
}

// What is delivered without an order stands in one currency.
bool one_free_currency(const v1::Delivery& delivery) {
  std::string_view currency;
  for (const v1::DeliveryLine& line : delivery.lines()) {
    if (line.has_order_ref()) {
      continue;
    }
    if (!currency.empty() && stated_value(line).currency() != currency) {
      return false;
    }
    currency = stated_value(line).currency();
  }
  return true;
}

bool order_too_long(const v1::DeliveryLine& line) {
  return too_long(line.order_ref());
}

}  // namespace

Verdict check(const v1::Order& order) {
  const auto& lines = order.lines();
  const auto other_currency = [&](const auto& line) {
    return !sound_currencies(line) ||
           stated_value(line).currency() != stated_value(lines[0]).currency();
  };
  const auto inexact = [](const auto& line) { return !exact_values(line); };
  const bool odd_terms = order.terms_days() < 0 || order.terms_days() > kTermsDaysMax;
  if (!order.has_ref()) return missing("order.ref");
  if (order.document_date() == 0) return missing("order.document_date");
  if (lines.empty()) return missing("order.lines");
  if (any(lines, lacks_value)) return missing("order.lines: gross or net");
  if (any(lines, other_currency)) return bad_currency("order.lines: gross, net, tax");
  if (any(lines, inexact)) return bad_amount("order.lines: gross, net, tax");
  if (!all(lines, sound_quantity)) return bad_amount("order.lines.quantity_milli");
  if (odd_terms) return bad_amount("order.terms_days");
  if (!sound_date(order.document_date())) return bad_date("order.document_date");
  if (!all(lines, sound_ship_date)) return bad_date("order.lines.scheduled_on");
  if (!names_document(order.ref(), v1::DOCUMENT_KIND_ORDER)) return bad_reference("order.ref");
  if (!numbered(lines)) return bad_reference("order.lines.line");
  if (lines.size() > kLinesMax) return too_large("order.lines");
  if (any(lines, [](const auto& line) { return too_many_taxes(line); })) {
    return too_large("order.lines.tax");
  }
  if (too_long(order.ref())) return too_large("order.ref");
  return accept();
}

Verdict check(const v1::OrderCancelled& cancelled) {
  if (!cancelled.has_ref()) return missing("ref");
  if (cancelled.cancelled_on() == 0) return missing("cancelled_on");
  if (!sound_date(cancelled.cancelled_on())) return bad_date("cancelled_on");
  if (!names_document(cancelled.ref(), v1::DOCUMENT_KIND_ORDER)) return bad_reference("ref");
  if (too_long(cancelled.ref())) return too_large("ref");
  return accept();
}

Verdict check(const v1::OrderClosed& closed) {
  if (!closed.has_ref()) return missing("ref");
  if (closed.closed_on() == 0) return missing("closed_on");
  if (!sound_date(closed.closed_on())) return bad_date("closed_on");
  if (!names_document(closed.ref(), v1::DOCUMENT_KIND_ORDER)) return bad_reference("ref");
  if (too_long(closed.ref())) return too_large("ref");
  return accept();
}

Verdict check(const v1::OrderReopened& reopened) {
  if (!reopened.has_order()) return missing("order");
  if (reopened.reopened_on() == 0) return missing("reopened_on");
  if (!sound_date(reopened.reopened_on())) return bad_date("reopened_on");
  return check(reopened.order());
}

Verdict check(const v1::ErpAcknowledgement& acknowledgement) {
  const v1::AcknowledgementResult result = acknowledgement.result();
  if (!v1::AcknowledgementResult_IsValid(result)) return unsupported("result");
  if (acknowledgement.output_id().empty()) return missing("output_id");
  if (!acknowledgement.has_ref()) return missing("ref");
  if (result == v1::ACKNOWLEDGEMENT_RESULT_UNSPECIFIED) return missing("result");
  if (!printable(acknowledgement.output_id())) return bad_reference("output_id");
  if (!names_document(acknowledgement.ref(), v1::DOCUMENT_KIND_ORDER)) return bad_reference("ref");
  if (acknowledgement.document_revision() < 0) return bad_reference("document_revision");
  if (!printable(acknowledgement.source_system())) return bad_reference("source_system");
  if (!printable(acknowledgement.error_code())) return bad_reference("error_code");
  if (too_long(acknowledgement.output_id())) return too_large("output_id");
  if (too_long(acknowledgement.ref())) return too_large("ref");
  if (too_long(acknowledgement.source_system())) return too_large("source_system");
  if (too_long(acknowledgement.error_code())) return too_large("error_code");
  return accept();
}

Verdict check(const v1::Delivery& delivery) {
  const auto& lines = delivery.lines();
  if (!delivery.has_ref()) return missing("ref");
  if (delivery.delivered_on() == 0) return missing("delivered_on");
  if (any(lines, lacks_value_or_order)) return missing("lines: order_ref, gross or net");
  if (any(lines, odd_currency)) return bad_currency("lines: gross, net, tax");
  if (!one_free_currency(delivery)) return bad_currency("lines: one currency for all");
  if (any(lines, inexact_value)) return bad_amount("lines: gross, net, tax");
  if (any(lines, odd_quantity)) return bad_amount("lines.quantity_milli");
  if (!sound_date(delivery.delivered_on())) return bad_date("delivered_on");
  if (!names_document(delivery.ref(), v1::DOCUMENT_KIND_DELIVERY)) return bad_reference("ref");
  if (!numbered(lines)) return bad_reference("lines.line");
  if (!all(lines, sound_order_line)) return bad_reference("lines.order_ref");
  if (lines.size() > kLinesMax) return too_large("lines");
  if (any(lines, [](const auto& line) { return too_many_taxes(line); })) {
    return too_large("lines.tax");
  }
  if (too_long(delivery.ref())) return too_large("ref");
  if (any(lines, order_too_long)) return too_large("lines.order_ref");
  return accept();
}

Verdict check(const v1::GoodsReturned& returned) {
  const auto& lines = returned.lines();
  const bool odd = any(lines, odd_quantity) || any(lines, negative_quantity);
  if (!returned.has_ref()) return missing("ref");
  if (returned.returned_on() == 0) return missing("returned_on");
  if (any(lines, lacks_order)) return missing("lines.order_ref");
  if (odd) return bad_amount("lines.quantity_milli");
  if (!sound_date(returned.returned_on())) return bad_date("returned_on");
  if (!names_document(returned.ref(), v1::DOCUMENT_KIND_RETURN)) return bad_reference("ref");
  if (!numbered(lines)) return bad_reference("lines.line");
  if (!all(lines, sound_order_line)) return bad_reference("lines.order_ref");
  if (lines.size() > kLinesMax) return too_large("lines");
  if (too_long(returned.ref())) return too_large("ref");
  if (any(lines, order_too_long)) return too_large("lines.order_ref");
  return accept();
}

}  // namespace encours::intake
