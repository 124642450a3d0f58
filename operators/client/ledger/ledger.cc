#include "operators/client/ledger/ledger.h"

#include <algorithm>
#include <deque>

#include "operators/client/accounts.h"
#include "operators/client/checked.h"
#include "operators/client/findings.h"
#include "operators/client/ledger/account_book.h"
#include "operators/client/ledger/assignment.h"
#include "operators/client/ledger/balances.h"
#include "operators/client/ledger/disputes.h"
#include "operators/client/ledger/documents.h"
#include "operators/client/ledger/extension.h"
#include "operators/client/ledger/ledger_findings.h"
#include "operators/client/ledger/open_items_list.h"
#include "operators/client/ledger/payment.h"
#include "operators/client/ledger/settlements.h"
#include "operators/client/ledger/stated.h"
#include "operators/client/ledger/statements.h"
#include "operators/client/ledger/transfers.h"
#include "operators/client/ledger/wishes.h"
#include "operators/domain/entity.h"
#include "operators/domain/posting.h"

namespace encours {
namespace {

using ledger::AccountBook;
using state::v1::LedgerItem;
using state::v1::LedgerSettlement;

// Whether what the event changes counts from its own day, though items do not keep that day: it
// undoes something, sells it, or pays a statement, whose items bear the statement's day.
bool counts_from_own_day(const Input& input) {
  const auto& movements = input.event->settlement().movements();
  return input.kind == Kind::kInvoiceCancelled || input.kind == Kind::kSettlementReversed ||
         input.kind == Kind::kReceivableAssigned || input.kind == Kind::kReceivableReturned ||
         std::any_of(movements.begin(), movements.end(), [](const v1::Movement& movement) {
           return movement.item_ref().kind() == v1::DOCUMENT_KIND_STATEMENT;
         });
}

// The books that one event touches: one, unless it clears items of several segments.
class Books {
 public:
  Books(const Input& input, Rows& rows)
      : input_(input), rows_(rows), policy_(policy_in_force(rows)) {}

  AccountBook& of_company(std::string_view seller_company) {
    return of_segment(segment_of(policy_, seller_company));
  }

  // Empty = main.
  AccountBook& of_segment(std::string_view named) {
    const std::string_view segment = named.empty() ? "main" : named;
    for (AccountBook& book : books_) {
      if (book.account().segment == segment) {
        return book;
      }
    }
    const AccountKey account{std::string(input_.owner), std::string(segment)};
    AccountBook& book = books_.emplace_back(rows_, account, policy_, input_.day);
    if (counts_from_own_day(input_)) {
      book.balances().set_counts_from(posting_day(*input_.event));
    }
    return book;
  }

  LedgerItem& item(const v1::DocumentRef& ref) {
    return of_company(ref.seller_company()).item(entity_id(ref));
  }
  LedgerItem& item(const std::string& id) {
    return of_company(document_ref(id).seller_company()).item(id);
  }

  Verdict finish(Emit& emit) {
    for (AccountBook& book : books_) {
      if (const Verdict verdict = book.finish(emit); !verdict.accepted()) {
        return verdict;
      }
      if (book.findings_changed() || book.drift_explained() || book.balances().changed()) {
        ledger::drop_empty_drift(rows_, book.account());
        ledger::find_all(rows_, emit, book.account(), input_.day);
      }
    }
    return accept();
  }

 private:
  const Input& input_;
  Rows& rows_;
  const v1::Policy& policy_;
  std::deque<AccountBook> books_;
};

// A document that was cancelled stays so, whatever comes first.
void take_document(const LedgerItem& document, const v1::DocumentRef& ref, Books& books) {
  LedgerItem& item = books.item(ref);
  if (item.state() != state::v1::ITEM_STATE_CANCELLED) {
    ledger::replace_document(document, item);
  }
}

// `own` is the book that keeps the record.
void post_all(const LedgerSettlement& record, int sign, AccountBook& own, Books& books) {
  for (int i = 0; i < record.moved_minor_size(); ++i) {
    const ledger::Movement movement = ledger::movement_at(record, i);
    AccountBook& book = movement.item_id.empty()
                            ? own
                            : books.of_company(document_ref(movement.item_id).seller_company());
    book.post(movement, sign);
  }
}

// Replaces what the settlement said before, if anything; one that was reversed stays so.
void take_settlement(const LedgerSettlement& record, AccountBook& book, Books& books) {
  LedgerSettlement held;
  if (book.find_settlement(record.id(), held)) {
    if (held.reversed()) {
      return;
    }
    post_all(held, -1, book, books);
  }
  post_all(record, 1, book, books);
  book.put_settlement(record);
}

// Undoes the settlement as a whole, now or when it comes.
void take_reversal(const v1::SettlementReversed& reversed, Books& books) {
  AccountBook& book = books.of_company(reversed.seller_company());
  LedgerSettlement stub;
  stub.set_id(ledger::settlement_id(reversed));
  LedgerSettlement held;
  if (book.find_settlement(stub.id(), held)) {
    post_all(held, -1, book, books);
  }
  stub.set_reversed(true);
  book.put_settlement(stub);
}

// Items that the transfer does not name any longer forget it.
void take_transfer(const v1::TransferIn& transfer, Books& books) {
  const std::string id = ledger::settlement_id(transfer);
  AccountBook& book = books.of_segment(transfer.segment());
  LedgerSettlement record;
  if (book.find_settlement(id, record)) {
    for (const std::string& item_id : record.item_id()) {
      if (!item_id.empty()) {
        ledger::forget_transfer(id, books.item(item_id));
      }
    }
  }
  take_settlement(ledger::settlement_of(transfer), book, books);
  for (const v1::TransferredItem& line : transfer.items()) {
    ledger::add_brought(transfer, line, id, books.item(line.item_ref()));
  }
}

void take_statement(const v1::Statement& statement, Books& books) {
  AccountBook& book = books.of_company(statement.ref().seller_company());
  LedgerItem& item = book.item(entity_id(statement.ref()));
  ledger::take_back(item, book);
  ledger::read(statement, item);
}

void take_assignment(const v1::ReceivableAssigned& assigned, Books& books) {
  state::v1::ItemAssignment& assignment =
      ledger::assignment_of(assigned.assignment_id(), books.item(assigned.item_ref()));
  assignment.set_sold(true);
  assignment.set_recourse(assigned.recourse());
}

void take_dispute(const v1::DisputeOpened& dispute, Books& books) {
  ledger::put_dispute(dispute, books.of_company(dispute.item_ref().seller_company()));
}

// A billing document is no item until accounting posts it; exposure keeps it till then.
bool is_unposted(const Input& input) {
  const v1::Event& event = *input.event;
  const v1::DocumentRef& ref =
      event.has_invoice() ? event.invoice().ref() : event.invoice_cancelled().ref();
  return ref.kind() == v1::DOCUMENT_KIND_BILLING;
}

void take(const Input& input, Books& books) {
  const v1::Event& event = *input.event;
  switch (input.kind) {
    case Kind::kInvoice:
      return take_document(ledger::read(event.invoice()), event.invoice().ref(), books);
    case Kind::kCreditNote:
      return take_document(ledger::read(event.credit_note()), event.credit_note().ref(), books);
    case Kind::kReceipt:
      return take_document(ledger::read(event.receipt()), event.receipt().ref(), books);
    case Kind::kInvoiceCancelled:
      return ledger::cancel_document(books.item(event.invoice_cancelled().ref()));
    case Kind::kReceiptStateChanged:
      return ledger::change_state(ledger::read(event.receipt_state_changed()),
                                  books.item(event.receipt_state_changed().ref()));
    case Kind::kDueDateExtended:
      return ledger::extend(ledger::read(event.due_date_extended()),
                            books.item(event.due_date_extended().item_ref()));
    case Kind::kStatement:
      return take_statement(event.statement(), books);
    case Kind::kReceivableAssigned:
      return take_assignment(event.receivable_assigned(), books);
    case Kind::kReceivableReturned:
      return ledger::assignment_of(event.receivable_returned().assignment_id(),
                                   books.item(event.receivable_returned().item_ref()))
          .set_returned(true);
    case Kind::kSettlement:
      return take_settlement(ledger::settlement_of(event.settlement()),
                             books.of_company(event.settlement().seller_company()), books);
    case Kind::kWriteOff:
      return take_settlement(ledger::settlement_of(event.write_off()),
                             books.of_company(event.write_off().item_ref().seller_company()),
                             books);
    case Kind::kRecovery:
      return take_settlement(ledger::settlement_of(event.recovery()),
                             books.of_company(event.recovery().item_ref().seller_company()), books);
    case Kind::kTransferOut:
      return take_settlement(ledger::settlement_of(event.transfer_out()),
                             books.of_segment(event.transfer_out().segment()), books);
    case Kind::kTransferIn:
      return take_transfer(event.transfer_in(), books);
    case Kind::kSettlementReversed:
      return take_reversal(event.settlement_reversed(), books);
    case Kind::kDisputeOpened:
      return take_dispute(event.dispute_opened(), books);
    case Kind::kDisputeChanged:
      return take_dispute(event.dispute_changed().dispute(), books);
    case Kind::kDisputeClosed:
      return ledger::close_dispute(
          event.dispute_closed(),
          books.of_company(event.dispute_closed().item_ref().seller_company()));
    default:
      ENCOURS_ASSERT(false, "the ledger hears what it lists");
  }
}

// A new day may let something run out, a new policy may change what is found, a list that was
// closed may settle what it did not name.
Verdict turn(const AccountKey& account, const Input& input, Rows& rows, Emit& emit) {
  const state::v1::LedgerHead& head = ledger::head_of(rows, account);
  if (!head.timers().empty()) {
    AccountBook book(rows, account, policy_in_force(rows), input.day);
    book.wake_anew();
    if (const Verdict verdict = book.finish(emit); !verdict.accepted()) {
      return verdict;
    }
  }
  if (const Verdict verdict = ledger::judge(account, input, rows, emit); !verdict.accepted()) {
    return verdict;
  }
  ledger::end_cutover(rows, emit, account, input.day);
  if (ledger::head_of(rows, account).asserted()) {
    ledger::wake_for_balances(rows, emit, account, input.day);
  }
  ledger::find_all(rows, emit, account, input.day);
  return accept();
}

}  // namespace

void Ledger::wants(const Heard& heard, Wishes& wishes) {
  wishes.want(kPolicy, ShardKey{});
  wishes.want(ledger::kListsClosed, ShardKey{});
  if (heard.kind() == Kind::kOpenItemsList) {
    ledger::want_list(heard.input(), wishes);
  } else if (heard.kind() == Kind::kBalanceAsserted) {
    ledger::want_balance(heard.input(), wishes);
  }
  if (heard.kind() == Kind::kOwnerBeat) {
    ledger::want_leftovers(heard.input(), wishes);
  }
  for (const ledger::Named& named : ledger::named_in(heard.input(), wishes)) {
    wishes.want(ledger::kLedger, named.account);
    const auto* head = wishes.wanted(ledger::kLedger, named.account);
    if (head == nullptr) {
      continue;
    }
    if (head->asserted()) {
      wishes.want(ledger::kLedgerBalances, named.account);
    }
    switch (named.kind) {
      case ledger::NamedKind::kItem:
        ledger::ItemSet::want(wishes, ledger::kLedgerItems, named.account, head->items(), named.id);
        ledger::OpenItemSet::want(wishes, ledger::kLedgerOpenItems, named.account,
                                  head->open_items(), named.id);
        break;
      case ledger::NamedKind::kSettlement:
        ledger::SettlementSet::want(wishes, ledger::kLedgerSettlements, named.account,
                                    head->settlements(), named.id);
        break;
      case ledger::NamedKind::kDispute:
        ledger::DisputeSet::want(wishes, ledger::kLedgerDisputes, named.account, head->disputes(),
                                 named.id);
        break;
    }
  }
}

Verdict Ledger::apply(const Heard& heard, Rows& rows, Emit& emit) {
  if (heard.kind() == Kind::kAccountTurned) {
    return turn(heard.as<AccountTurned>().account, heard.input(), rows, emit);
  }
  switch (heard.kind()) {
    case Kind::kOpenItemsList:
      return ledger::hear_list(heard.input(), rows, emit);
    case Kind::kOpenItemsListClosed:
      return ledger::hear_list_closed(heard.event(), rows, emit);
    case Kind::kBalanceAsserted:
      return ledger::hear_balance(heard.input(), rows, emit);
    case Kind::kOwnerBeat:
      return ledger::go_on(heard.input(), rows, emit);
    default:
      break;
  }
  if (is_unposted(heard.input())) {
    return accept();
  }
  Books books(heard.input(), rows);
  take(heard.input(), books);
  return books.finish(emit);
}

namespace ledger {

const state::v1::LedgerHead& head_of(Rows& rows, const AccountKey& account) {
  const state::v1::LedgerHead* head = rows.find(kLedger, account);
  return head == nullptr ? state::v1::LedgerHead::default_instance() : *head;
}

bool find_item(Rows& rows, const AccountKey& account, std::string_view id, LedgerItem& item) {
  return ItemSet(rows, kLedgerItems, account).find(head_of(rows, account).items(), id, item);
}

std::vector<LedgerItem> peek_items(const std::vector<Named>& named, Wishes& wishes) {
  std::vector<LedgerItem> items;
  for (const Named& one : named) {
    const auto* head = wishes.wanted(kLedger, one.account);
    LedgerItem item;
    if (one.kind == NamedKind::kItem && head != nullptr &&
        ItemSet::peek(wishes, kLedgerItems, one.account, head->items(), one.id, item)) {
      items.push_back(std::move(item));
    }
  }
  return items;
}

}  // namespace ledger
}  // namespace encours
