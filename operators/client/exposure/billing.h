// What documents bill of orders and deliveries: the lines of an invoice or credit note that name
// them, and the sums of such lines that stand at an order or delivery line.
#pragma once

#include <cstdint>

#include "encours/state/v1/exposure.pb.h"
#include "encours/v1/receivables.pb.h"

namespace encours::exposure {

// The lines of the document that name an order or a delivery; none for a document that names none.
state::v1::ExposureBilling billing_of(const v1::Invoice& invoice);
state::v1::ExposureBilling billing_of(const v1::CreditNote& note);

// The id of a billing_ref, which belongs to the seller company; empty if there is none.
std::string billing_ref_id(const v1::DocumentRef& ref, std::string_view billing_ref);

// Neither lines nor a billing_ref nor a cancellation to remember: a document without a row.
bool is_blank(const state::v1::ExposureBilling& billing);

// A billing document, not an item that accounting has posted.
bool is_billing_document(const state::v1::ExposureBilling& billing);

// Adds a billed quantity, or with sign -1 takes it back; quantity 0 bills the whole. False when the
// sum goes beyond its bound.
[[nodiscard]] bool add_billed(state::v1::Billed& sums, std::int64_t quantity_milli, bool credit,
                              int sign);

// Adds what two sums hold. False beyond the bound.
[[nodiscard]] bool add_billed(state::v1::Billed& sums, const state::v1::Billed& other, int sign);

bool is_zero(const state::v1::Billed& sums);

// How much of a line is billed: a line that goes out is billed by invoices, a line that comes back
// by credit notes. A credit note does not take back what was invoiced of an order: goods that come
// back have lines of their own, a price that is lowered leaves the quantity billed.
std::int64_t billed_milli(const state::v1::Billed& sums, bool comes_back);
bool billed_whole(const state::v1::Billed& sums, bool comes_back);

}  // namespace encours::exposure
