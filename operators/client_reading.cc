#include "operators/client_reading.h"

#include <algorithm>
#include <tuple>

#include "operators/client/accounts.h"
#include "operators/client/findings.h"
#include "operators/client/ledger/item.h"
#include "operators/client/ledger/ledger.h"
#include "operators/client/ledger/timers.h"
#include "operators/client/ledger/tables.h"
#include "operators/client/orders/book.h"
#include "operators/domain/entity.h"

namespace encours {

std::vector<AccountKey> accounts_of(Rows& rows, std::string_view client_id) {
  std::vector<AccountKey> accounts;
  for (const std::string& segment : segments_of(rows, client_id)) {
    accounts.push_back({std::string(client_id), segment});
  }
  return accounts;
}

std::vector<OpenItem> open_items_of(Rows& rows, const AccountKey& account) {
  std::vector<OpenItem> open;
  const ledger::ItemSet items(rows, ledger::kLedgerItems, account);
  const state::v1::LedgerHead* head = rows.find(ledger::kLedger, account);
  if (head == nullptr) {
    return open;
  }
  const state::v1::LedgerHead& sizes = *head;
  const ledger::Borders borders(sizes);
  const auto runs = [&borders](ledger::Timer timer, Day from) { return borders.runs(timer, from); };
  items.for_each(sizes.items(), [&](const state::v1::LedgerItem& item) {
    const ledger::ItemFigures figures = ledger::figures_of(item, runs);
    for (const ledger::OpenLine& line : figures.lines) {
      open.push_back({document_ref(item.id()), figures.currency, item.posted_on(), line.due_on,
                      line.open_minor, line.disputed_minor});
    }
  });
  std::sort(open.begin(), open.end(), [](const OpenItem& a, const OpenItem& b) {
    return std::tie(a.currency, a.due_on, a.ref.number()) <
           std::tie(b.currency, b.due_on, b.ref.number());
  });
  return open;
}

std::vector<state::v1::BookedOrder> orders_of(Rows& rows, const AccountKey& account) {
  std::vector<state::v1::BookedOrder> booked;
  const orders::OrderSet orders(rows, kOrderPages, account);
  const state::v1::OrderBook* book = rows.find(kOrderBook, account);
  if (book == nullptr) {
    return booked;
  }
  orders.for_each(book->orders(),
                  [&booked](const state::v1::BookedOrder& order) { booked.push_back(order); });
  std::sort(booked.begin(), booked.end(), [](const auto& a, const auto& b) {
    return std::forward_as_tuple(a.placed_on(), a.id()) <
           std::forward_as_tuple(b.placed_on(), b.id());
  });
  return booked;
}

std::vector<v1::Cause> causes_of(Rows& rows, const AccountKey& account) {
  std::vector<v1::Cause> causes;
  const state::v1::Findings* findings = rows.find(kFindings, account);
  if (findings == nullptr) {
    return causes;
  }
  for (const state::v1::FindingsSlot& slot : findings->slots()) {
    causes.insert(causes.end(), slot.causes().begin(), slot.causes().end());
  }
  std::sort(causes.begin(), causes.end(), [](const v1::Cause& a, const v1::Cause& b) {
    return std::forward_as_tuple(a.rule(), a.subject()) <
           std::forward_as_tuple(b.rule(), b.subject());
  });
  return causes;
}

}  // namespace encours
