#include "operators/client/ledger/stated.h"

#include <string>

#include "operators/client/accounts.h"
#include "operators/client/checked.h"
#include "operators/client/findings.h"
#include "operators/client/ledger/account_book.h"
#include "operators/client/ledger/ledger_findings.h"
#include "operators/client/ledger/open_items_list.h"

namespace encours::ledger {
namespace {

// Whether a list is a first load whose day has not passed: nothing is found on it but a summary.
bool is_cutover(const v1::OpenItemsList& list, Day today) {
  return list.cutover_on() != 0 && list.as_of() <= list.cutover_on() &&
         (today == kNoDay || today <= checked_day(list.cutover_on()));
}

// Finishes a book whose items were judged by lists.
Verdict finish_listed(AccountBook& book, const Input& input, Rows& rows, Emit& emit) {
  if (const Verdict verdict = book.finish(emit); !verdict.accepted()) {
    return verdict;
  }
  record_drift(rows, book.account(), book.lists(), book.drift());
  drop_empty_drift(rows, book.account());
  find_all(rows, emit, book.account(), input.day);
  return accept();
}

// Goes on through the account's documents for balances that have not seen all of them.
Verdict work_out_balances(const AccountKey& account, const Input& input, Rows& rows, Emit& emit) {
  if (!has_unfinished_balances(rows, account)) {
    return accept();
  }
  AccountBook book(rows, account, policy_in_force(rows), input.day);
  const Verdict verdict = book.finish(emit);
  if (verdict.accepted()) {
    find_all(rows, emit, account, input.day);
  }
  return verdict;
}

}  // namespace

Verdict hear_list(const Input& input, Rows& rows, Emit& emit) {
  const v1::Policy& policy = policy_in_force(rows);
  const v1::OpenItemsList& list = input.event->open_items_list();
  const AccountKey account{std::string(input.owner), std::string(segment_of_list(policy, list))};
  AccountBook book(rows, account, policy, input.day);
  const bool is_first_load = list.cutover_on() != 0 && list.as_of() <= list.cutover_on();
  if (!is_first_load) {
    book.watch_lists();
  }
  if (const Verdict verdict = take_list(*input.event, policy, book); !verdict.accepted()) {
    return verdict;
  }
  book.balances().hear_lists();
  if (list.complete()) {
    judge_by_lists(rows, book, emit);
  }
  if (is_cutover(list, input.day)) {
    begin_cutover(rows, emit, account, checked_day(list.cutover_on()), list.items_size());
  }
  return finish_listed(book, input, rows, emit);
}

Verdict hear_list_closed(const v1::Event& event, Rows& rows, Emit& emit) {
  const v1::OpenItemsListClosed& closed = event.open_items_list_closed();
  const Verdict verdict =
      keep_closed(closed, edition_of_list(event, closed.list_id(), closed.as_of()), rows);
  if (verdict.accepted()) {
    emit.wake_all();
  }
  return verdict;
}

Verdict hear_balance(const Input& input, Rows& rows, Emit& emit) {
  const v1::Policy& policy = policy_in_force(rows);
  const v1::BalanceAsserted& asserted = input.event->balance_asserted();
  const AccountKey account{std::string(input.owner),
                           std::string(segment_of_balance(policy, asserted))};
  AccountBook book(rows, account, policy, input.day);
  if (const Verdict verdict = book.balances().take(asserted); !verdict.accepted()) {
    return verdict;
  }
  if (const Verdict verdict = book.finish(emit); !verdict.accepted()) {
    return verdict;
  }
  wake_for_balances(rows, emit, account, input.day);
  find_all(rows, emit, account, input.day);
  return accept();
}

Verdict judge(const AccountKey& account, const Input& input, Rows& rows, Emit& emit) {
  if (!must_be_judged(rows, account) || rows.find(kLedger, account) == nullptr) {
    return accept();
  }
  AccountBook book(rows, account, policy_in_force(rows), input.day);
  book.watch_lists();
  book.balances().hear_lists();
  judge_by_lists(rows, book, emit);
  return finish_listed(book, input, rows, emit);
}

Verdict go_on(const Input& input, Rows& rows, Emit& emit) {
  for (const std::string& segment : segments_of(rows, input.owner)) {
    const AccountKey account{std::string(input.owner), segment};
    Verdict verdict = judge(account, input, rows, emit);
    if (verdict.accepted()) {
      verdict = work_out_balances(account, input, rows, emit);
    }
    if (!verdict.accepted()) {
      return verdict;
    }
  }
  return accept();
}

}  // namespace encours::ledger
