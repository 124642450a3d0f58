// Small orders: those within the largest allowed value, summed by the day they were placed, so that
// one large order cut into several is seen without looking through the book. Used by the desk.
//
// What has shipped stays in the sums: cutting, shipping and ordering again is the same bypass. What
// is cancelled or closed before it ships leaves them.
#pragma once

#include <cstdint>

#include "encours/state/v1/orders.pb.h"
#include "operators/client/fx.h"
#include "operators/domain/day.h"

namespace encours::orders {

// Days that the sums reach back and ahead: a rule looks at a month at most, and orders may be told
// late.
inline constexpr Day kSmallOrdersDays = 62;

// Takes the order's value in, and notes it in the order. Nothing for a day out of reach.
void add_small(std::int64_t value_minor, Day today, state::v1::BookedOrder& order,
               state::v1::OrderBook& book);

// Takes it out again.
void remove_small(state::v1::BookedOrder& order, state::v1::OrderBook& book);

// Drops the days out of reach.
void forget_small(Day today, state::v1::OrderBook& book);

struct SmallSum {
  std::int64_t orders = 0;
  std::int64_t minor = 0;  // of the currency asked for
};

// The small orders placed less than `days` before or after that day, it included.
SmallSum small_around(const state::v1::OrderBook& book, const v1::Policy& policy, Day day, int days,
                      Currency into);

}  // namespace encours::orders
