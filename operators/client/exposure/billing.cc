#include "operators/client/exposure/billing.h"

#include "operators/client/checked.h"
#include "operators/domain/entity.h"
#include "operators/domain/total.h"

namespace encours::exposure {
namespace {

using state::v1::Billed;
using state::v1::ExposureBilledLine;
using state::v1::ExposureBilling;

template <class Document>
ExposureBilling lines_of(const Document& document, bool credit) {
  ExposureBilling billing;
  billing.set_id(entity_id(document.ref()));
  billing.set_credit(credit);
  billing.set_ref_id(billing_ref_id(document.ref(), document.billing_ref()));
  for (const v1::BilledLine& line : document.lines()) {
    if (!line.has_order_ref() && !line.has_delivery_ref()) {
      continue;
    }
    ExposureBilledLine& billed = *billing.add_lines();
    billed.set_quantity_milli(line.quantity_milli());
    if (line.has_order_ref()) {
      billed.set_order_id(entity_id(line.order_ref()));
      billed.set_order_line(line.order_ref().line());
    }
    if (line.has_delivery_ref()) {
      billed.set_delivery_id(entity_id(line.delivery_ref()));
      billed.set_delivery_line(line.delivery_ref().line());
    }
  }
  return billing;
}

}  // namespace

ExposureBilling billing_of(const v1::Invoice& invoice) {
  ExposureBilling billing = lines_of(invoice, false);
  if (invoice.ref().kind() == v1::DOCUMENT_KIND_BILLING) {
    billing.set_currency(invoice.gross().currency());
    billing.set_gross_minor(checked_minor(invoice.gross()));
    billing.set_estimated(invoice.estimated());
  }
  return billing;
}

ExposureBilling billing_of(const v1::CreditNote& note) {
  return lines_of(note, true);
}

std::string billing_ref_id(const v1::DocumentRef& ref, std::string_view billing_ref) {
  return billing_ref.empty() ? std::string()
                             : entity_id("", ref.seller_company(), "billing", billing_ref);
}

bool is_blank(const ExposureBilling& billing) {
  return billing.lines().empty() && billing.ref_id().empty() && !billing.cancelled();
}

bool is_billing_document(const ExposureBilling& billing) {
  return !billing.currency().empty();
}

bool add_billed(Billed& sums, std::int64_t quantity_milli, bool credit, int sign) {
  Billed one;
  if (quantity_milli != 0) {
    credit ? one.set_credited_milli(quantity_milli) : one.set_invoiced_milli(quantity_milli);
  } else {
    credit ? one.set_whole_credits(1) : one.set_whole_invoices(1);
  }
  return add_billed(sums, one, sign);
}

bool add_billed(Billed& sums, const Billed& other, int sign) {
  std::int64_t invoiced = sums.invoiced_milli();
  std::int64_t credited = sums.credited_milli();
  const bool added = add_to_total(invoiced, sign * other.invoiced_milli()) &&
                     add_to_total(credited, sign * other.credited_milli());
  sums.set_invoiced_milli(invoiced);
  sums.set_credited_milli(credited);
  sums.set_whole_invoices(sums.whole_invoices() + sign * other.whole_invoices());
  sums.set_whole_credits(sums.whole_credits() + sign * other.whole_credits());
  return added;
}

bool is_zero(const Billed& sums) {
  return sums.invoiced_milli() == 0 && sums.credited_milli() == 0 && sums.whole_invoices() == 0 &&
         sums.whole_credits() == 0;
}

std::int64_t billed_milli(const Billed& sums, bool comes_back) {
  // Quantities that come back stand negative on an invoice and positive on a credit note.
  return comes_back ? sums.invoiced_milli() - sums.credited_milli() : sums.invoiced_milli();
}

bool billed_whole(const Billed& sums, bool comes_back) {
  return sums.whole_invoices() > 0 || (comes_back && sums.whole_credits() > 0);
}

}  // namespace encours::exposure
