#include <algorithm>

#include "tests/simulation/oracle_parts.h"

namespace encours::simulation {
namespace {

// What deliveries and invoices say of one line of an order.
struct Progress {
  std::int64_t delivered = 0;
  std::int64_t returned = 0;
  std::int64_t invoiced = 0;
  bool complete = false;
};

using ByLine = std::map<std::pair<std::string, int>, Progress>;  // by order and line

bool is_cancelled(const KnownClient& client, const v1::DocumentRef& ref) {
  return client.in_force.contains("cancelled\n" + name_of(ref));
}

const v1::Event* find(const KnownClient& client, const std::string& entity) {
  const auto found = client.in_force.find(entity);
  return found == client.in_force.end() ? nullptr : &found->second;
}

// An order is over from the day of its end, unless it was reopened that day or later, or bears a
// later date itself.
bool has_ended(const KnownClient& client, const v1::Order& order) {
  const std::string name = name_of(order.ref());
  const v1::Event* const cancelled = find(client, "cancelled\n" + name);
  const v1::Event* const closed = find(client, "closed\n" + name);
  const v1::Event* const reopened = find(client, "reopened\n" + name);
  std::int32_t end = 0;
  if (cancelled != nullptr) {
    end = cancelled->order_cancelled().cancelled_on();
  }
  if (closed != nullptr) {
    end = std::max(end, closed->order_closed().closed_on());
  }
  const std::int32_t back = reopened == nullptr ? 0 : reopened->order_reopened().reopened_on();
  return end != 0 && end >= order.document_date() && end > back;
}

const v1::Order* order_of(const v1::Event& event) {
  if (event.has_order_placed()) {
    return &event.order_placed().order();
  }
  if (event.has_order_reopened()) {
    return &event.order_reopened().order();
  }
  return event.has_order_changed() ? &event.order_changed().order() : nullptr;
}

// The billing_ref of an invoice with its company; "" if it has none.
std::string billing_ref_of(const v1::Invoice& invoice) {
  return invoice.billing_ref().empty()
             ? ""
             : invoice.ref().seller_company() + "\n" + invoice.billing_ref();
}

// The names that documents in force bear: billing documents, or what accounting posted.
std::set<std::string> billing_refs(const KnownClient& client, bool of_billing_documents) {
  std::set<std::string> refs;
  for (const auto& [entity, event] : client.in_force) {
    if (event.has_invoice() && is_billing_document(event) == of_billing_documents &&
        !is_cancelled(client, event.invoice().ref())) {
      refs.insert(billing_ref_of(event.invoice()));
    } else if (event.has_credit_note() && !of_billing_documents) {
      refs.insert(event.credit_note().ref().seller_company() + "\n" +
                  event.credit_note().billing_ref());
    }
  }
  refs.erase("");
  return refs;
}

// The invoices that say what was billed: all but the cancelled, and those that accounting posted
// for a billing document that is known.
std::vector<const v1::Invoice*> billing_invoices(const KnownClient& client) {
  const std::set<std::string> billed = billing_refs(client, true);
  std::vector<const v1::Invoice*> invoices;
  for (const auto& [entity, event] : client.in_force) {
    if (event.has_invoice() && !is_cancelled(client, event.invoice().ref()) &&
        (is_billing_document(event) || !billed.contains(billing_ref_of(event.invoice())))) {
      invoices.push_back(&event.invoice());
    }
  }
  return invoices;
}

void add_billing_documents(const Known& known, const std::string& client_id,
                           const KnownClient& client, Accounts& accounts) {
  const std::set<std::string> posted = billing_refs(client, false);
  for (const auto& [entity, event] : client.in_force) {
    const v1::Invoice& billing = event.invoice();
    if (!event.has_invoice() || !is_billing_document(event) ||
        is_cancelled(client, billing.ref()) || posted.contains(billing_ref_of(billing))) {
      continue;
    }
    const std::string segment = segment_of_company(known.policy, billing.ref().seller_company());
    Figures& figures = accounts[{client_id, segment}].figures[billing.gross().currency()];
    figures.billing_not_posted += minor_of(billing.gross());
    figures.estimated = figures.estimated || billing.estimated();
  }
}

// The events that say what each order is now, by its name. Of the order's own word and that of its
// reopening the greater revision counts, of equal ones its own; without revisions the later.
std::map<std::string, const v1::Event*> orders_in_force(const KnownClient& client) {
  std::map<std::string, const v1::Event*> orders;
  for (const auto& [entity, event] : client.in_force) {
    if (const v1::Order* order = order_of(event); order != nullptr) {
      const std::string name = name_of(order->ref());
      const v1::Event*& held = orders[name];
      if (held == nullptr) {
        held = &event;
        continue;
      }
      // "document" sorts before "reopened": held is the order's own word.
      const bool compares = held->revision() != 0 && event.revision() != 0;
      const bool later =
          client.taken_at.at("reopened\n" + name) > client.taken_at.at("document\n" + name);
      held = (compares ? event.revision() > held->revision() : later) ? &event : held;
    }
  }
  return orders;
}

// What documents billed of a line of a delivery by naming the delivery and no order.
struct Billed {
  std::int64_t milli = 0;
  bool whole = false;
};

using BilledDeliveries = std::map<std::pair<std::string, int>, Billed>;  // by delivery and line

BilledDeliveries billed_deliveries(const KnownClient& client) {
  BilledDeliveries billed;
  for (const v1::Invoice* invoice : billing_invoices(client)) {
    for (const v1::BilledLine& line : invoice->lines()) {
      if (line.has_order_ref() || !line.has_delivery_ref()) {
        continue;
      }
      const int number = line.delivery_ref().line();
      Billed& row = billed[{name_of(line.delivery_ref()), number}];
      row.milli += line.quantity_milli();
      row.whole = row.whole || number == 0 || line.quantity_milli() == 0;
    }
  }
  return billed;
}

// How much of it: all of it once a document names the delivery as a whole.
std::int64_t billed_of(BilledDeliveries& billed, const v1::DocumentRef& delivery,
                       const v1::DeliveryLine& line) {
  const Billed& row = billed[{name_of(delivery), line.line()}];
  const bool whole = row.whole || billed[{name_of(delivery), 0}].whole;
  return whole ? line.quantity_milli() : row.milli;
}

ByLine progress_of(const KnownClient& client) {
  ByLine progress;
  BilledDeliveries billed = billed_deliveries(client);
  for (const auto& [entity, event] : client.in_force) {
    if (event.has_delivery()) {
      for (const v1::DeliveryLine& line : event.delivery().lines()) {
        if (line.has_order_ref()) {
          Progress& row = progress[{name_of(line.order_ref()), line.order_ref().line()}];
          row.delivered += line.quantity_milli();
          row.complete = row.complete || line.final_delivery();
          row.invoiced += billed_of(billed, event.delivery().ref(), line);
        }
      }
    }
    for (const v1::DeliveryLine& line : event.goods_returned().lines()) {
      progress[{name_of(line.order_ref()), line.order_ref().line()}].returned +=
          line.quantity_milli();
    }
  }
  for (const v1::Invoice* invoice : billing_invoices(client)) {
    for (const v1::BilledLine& line : invoice->lines()) {
      if (line.has_order_ref()) {
        progress[{name_of(line.order_ref()), line.order_ref().line()}].invoiced +=
            line.quantity_milli();
      }
    }
  }
  return progress;
}

// The value of the line from nothing up to a quantity.
std::int64_t up_to(const v1::OrderLine& line, std::int64_t milli) {
  return rounded(minor_of(line.gross()), milli, line.quantity_milli());
}

// order part = ordered - max(delivered, invoiced) - rejected, nothing once complete;
// delivery part = delivered - returned - invoiced; both never below nothing.
void add_line(const v1::OrderLine& line, const Progress& row, bool ended, std::int64_t& open,
              std::int64_t& delivered) {
  const bool complete = ended || line.final_delivery() || row.complete;
  const std::int64_t gone = std::max(row.delivered, row.invoiced);
  const std::int64_t left =
      std::max<std::int64_t>(0, line.quantity_milli() - gone - line.rejected_milli());
  if (!complete && left > 0) {
    open += up_to(line, gone + left) - up_to(line, gone);
  }
  const std::int64_t kept = row.delivered - row.returned;
  if (kept > row.invoiced) {
    delivered += up_to(line, kept) - up_to(line, row.invoiced);
  }
}

// Of what is delivered without an order.
std::string free_currency(const v1::Delivery& delivery) {
  for (const v1::DeliveryLine& line : delivery.lines()) {
    if (!line.has_order_ref()) {
      return line.gross().currency();
    }
  }
  return "";
}

// Deliveries without an order, by their own value, as far as no document bills them.
void add_free_deliveries(const Known& known, const std::string& client_id,
                         const KnownClient& client, Accounts& accounts) {
  BilledDeliveries billed = billed_deliveries(client);
  for (const auto& [entity, event] : client.in_force) {
    if (!event.has_delivery()) {
      continue;
    }
    const v1::DocumentRef& ref = event.delivery().ref();
    const std::string segment = segment_of_company(known.policy, ref.seller_company());
    std::int64_t worth = 0;
    for (const v1::DeliveryLine& said : event.delivery().lines()) {
      if (said.has_order_ref()) {
        continue;
      }
      // What has no quantity is one piece.
      v1::DeliveryLine line = said;
      line.set_quantity_milli(std::max<std::int64_t>(1, said.quantity_milli()));
      const std::int64_t delivered = line.quantity_milli();
      const std::int64_t gone = std::min(delivered, billed_of(billed, ref, line));
      const std::int64_t gross = minor_of(line.gross());
      worth += gross - rounded(gross, gone, delivered);
      accounts[{client_id, segment}].figures[line.gross().currency()].deliveries_not_invoiced +=
          gross - rounded(gross, gone, delivered);
    }
    if (event.delivery().estimated() && worth != 0) {
      accounts[{client_id, segment}].figures[free_currency(event.delivery())].estimated = true;
    }
  }
}

}  // namespace

void add_orders(const Known& known, const std::string& client_id, const KnownClient& client,
                Accounts& accounts) {
  ByLine progress = progress_of(client);
  for (const auto& [name, event] : orders_in_force(client)) {
    const v1::Order* order = order_of(*event);
    const std::string& company = order->ref().seller_company();
    Account& account = accounts[{client_id, segment_of_company(known.policy, company)}];
    OpenOrder open{event->revision(), order->lines(0).gross().currency()};
    Figures& figures = account.figures[open.currency];
    const std::int64_t delivered_before = figures.deliveries_not_invoiced;
    for (const v1::OrderLine& line : order->lines()) {
      const std::int64_t before = open.open;
      add_line(line, progress[{name_of(order->ref()), line.line()}], has_ended(client, *order),
               open.open, figures.deliveries_not_invoiced);
      const int horizon = known.policy.order_horizon_days();
      const Day ships = *day_from_date(line.scheduled_on());
      const bool waits =
          horizon != 0 && ships != kNoDay && known.today != kNoDay && ships > known.today + horizon;
      open.later += waits ? open.open - before : 0;
    }
    const std::int64_t delivered = figures.deliveries_not_invoiced - delivered_before;
    const std::int64_t advance =
        std::max<std::int64_t>(0, account.advances[{name_of(order->ref()), open.currency}]);
    open.prepaid_delivered = std::clamp<std::int64_t>(delivered, 0, advance);
    open.prepaid = std::clamp<std::int64_t>(open.open, 0, advance - open.prepaid_delivered);
    if (open.prepaid > 0) {
      open.later = std::min(open.later, open.open - open.prepaid);
    }
    figures.prepaid_deliveries += open.prepaid_delivered;
    const bool worth = open.open != 0 || delivered != 0;
    figures.estimated = figures.estimated || (order->estimated() && worth);
    figures.orders += open.open;
    if (open.open != 0) {
      account.orders[order->ref().number()] = open;
    }
  }
  add_free_deliveries(known, client_id, client, accounts);
  add_billing_documents(known, client_id, client, accounts);
}

bool is_billing_document(const v1::Event& event) {
  const v1::DocumentRef& ref =
      event.has_invoice() ? event.invoice().ref() : event.invoice_cancelled().ref();
  return ref.kind() == v1::DOCUMENT_KIND_BILLING;
}

}  // namespace encours::simulation
