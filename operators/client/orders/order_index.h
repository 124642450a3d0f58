// An order of orders: which one is judged next, which approval ends first, among ten thousand. Used
// by the order book.
//
// Two levels: a head row that knows where each page begins, and pages of sorted places. Adding,
// removing and stepping on cost a search in the head and one page; the head changes only when a
// page is split or emptied.
#pragma once

#include <optional>

#include "encours/state/v1/orders.pb.h"
#include "operators/rows.h"

namespace encours::orders {

using state::v1::OrderPlace;

// Places of one page: about 4 KB.
inline constexpr int kPlacesPerPageMax = 64;

// By rank, then day, then id.
bool comes_before(const OrderPlace& a, const OrderPlace& b);

class OrderIndex {
 public:
  using Heads = Table<AccountKey, state::v1::OrderIndexHead>;
  using Pages = Table<AccountPageKey, state::v1::OrderIndexPage>;

  // `account` must outlive the index.
  OrderIndex(Rows& rows, const Heads& heads, const Pages& pages, const AccountKey& account)
      : rows_(rows), heads_(heads), pages_(pages), account_(account) {}

  // Wishes for what first() reads.
  static void want_first(Wishes& wishes, const Heads& heads, const Pages& pages,
                         const AccountKey& account);

  // The place must not be there yet; it must be there.
  void insert(const OrderPlace& place);
  void erase(const OrderPlace& place);

  std::optional<OrderPlace> first() const;
  std::optional<OrderPlace> first_after(const OrderPlace& place) const;

 private:
  // Which of the head's pages holds the place, or would.
  static int page_for(const state::v1::OrderIndexHead& head, const OrderPlace& place);
  AccountPageKey key_of(const state::v1::OrderIndexHead& head, int at) const;
  void split(int at);

  Rows& rows_;
  const Heads& heads_;
  const Pages& pages_;
  const AccountKey& account_;
};

}  // namespace encours::orders
