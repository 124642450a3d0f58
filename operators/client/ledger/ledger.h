// Ledger: every document that made a client owe more or less, what moved it, and what is open of it
// now. Its rows are facts: the same events in any order leave the same rows.
#pragma once

#include "operators/client/ledger/tables.h"
#include "operators/operator.h"

namespace encours {

struct Ledger {
  static constexpr std::string_view kName = "ledger";
  static constexpr auto kHears = kinds(
      Kind::kInvoice, Kind::kInvoiceCancelled, Kind::kCreditNote, Kind::kReceipt, Kind::kSettlement,
      Kind::kSettlementReversed, Kind::kDisputeOpened, Kind::kDisputeChanged, Kind::kDisputeClosed,
      Kind::kWriteOff, Kind::kReceiptStateChanged, Kind::kDueDateExtended,
      Kind::kReceivableAssigned, Kind::kReceivableReturned, Kind::kRecovery, Kind::kStatement,
      Kind::kTransferOut, Kind::kTransferIn, Kind::kOpenItemsList, Kind::kOpenItemsListClosed,
      Kind::kBalanceAsserted, Kind::kOwnerBeat, Kind::kAccountTurned);
  static constexpr auto kSays = kinds(Kind::kOpenItemChanged, Kind::kUnappliedChanged,
                                      Kind::kOrderAdvanceChanged, Kind::kFindings);
  static constexpr auto kTables =
      tables(ledger::kLedger, ledger::kLedgerItems, ledger::kLedgerSettlements,
             ledger::kLedgerDisputes, ledger::kLedgerTimedItems, ledger::kLedgerOpenItems,
             ledger::kLedgerDrift, ledger::kListsClosed, ledger::kLedgerBalances);

  static void wants(const Heard& heard, Wishes& wishes);
  static Verdict apply(const Heard& heard, Rows& rows, Emit& emit);
};

namespace ledger {

// Totals of the account by currency; empty when it has no documents. Valid until the step ends.
const state::v1::LedgerHead& head_of(Rows& rows, const AccountKey& account);

// Reads the document of that entity id as the ledger knows it; false when it knows nothing of it.
bool find_item(Rows& rows, const AccountKey& account, std::string_view id,
               state::v1::LedgerItem& item);

// Calls visit(item) for every document of the account. Reads every page: for people, never per
// event.
template <class Visit>
void for_each_item(Rows& rows, const AccountKey& account, Visit visit) {
  ItemSet(rows, kLedgerItems, account).for_each(head_of(rows, account).items(), visit);
}

struct Named;

// The items among what an event names (wishes.h), as far as their rows are in memory by now: for
// rows below that want to know ahead which of their own rows they will need.
std::vector<state::v1::LedgerItem> peek_items(const std::vector<Named>& named, Wishes& wishes);

}  // namespace ledger
}  // namespace encours
