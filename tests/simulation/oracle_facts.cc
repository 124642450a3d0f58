// Plain facts of one item, which several parts of the oracle ask for.
#include <algorithm>
#include <cstdlib>

#include "tests/simulation/oracle_items.h"

namespace encours::simulation {
namespace {

std::string currency_of_document(const v1::Event& document) {
  if (document.has_invoice()) {
    return document.invoice().gross().currency();
  }
  return document.has_credit_note() ? document.credit_note().gross().currency()
                                    : document.receipt().amount().currency();
}

Day posted_on(const v1::Event& document) {
  const std::int32_t date = document.has_invoice()       ? document.invoice().posting_date()
                            : document.has_credit_note() ? document.credit_note().posting_date()
                                                         : document.receipt().posting_date();
  return *day_from_date(date);
}

}  // namespace

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

Day posted_on(const Item& item) {
  return item.document != nullptr ? posted_on(*item.document)
                                  : item.brought.begin()->second.posted_on;
}

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
  const bool covered = word.was_named || posted_on(item) <= word.as_of;
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

}  // namespace encours::simulation
