#include "operators/client/ledger/statements.h"

#include <algorithm>
#include <numeric>

#include "operators/client/checked.h"
#include "operators/domain/entity.h"

namespace encours::ledger {
namespace {

using state::v1::ItemMovements;
using state::v1::LedgerItem;
using state::v1::StatementDue;
using state::v1::StatementLine;

std::int64_t moved_in(const LedgerItem& item, std::string_view currency) {
  for (const ItemMovements& movements : item.movements()) {
    if (movements.currency() == currency) {
      return std::accumulate(movements.moved_minor().begin(), movements.moved_minor().end(),
                             std::int64_t{0});
    }
  }
  return 0;
}

// From the statement to the line's item; a negative amount pays.
void hand_over(LedgerItem& statement, const StatementLine& line, std::int64_t minor,
               AccountBook& book) {
  if (minor == 0) {
    return;
  }
  const Currency currency = checked_currency(line.currency());
  if (!move_item(book.item(line.item_id()), currency, line.line(), minor) ||
      !move_item(statement, currency, 0, -minor)) {
    book.note(refuse(RejectReason::kAmountOverflow, "movements of one item"));
  }
}

void set_due(const LedgerItem& statement, Day due_on, LedgerItem& item) {
  auto& all = *item.mutable_statement_due();
  const auto place =
      std::lower_bound(all.begin(), all.end(), statement.id(),
                       [](const StatementDue& one, const std::string& id) {
                         return one.statement_id() < id;
                       });
  const auto at = static_cast<int>(place - all.begin());
  const bool held = place != all.end() && place->statement_id() == statement.id();
  if (due_on == kNoDay) {
    if (held) {
      all.erase(place);
    }
    return;
  }
  if (!held) {
    all.Add()->set_statement_id(statement.id());
    std::rotate(all.pointer_begin() + at, all.pointer_end() - 1, all.pointer_end());
  }
  all[at].set_due_on(due_on);
}

// When its items are due together, kNoDay if each keeps its own day. Stands in the due date of the
// statement's only line.
Day due_together(const LedgerItem& statement) {
  return statement.due_on().empty() ? kNoDay : statement.due_on(0);
}

}  // namespace

void read(const v1::Statement& statement, LedgerItem& item) {
  item.set_state(state::v1::ITEM_STATE_KNOWN);
  item.set_document_on(checked_day(statement.document_date()));
  item.clear_due_on();
  if (statement.due_on() != 0) {
    item.add_due_on(checked_day(statement.due_on()));
  }
  item.clear_statement_lines();
  for (const v1::StatementItem& listed : statement.items()) {
    StatementLine& line = *item.add_statement_lines();
    line.set_item_id(entity_id(listed.item_ref()));
    line.set_line(listed.item_ref().line());
    line.set_currency(listed.amount().currency());
    line.set_amount_minor(checked_minor(listed.amount()));
  }
}

void take_back(LedgerItem& statement, AccountBook& book) {
  for (StatementLine& line : *statement.mutable_statement_lines()) {
    hand_over(statement, line, -line.shared_minor(), book);
    line.clear_shared_minor();
    if (due_together(statement) != kNoDay) {
      set_due(statement, kNoDay, book.item(line.item_id()));
    }
  }
}

void share(LedgerItem& statement, AccountBook& book) {
  if (statement.statement_lines().empty()) {
    return;
  }
  std::int64_t pool = -moved_in(statement, statement.statement_lines(0).currency());
  const bool paid = pool > 0;
  for (StatementLine& line : *statement.mutable_statement_lines()) {
    if (paid && line.amount_minor() < 0) {
      line.set_shared_minor(-line.amount_minor());
      pool -= line.amount_minor();
    }
  }
  for (StatementLine& line : *statement.mutable_statement_lines()) {
    if (paid && line.amount_minor() > 0) {
      const std::int64_t part = std::min(pool, line.amount_minor());
      line.set_shared_minor(-part);
      pool -= part;
    }
    hand_over(statement, line, line.shared_minor(), book);
    if (due_together(statement) != kNoDay) {
      set_due(statement, due_together(statement), book.item(line.item_id()));
    }
  }
}

}  // namespace encours::ledger
