#include "operators/client/orders/order_index.h"

#include <algorithm>
#include <tuple>

#include "operators/domain/assert.h"

namespace encours::orders {
namespace {

using state::v1::OrderIndexHead;
using state::v1::OrderIndexPage;

bool same_place(const OrderPlace& a, const OrderPlace& b) {
  return !comes_before(a, b) && !comes_before(b, a);
}

// Opens a gap at `at` in a repeated field by moving its last element there.
void move_last_to(auto& list, int at) {
  for (int i = list.size() - 1; i > at; --i) {
    list.SwapElements(i, i - 1);
  }
}

int lower_bound(const OrderIndexPage& page, const OrderPlace& place) {
  const auto& places = page.places();
  return static_cast<int>(std::lower_bound(places.begin(), places.end(), place, comes_before) -
                          places.begin());
}

}  // namespace

bool comes_before(const OrderPlace& a, const OrderPlace& b) {
  return std::make_tuple(a.rank(), a.day(), std::string_view(a.id())) <
         std::make_tuple(b.rank(), b.day(), std::string_view(b.id()));
}

int OrderIndex::page_for(const OrderIndexHead& head, const OrderPlace& place) {
  const auto& pages = head.pages();
  const auto after = std::upper_bound(
      pages.begin(), pages.end(), place,
      [](const auto& key, const auto& entry) { return comes_before(key, entry.from()); });
  // What comes before all pages stands on the first.
  return std::max(0, static_cast<int>(after - pages.begin()) - 1);
}

AccountPageKey OrderIndex::key_of(const OrderIndexHead& head, int at) const {
  return {account_, head.pages(at).page()};
}

void OrderIndex::want_first(Wishes& wishes, const Heads& heads, const Pages& pages,
                            const AccountKey& account) {
  wishes.want(heads, account);
  if (const OrderIndexHead* head = wishes.wanted(heads, account); head != nullptr) {
    wishes.want(pages, AccountPageKey{account, head->pages(0).page()});
  }
}

void OrderIndex::insert(const OrderPlace& place) {
  const OrderIndexHead* head = rows_.find(heads_, account_);
  if (head == nullptr) {
    OrderIndexHead& first = rows_.edit(heads_, account_);
    *first.add_pages()->mutable_from() = place;
    first.set_next_page(1);
    head = &first;
  }
  const int at = page_for(*head, place);
  OrderIndexPage& page = rows_.edit(pages_, key_of(*head, at));
  const int position = lower_bound(page, place);
  ENCOURS_ASSERT(position == page.places_size() || !same_place(page.places(position), place),
                 "an order has one place in an index");
  *page.add_places() = place;
  move_last_to(*page.mutable_places(), position);
  if (page.places_size() > kPlacesPerPageMax) {
    split(at);
  }
}

void OrderIndex::erase(const OrderPlace& place) {
  const OrderIndexHead* head = rows_.find(heads_, account_);
  ENCOURS_ASSERT(head != nullptr, "an index with a place has a head");
  const int at = page_for(*head, place);
  const AccountPageKey key = key_of(*head, at);
  OrderIndexPage& page = rows_.edit(pages_, key);
  const int position = lower_bound(page, place);
  ENCOURS_ASSERT(position < page.places_size() && same_place(page.places(position), place),
                 "the order has a place in the index");
  page.mutable_places()->DeleteSubrange(position, 1);
  if (!page.places().empty()) {
    return;
  }
  rows_.erase(pages_, key);
  if (head->pages_size() == 1) {
    rows_.erase(heads_, account_);
  } else {
    rows_.edit(heads_, account_).mutable_pages()->DeleteSubrange(at, 1);
  }
}

void OrderIndex::split(int at) {
  OrderIndexHead& head = rows_.edit(heads_, account_);
  OrderIndexPage& full = rows_.edit(pages_, key_of(head, at));
  const int kept = full.places_size() / 2;
  state::v1::OrderIndexEntry& entry = *head.add_pages();
  entry.set_page(head.next_page());
  *entry.mutable_from() = full.places(kept);
  head.set_next_page(head.next_page() + 1);
  OrderIndexPage& added = rows_.edit(pages_, AccountPageKey{account_, entry.page()});
  for (int i = kept; i < full.places_size(); ++i) {
    *added.add_places() = full.places(i);
  }
  full.mutable_places()->DeleteSubrange(kept, full.places_size() - kept);
  move_last_to(*head.mutable_pages(), at + 1);
}

std::optional<OrderPlace> OrderIndex::first() const {
  const OrderIndexHead* head = rows_.find(heads_, account_);
  if (head == nullptr) {
    return std::nullopt;
  }
  const OrderIndexPage* page = rows_.find(pages_, key_of(*head, 0));
  ENCOURS_ASSERT(page != nullptr && !page->places().empty(), "no page of an index is empty");
  return page->places(0);
}

std::optional<OrderPlace> OrderIndex::first_after(const OrderPlace& place) const {
  const OrderIndexHead* head = rows_.find(heads_, account_);
  if (head == nullptr) {
    return std::nullopt;
  }
  for (int at = page_for(*head, place); at < head->pages_size(); ++at) {
    const OrderIndexPage* page = rows_.find(pages_, key_of(*head, at));
    ENCOURS_ASSERT(page != nullptr, "the head names pages that are there");
    const auto& places = page->places();
    const auto next = std::upper_bound(places.begin(), places.end(), place, comes_before);
    if (next != places.end()) {
      return *next;
    }
  }
  return std::nullopt;
}

}  // namespace encours::orders
