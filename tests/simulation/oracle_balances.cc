// Balances that sources state, and what stood on their days.
#include <algorithm>
#include <deque>

#include "operators/domain/posting.h"
#include "tests/simulation/oracle_items.h"
#include "tests/simulation/oracle_parts.h"

namespace encours::simulation {
namespace {

bool is_of_books(const StatedBalance& balance, const std::string& source,
                 const std::string& company) {
  return balance.source_system == source &&
         (balance.company.empty() || company.empty() || balance.company == company);
}

// What counts from a day of its own, whatever the item says of it: what was undone or sold stood
// until then; what a statement's payment pays was open until then.
bool has_own_day(const v1::Event& event) {
  const auto& movements = event.settlement().movements();
  return event.has_invoice_cancelled() || event.has_settlement_reversed() ||
         event.has_receivable_assigned() || event.has_receivable_returned() ||
         std::any_of(movements.begin(), movements.end(), [](const v1::Movement& movement) {
           return movement.item_ref().kind() == v1::DOCUMENT_KIND_STATEMENT;
         });
}

// A list of its books is of a later day.
bool is_overtaken(const StatedBalance& balance, const Known& known, const KnownClient& client) {
  const auto overtakes = [&](const auto& list) {
    return is_of_books(balance, list.source_system(), list.seller_company()) &&
           *day_from_date(list.as_of()) > balance.as_of;
  };
  for (const v1::Event& event : known.closed_lists) {
    if (overtakes(event.open_items_list_closed())) {
      return true;
    }
  }
  return std::any_of(client.in_force.begin(), client.in_force.end(), [&](const auto& row) {
    return row.second.has_open_items_list() && overtakes(row.second.open_items_list());
  });
}

// The item as it was at the end of the day; of the states of a payment the newest is known, or
// none.
void forget_later(Day day, Item& item) {
  if (stands(item) && posted_on(item) > day) {
    item.document = nullptr;
    item.brought.clear();
  }
  std::erase_if(item.moved, [day](const Moved& moved) { return moved.day > day; });
  const auto newest = std::max_element(item.states.begin(), item.states.end());
  if (newest != item.states.end() && newest->first > day) {
    item.states.clear();
  }
}

void add_item(const Item& item, StatedBalance& balance) {
  const std::int64_t moved = moved_in(item, balance.currency);
  if (item.cancelled) {
    balance.own_unapplied -= moved;
    return;
  }
  if (!stands(item) || currency_of(item) != balance.currency) {
    return;
  }
  const bool is_receipt = item.document != nullptr && item.document->has_receipt();
  const bool came_back = is_receipt && returned_on(item) != kNoDay;
  const bool is_debit = item.ref.kind() == v1::DOCUMENT_KIND_INVOICE || came_back;
  const std::int64_t came = item.document == nullptr || came_back ? 0 : came_to(*item.document);
  const std::int64_t left = came + moved;
  if (is_debit) {
    balance.own_open += is_sold(item) ? 0 : std::max<std::int64_t>(0, left);
    balance.own_unapplied += std::max<std::int64_t>(0, -left);
  } else if (!is_receipt ||
             (item.document->receipt().purpose() != v1::RECEIPT_PURPOSE_DOWN_PAYMENT &&
              item.document->receipt().purpose() != v1::RECEIPT_PURPOSE_DEPOSIT)) {
    balance.own_unapplied -= left;
  }
}

void add_own(const Known& known, const KnownClient& client, StatedBalance& balance) {
  std::deque<v1::Event> listed;
  for (auto& [name, item] : items_of(known, client)) {
    const std::string segment = segment_of_company(known.policy, item.ref.seller_company());
    if (segment != balance.segment || item.ref.source_system() != balance.source_system ||
        (!balance.company.empty() && item.ref.seller_company() != balance.company)) {
      continue;
    }
    Item then = item;
    const ListWord word = word_of_lists(known, client, segment, item.ref);
    const bool by_list = !stands(then) && !then.cancelled && word.was_named;
    if (by_list) {
      then.document = &listed.emplace_back(word.document);
    }
    forget_later(balance.as_of, then);
    if (stands(then)) {
      hear_lists(word, listed, then);
    }
    add_item(then, balance);
  }
}

// The newest balance of each of the client's books and currencies.
std::map<std::string, StatedBalance> newest_of(const Known& known, const KnownClient& client) {
  std::map<std::string, StatedBalance> newest;
  for (const auto& [entity, event] : client.in_force) {
    if (!event.has_balance_asserted()) {
      continue;
    }
    const v1::BalanceAsserted& asserted = event.balance_asserted();
    StatedBalance balance;
    balance.segment = asserted.seller_company().empty()
                          ? "main"
                          : segment_of_company(known.policy, asserted.seller_company());
    balance.source_system = asserted.source_system();
    balance.company = asserted.seller_company();
    balance.currency = asserted.open().currency();
    balance.as_of = *day_from_date(asserted.as_of());
    balance.open = minor_of(asserted.open());
    balance.unapplied = minor_of(asserted.unapplied());
    StatedBalance& held =
        newest[balance.source_system + "\n" + balance.company + "\n" + balance.currency];
    if (held.as_of < balance.as_of) {
      held = balance;
    }
  }
  return newest;
}

}  // namespace

std::vector<StatedBalance> balances_of(std::span<const v1::Event> events) {
  const Known known = known_from(events);
  std::vector<StatedBalance> balances;
  for (const auto& [client_id, client] : known.clients) {
    for (auto& [name, balance] : newest_of(known, client)) {
      balance.client_id = client_id;
      balance.is_overtaken = is_overtaken(balance, known, client);
      const std::string& id = client_id;
      const Day as_of = balance.as_of;
      balance.is_known = std::none_of(events.begin(), events.end(), [&](const v1::Event& event) {
        return event.client_id() == id && has_own_day(event) && posting_day(event) > as_of;
      });
      add_own(known, client, balance);
      balances.push_back(balance);
    }
  }
  return balances;
}

}  // namespace encours::simulation
