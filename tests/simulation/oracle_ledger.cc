#include <algorithm>
#include <cstdlib>
#include <deque>
#include <set>

#include "tests/simulation/oracle_items.h"
#include "tests/simulation/oracle_parts.h"

namespace encours::simulation {
namespace {

// What the client owes by the item, in its own currency.
void add_claim(const Item& item, std::vector<Line> lines, const std::vector<Dispute>& disputes,
               Day today, Figures& figures, std::int64_t& clean_overdue) {
  const std::string currency = currency_of(item);
  figures.unapplied_credits += pay_lines(item, currency, lines);
  contest_lines(disputes, currency, lines);
  for (const Line& line : lines) {
    if (is_sold(item)) {
      figures.assigned += line.open;
    } else {
      add_line(line, today, figures, clean_overdue);
    }
  }
}

// Money or a credit note, in its own currency.
void add_credit(const Item& item, const Known& known, const std::string& company_order,
                Figures& figures, Account& account) {
  const std::string currency = currency_of(item);
  std::int64_t came = 0;
  v1::Receipt receipt;
  if (item.document != nullptr && item.document->has_credit_note()) {
    came = minor_of(item.document->credit_note().gross());
  } else if (item.document != nullptr) {
    receipt = item.document->receipt();
    came = minor_of(receipt.amount());
  }
  figures.credits += came;
  const std::int64_t left = came - moved_in(item, currency);
  if (item.ref.kind() == v1::DOCUMENT_KIND_CREDIT_NOTE) {
    figures.unapplied_credits += left;
    return;
  }
  if (receipt.purpose() == v1::RECEIPT_PURPOSE_DOWN_PAYMENT) {
    figures.advances += left;
    account.advances[{company_order, currency}] += left;
  } else if (receipt.purpose() == v1::RECEIPT_PURPOSE_DEPOSIT) {
    figures.deposits += left;
  } else {
    figures.unapplied_receipts += left;
  }
  if (item.document != nullptr && is_at_risk(receipt, known.policy, known.today)) {
    figures.at_risk += came;
  }
}

bool is_estimated(const Item& item) {
  return item.document != nullptr &&
         (item.document->invoice().estimated() || item.document->credit_note().estimated());
}

void add_document(const Items& items, const Item& item, const Known& known, Account& account,
                  std::int64_t& clean_overdue) {
  Figures& figures = account.figures[currency_of(item)];
  const Figures before = figures;
  const bool payment = item.document != nullptr && item.document->has_receipt();
  const Day returned = payment ? returned_on(item) : kNoDay;
  if (item.ref.kind() == v1::DOCUMENT_KIND_INVOICE) {
    figures.debits += item.document == nullptr ? 0 : came_to(*item.document);
    add_claim(item, claim_lines(items, item), disputes_of(items, item), known.today, figures,
              clean_overdue);
  } else if (returned != kNoDay) {
    add_claim(item, {{returned, kNoDay, 0, 0, 0}}, item.disputes, known.today, figures,
              clean_overdue);
  } else {
    const std::string order = payment && item.document->receipt().has_order_ref()
                                  ? name_of(item.document->receipt().order_ref())
                                  : "";
    add_credit(item, known, order, figures, account);
  }
  const bool counts = figures.open_items != before.open_items ||
                      figures.unapplied_credits != before.unapplied_credits;
  figures.estimated = figures.estimated || (is_estimated(item) && counts);
}

}  // namespace

void add_ledger(const Known& known, const std::string& client_id, const KnownClient& client,
                Accounts& accounts) {
  Items items = items_of(known, client);
  std::map<std::pair<std::string, std::string>, std::int64_t> clean_overdue;  // segment, currency
  std::deque<v1::Event> listed;
  for (auto& [name, item] : items) {
    const std::string segment = segment_of_company(known.policy, item.ref.seller_company());
    hear_lists(word_of_lists(known, client, segment, item.ref), listed, item);
  }
  for (const auto& [name, item] : items) {
    const std::string segment = segment_of_company(known.policy, item.ref.seller_company());
    Account& account = accounts[{client_id, segment}];
    const std::string own = stands(item) ? currency_of(item) : "";
    std::set<std::string> others;
    for (const Moved& moved : item.moved) {
      account.figures[moved.currency].moved += moved.minor;
      if (moved.currency != own) {
        others.insert(moved.currency);
      }
    }
    if (stands(item)) {
      add_document(items, item, known, account, clean_overdue[{segment, own}]);
    }
    for (const std::string& currency : others) {
      Figures& figures = account.figures[currency];
      const std::int64_t sum = moved_in(item, currency);
      if (item.cancelled) {
        figures.unapplied_credits -= sum;
      } else {
        figures.parked += sum;
        figures.parked_gross += std::abs(sum);
      }
    }
  }
  for (const auto& [place, clean] : clean_overdue) {
    Figures& figures = accounts[{client_id, place.first}].figures[place.second];
    const std::int64_t on_account =
        std::max<std::int64_t>(0, figures.unapplied_receipts + figures.unapplied_credits);
    figures.overdue_net = std::max<std::int64_t>(0, clean - on_account);
  }
}

}  // namespace encours::simulation
