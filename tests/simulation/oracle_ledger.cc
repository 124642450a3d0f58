#include <algorithm>
#include <cstdlib>
#include <deque>
#include <set>

#include "tests/simulation/oracle_items.h"
#include "tests/simulation/oracle_parts.h"

namespace encours::simulation {
namespace {

std::string currency_of_document(const v1::Event& document) {
  if (document.has_invoice()) {
    return document.invoice().gross().currency();
  }
  return document.has_credit_note() ? document.credit_note().gross().currency()
                                    : document.receipt().amount().currency();
}

std::string currency_of(const Item& item) {
  return item.document != nullptr ? currency_of_document(*item.document)
                                  : item.brought.begin()->second.currency;
}

std::int64_t moved_in(const Item& item, const std::string& currency) {
  std::int64_t sum = 0;
  for (const Moved& moved : item.moved) {
    sum += moved.currency == currency ? moved.minor : 0;
  }
  return sum;
}

// What a document came to, signed: what we owe is negative. Money asked for in advance is no claim.
std::int64_t came_to(const v1::Event& document) {
  if (document.has_invoice()) {
    std::int64_t minor = minor_of(document.invoice().gross());
    for (const v1::ScheduleLine& row : document.invoice().schedule()) {
      const bool asked = row.kind() == v1::SCHEDULE_KIND_DOWN_PAYMENT_REQUEST;
      minor -= asked ? minor_of(row.amount()) : 0;
    }
    return minor;
  }
  return document.has_credit_note() ? -minor_of(document.credit_note().gross())
                                    : -minor_of(document.receipt().amount());
}

bool is_sold(const Item& item) {
  return std::any_of(item.assignments.begin(), item.assignments.end(), [](const auto& row) {
    return row.second.sold && !row.second.recourse && !row.second.returned;
  });
}

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

Day posted_on(const v1::Event& document) {
  const std::int32_t date = document.has_invoice()       ? document.invoice().posting_date()
                            : document.has_credit_note() ? document.credit_note().posting_date()
                                                         : document.receipt().posting_date();
  return *day_from_date(date);
}

// What a list changes of an item: named, it is what the list says and what came after its day;
// absent, only what raised it after that day is left, and what paid it then pays what the list
// settled. An item whose document never came is the list's.
void hear_lists(const ListWord& word, std::deque<v1::Event>& listed, Item& item) {
  if (item.cancelled) {
    return;
  }
  const bool by_list_alone = item.document == nullptr && item.brought.empty() && word.was_named;
  if (by_list_alone) {
    item.document = &listed.emplace_back(word.document);
  }
  if (!stands(item) || word.as_of == kNoDay) {
    return;
  }
  const std::string currency = currency_of(item);
  const Day posted =
      item.document != nullptr ? posted_on(*item.document) : item.brought.begin()->second.posted_on;
  const bool covered = word.was_named || posted <= word.as_of;
  if (!covered || (word.is_named && currency_of_document(word.document) != currency)) {
    return;
  }
  const bool came_back =
      item.document != nullptr && item.document->has_receipt() && returned_on(item) != kNoDay;
  std::int64_t before = item.document == nullptr || came_back ? 0 : came_to(*item.document);
  std::int64_t after = 0;
  for (const Moved& moved : item.moved) {
    if (moved.currency == currency) {
      (moved.day <= word.as_of ? before : after) += moved.minor;
    }
  }
  std::int64_t wanted = 0;  // to be open in the end
  if (word.is_named) {
    wanted = came_to(word.document) + after;
  } else if ((before > 0 && after < 0) || (before < 0 && after > 0)) {
    const bool beyond = std::abs(after) > std::abs(before);
    wanted = beyond ? before + after : 0;
  } else {
    wanted = after;
  }
  item.moved.push_back({0, currency, wanted - before - after, word.as_of});
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
