// Reads what events say of documents into items of the ledger.
//
// Only what the document says is set: id, kind, state, currency, dates, lines, what it continues,
// what is special about a payment. Movements, disputes and what else is said about it stay.
#pragma once

#include "encours/state/v1/ledger.pb.h"
#include "encours/v1/receivables.pb.h"

namespace encours::ledger {

state::v1::LedgerItem read(const v1::Invoice& invoice);
state::v1::LedgerItem read(const v1::CreditNote& note);
state::v1::LedgerItem read(const v1::Receipt& receipt);
state::v1::ItemStateChange read(const v1::ReceiptStateChanged& changed);
state::v1::ItemExtension read(const v1::DueDateExtended& extended);

// Puts what a document says in the place of what the item said before.
void replace_document(const state::v1::LedgerItem& document, state::v1::LedgerItem& item);

// Forgets what the document said.
void cancel_document(state::v1::LedgerItem& item);

}  // namespace encours::ledger
