// Reads invoices, credit notes and receipts into items of the ledger, and refuses the variants that
// are not folded yet.
//
// Only what the document says is set: id, kind, state, currency, dates, lines. Movements and
// disputes are the ledger's.
#pragma once

#include "encours/state/v1/ledger.pb.h"
#include "encours/v1/receivables.pb.h"
#include "operators/verdict.h"

namespace encours::ledger {

Verdict read_invoice(const v1::Invoice& invoice, state::v1::LedgerItem& item);
Verdict read_credit_note(const v1::CreditNote& note, state::v1::LedgerItem& item);
Verdict read_receipt(const v1::Receipt& receipt, state::v1::LedgerItem& item);

// Puts what a document says in the place of what the item said before.
void replace_document(const state::v1::LedgerItem& document, state::v1::LedgerItem& item);

// Forgets what the document said.
void cancel_document(state::v1::LedgerItem& item);

}  // namespace encours::ledger
