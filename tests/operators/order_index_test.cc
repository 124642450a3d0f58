// An order index keeps thousands of places in order in small pages. Shown against a std::set by
// seeded random walks.
#include "operators/client/orders/order_index.h"

#include <random>
#include <set>
#include <tuple>

#include <gtest/gtest.h>

#include "operators/client/orders/book.h"
#include "tests/operators/memory_rows.h"

namespace encours::test {
namespace {

using orders::OrderIndex;
using orders::OrderPlace;
using Key = std::tuple<std::int64_t, std::int32_t, std::string>;

OrderPlace place_of(const Key& key) {
  OrderPlace place;
  place.set_rank(std::get<0>(key));
  place.set_day(std::get<1>(key));
  place.set_id(std::get<2>(key));
  return place;
}

Key key_of(const OrderPlace& place) {
  return {place.rank(), place.day(), place.id()};
}

struct Walk {
  MemoryRows rows;
  AccountKey account{"c-1", "main"};
  OrderIndex index{rows, kWaitingHeads, kWaitingPages, account};
  std::set<Key> model;

  void insert(const Key& key) {
    if (model.insert(key).second) {
      index.insert(place_of(key));
    }
  }
  void erase(Key key) {
    model.erase(key);
    index.erase(place_of(key));
  }
  // The whole index, step by step.
  std::vector<Key> all() const {
    std::vector<Key> keys;
    for (auto place = index.first(); place.has_value(); place = index.first_after(*place)) {
      keys.push_back(key_of(*place));
    }
    return keys;
  }
};

TEST(OrderIndex, an_empty_index_has_no_rows) {
  Walk walk;
  EXPECT_FALSE(walk.index.first().has_value());
  walk.insert({1, 2, "a"});
  walk.erase({1, 2, "a"});
  EXPECT_EQ(walk.rows.size(), 0U);
  EXPECT_FALSE(walk.index.first().has_value());
}

TEST(OrderIndex, it_agrees_with_a_set_through_growth_and_shrinking) {
  for (const unsigned seed : {1U, 2U, 3U}) {
    Walk walk;
    std::mt19937 random(seed);
    for (int step = 0; step < 6'000; ++step) {
      const bool grow = step < 4'000 ? random() % 4 != 0 : random() % 4 == 0;
      if (grow || walk.model.empty()) {
        walk.insert({static_cast<int>(random() % 5) - 2, static_cast<int>(random() % 30),
                     "O" + std::to_string(random() % 5'000)});
      } else {
        auto victim = walk.model.begin();
        std::advance(victim, random() % walk.model.size());
        walk.erase(*victim);
      }
      if (step % 500 == 0) {
        EXPECT_EQ(walk.all(), std::vector<Key>(walk.model.begin(), walk.model.end()));
      }
    }
    EXPECT_EQ(walk.all(), std::vector<Key>(walk.model.begin(), walk.model.end()));
    while (!walk.model.empty()) {
      walk.erase(*walk.model.begin());
    }
    EXPECT_EQ(walk.rows.size(), 0U);
  }
}

TEST(OrderIndex, the_next_place_is_found_from_one_that_is_gone) {
  Walk walk;
  for (int i = 0; i < 500; ++i) {
    walk.insert({i, 0, "O"});
  }
  walk.erase({100, 0, "O"});
  EXPECT_EQ(key_of(*walk.index.first_after(place_of({100, 0, "O"}))), Key(101, 0, "O"));
  EXPECT_FALSE(walk.index.first_after(place_of({499, 0, "O"})).has_value());
}

TEST(OrderIndex, a_change_touches_a_page_and_seldom_more) {
  Walk walk;
  std::mt19937 random(7);
  for (int i = 0; i < 10'000; ++i) {
    walk.insert({0, static_cast<int>(random() % 300), "O" + std::to_string(i)});
  }
  walk.rows.begin_step();
  walk.insert({0, 150, "O-new"});
  EXPECT_LE(walk.rows.changed(), 3U);
  EXPECT_LE(walk.rows.largest_row_bytes(), 12'000U);
}

}  // namespace
}  // namespace encours::test
