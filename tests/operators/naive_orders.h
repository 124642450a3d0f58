// Orders and deliveries valued from the events themselves, by the formula of the contract and
// nothing else: what exposure must agree with. For tests; values are whole prices, so nothing is
// rounded.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "operators/domain/entity.h"
#include "operators/domain/money.h"
#include "tests/operators/events.h"

namespace encours::test {

class NaiveOrders {
 public:
  // The newest revision of every document counts; cancellations are for good, the end of an order
  // until it is reopened on that day or later.
  explicit NaiveOrders(const std::vector<v1::Event>& events) {
    for (const v1::Event& event : events) {
      if (event.has_order_cancelled()) {
        cancelled_on_[entity_id(event.order_cancelled().ref())] =
            event.order_cancelled().cancelled_on();
      }
      if (event.has_order_closed()) {
        closed_on_[entity_id(event.order_closed().ref())] = event.order_closed().closed_on();
      }
      if (event.has_order_reopened()) {
        const v1::OrderReopened& reopened = event.order_reopened();
        reopened_on_[entity_id(reopened.order().ref())] = reopened.reopened_on();
        keep(event, reopened.order().ref());
      }
      if (event.has_invoice_cancelled()) {
        cancelled_.insert(entity_id(event.invoice_cancelled().ref()));
      }
      if (event.has_order_placed()) keep(event, event.order_placed().order().ref());
      if (event.has_delivery()) keep(event, event.delivery().ref());
      if (event.has_goods_returned()) keep(event, event.goods_returned().ref());
      if (event.has_invoice()) keep(event, event.invoice().ref());
      if (event.has_credit_note()) keep(event, event.credit_note().ref());
    }
    for (const auto& [id, event] : newest_)
      note_billing_ref(id, event);
    for (const auto& [id, event] : newest_) {
      if (event.has_invoice() && !cancelled_.contains(id)) bill_by(event.invoice(), false);
      if (event.has_credit_note()) bill_by(event.credit_note(), true);
    }
    for (const auto& [id, event] : newest_) {
      if (event.has_delivery()) deliver(id, event.delivery());
      for (const v1::DeliveryLine& line : event.goods_returned().lines()) {
        returned_[line_of(line.order_ref())] += line.quantity_milli();
      }
    }
    for (const auto& [id, event] : newest_) {
      if (event.has_order_placed()) value(id, event.order_placed().order());
      if (event.has_order_reopened()) value(id, event.order_reopened().order());
    }
  }

  std::int64_t orders_minor = 0;      // ordered, neither delivered nor billed
  std::int64_t deliveries_minor = 0;  // delivered, not come back and not billed
  std::int64_t billings_minor = 0;    // billed, not posted by accounting

 private:
  using Line = std::pair<std::string, int>;
  // What documents billed of a line: quantities, and whether one billed all of it.
  struct Billed {
    std::int64_t invoiced = 0;
    std::int64_t credited = 0;
    bool all_invoiced = false;
    bool all_credited = false;

    // Of a line that goes out or comes back, signed as what was ordered.
    std::int64_t quantity(bool back) const { return invoiced - (back ? credited : 0); }
    bool all(bool back) const { return all_invoiced || (back && all_credited); }
    void add(std::int64_t quantity, bool credit) {
      (credit ? credited : invoiced) += quantity;
      (credit ? all_credited : all_invoiced) |= quantity == 0;
    }
  };

  void keep(const v1::Event& event, const v1::DocumentRef& ref) {
    v1::Event& held = newest_[entity_id(ref)];
    if (event.revision() >= held.revision()) held = event;
  }

  // Who bears a billing_ref: billing documents, and what accounting posted. One seller company.
  void note_billing_ref(const std::string& id, const v1::Event& event) {
    if (event.has_invoice() && !cancelled_.contains(id)) {
      const bool billing = event.invoice().ref().kind() == v1::DOCUMENT_KIND_BILLING;
      (billing ? billed_refs_ : posted_refs_).insert(event.invoice().billing_ref());
    }
    if (event.has_credit_note()) posted_refs_.insert(event.credit_note().billing_ref());
  }

  // What accounting posted for a billing document that is known bills nothing once more.
  template <class Document>
  void bill_by(const Document& document, bool credit) {
    const std::string& ref = document.billing_ref();
    if (document.ref().kind() == v1::DOCUMENT_KIND_BILLING) {
      billings_minor += posted_refs_.contains(ref) ? 0 : minor_from_wire(document.gross()).value();
    } else if (!ref.empty() && billed_refs_.contains(ref)) {
      return;
    }
    bill(document.lines(), credit);
  }

  template <class Lines>
  void bill(const Lines& lines, bool credit) {
    for (const v1::BilledLine& line : lines) {
      const bool order = line.has_order_ref();
      const std::int64_t milli = line.quantity_milli();
      if (order) named_[line_of(line.order_ref())].add(milli, credit);
      if (line.has_delivery_ref()) {
        const Line delivery = line_of(line.delivery_ref());
        (order ? with_order_ : named_)[delivery].add(milli, credit);
      }
    }
  }

  // With the sign of what was delivered. Whoever bills the delivery as a whole bills all its lines.
  std::int64_t billed_of_delivery(const Line& at, std::int64_t delivered, bool with_order) {
    const bool back = delivered < 0;
    const Billed& whole = named_[{at.first, 0}];
    Billed line = named_[at];
    if (with_order) {
      const Billed& other = with_order_[at];
      line.invoiced += other.invoiced;
      line.credited += other.credited;
      line.all_invoiced |= other.all_invoiced;
      line.all_credited |= other.all_credited;
    }
    return line.all(back) || whole.all(back) || whole.quantity(back) != 0 ? delivered
                                                                          : line.quantity(back);
  }

  void deliver(const std::string& id, const v1::Delivery& delivery) {
    for (const v1::DeliveryLine& line : delivery.lines()) {
      const Line at{id, line.line()};
      const std::int64_t milli = line.quantity_milli();
      if (line.has_order_ref()) {
        const Line order = line_of(line.order_ref());
        delivered_[order] += milli;
        complete_[order] |= line.final_delivery();
        named_[order].invoiced += billed_of_delivery(at, milli, false);
        continue;
      }
      const std::int64_t sign = milli < 0 ? -1 : 1;
      const std::int64_t left =
          sign * milli - std::max<std::int64_t>(0, sign * billed_of_delivery(at, milli, true));
      const std::int64_t gross = minor_from_wire(line.gross()).value();
      deliveries_minor += std::max<std::int64_t>(0, left) * gross / (sign * milli);
    }
  }

  void value(const std::string& id, const v1::Order& order) {
    for (const v1::OrderLine& line : order.lines()) {
      const Line at{id, line.line()};
      const bool back = line.quantity_milli() < 0;
      const std::int64_t sign = back ? -1 : 1;
      if (named_[at].all(back) || named_[{id, 0}].all(back)) continue;
      const std::int64_t billed = std::max<std::int64_t>(0, sign * named_[at].quantity(back));
      // What comes back is the delivery of a return order, and on others not to be billed any more.
      const std::int64_t delivered = sign * delivered_[at] + (back ? returned_[at] : 0);
      const std::int64_t kept = delivered - (back ? 0 : returned_[at]);
      const std::int64_t ordered = sign * (line.quantity_milli() - line.rejected_milli());
      const std::int64_t open = std::max<std::int64_t>(0, ordered - std::max(delivered, billed));
      const bool closed = line.final_delivery() || complete_[at] || has_ended(id);
      const std::int64_t gross = minor_from_wire(line.gross()).value();
      const std::int64_t quantity = sign * line.quantity_milli();
      orders_minor += closed ? 0 : open * gross / quantity;
      deliveries_minor += std::max<std::int64_t>(0, kept - billed) * gross / quantity;
    }
  }

  bool has_ended(const std::string& id) {
    const std::int32_t end = std::max(cancelled_on_[id], closed_on_[id]);
    return end != 0 && end > reopened_on_[id];
  }

  static Line line_of(const v1::DocumentRef& ref) { return {entity_id(ref), ref.line()}; }

  std::map<std::string, v1::Event> newest_;
  // Days, yyyymmdd; each is the last that was told, as each has a revision of its own.
  std::map<std::string, std::int32_t> cancelled_on_;
  std::map<std::string, std::int32_t> closed_on_;
  std::map<std::string, std::int32_t> reopened_on_;
  std::set<std::string> cancelled_;
  std::map<Line, Billed> named_;
  std::map<Line, Billed> with_order_;
  std::map<Line, std::int64_t> delivered_;
  std::map<Line, std::int64_t> returned_;
  std::set<std::string> billed_refs_;
  std::set<std::string> posted_refs_;
  std::map<Line, bool> complete_;
};

}  // namespace encours::test
