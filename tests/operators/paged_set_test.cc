// A paged set finds what was put into it, and its rows are a function of what it holds, whatever
// the order of puts and removals that led there. Shown against a std::map, by seeded random walks.
#include "operators/domain/paged_set.h"

#include <algorithm>
#include <array>
#include <map>
#include <random>

#include <gtest/gtest.h>

#include "encours/v1/outputs.pb.h"
#include "tests/operators/memory_rows.h"

namespace encours::test {
namespace {

// Any message whose field 1 is a string named id will do as an entry.
using Entry = v1::Origin;
using Entries = PagedSet<Entry, OwnerPageKey, std::string>;

constexpr Table<OwnerPageKey, state::v1::Page> kEntryPages{200, "entry_pages", Content::kFacts};
constexpr auto kEntryTables = tables(kEntryPages);
const std::string kOwner = "client-1";

Entry entry_of(int number, const std::string& text) {
  Entry entry;
  entry.set_id(
      "erp\x1f"
      "1000\x1f"
      "1\x1f" +
      std::to_string(number));
  entry.set_causation_id(text);
  return entry;
}

std::string id_of(int number) {
  return entry_of(number, "").id();
}

// A set in memory beside the map that it must agree with.
struct Walk {
  MemoryRows rows;
  Entries set{rows, kEntryPages, kOwner};
  state::v1::SetSize size;
  std::map<std::string, std::string> model;

  void put(int number, const std::string& text) {
    set.put(size, entry_of(number, text));
    model[id_of(number)] = text;
  }
  void erase(int number) {
    EXPECT_EQ(set.erase(size, id_of(number)), model.erase(id_of(number)) == 1);
  }
  void expect_agreement() {
    EXPECT_EQ(size.count(), model.size());
    std::map<std::string, std::string> held;
    std::uint64_t bytes = 0;
    set.for_each(size, [&](const Entry& entry) { held[entry.id()] = entry.causation_id(); });
    for (std::uint32_t page = 0; page < page_count(size); ++page) {
      const auto* row = rows.find(kEntryPages, OwnerPageKey{kOwner, page});
      bytes += row == nullptr ? 0 : row->entries().size();
    }
    EXPECT_EQ(held, model);
    EXPECT_EQ(size.bytes(), bytes);
    for (const auto& [id, text] : model) {
      Entry found;
      ASSERT_TRUE(set.find(size, id, found)) << id;
      EXPECT_EQ(found.causation_id(), text);
    }
  }
};

TEST(PagedSet, an_empty_set_has_one_page_and_no_rows) {
  Walk walk;
  Entry entry;
  EXPECT_EQ(page_count(walk.size), 1U);
  EXPECT_FALSE(walk.set.find(walk.size, id_of(1), entry));
  EXPECT_FALSE(walk.set.erase(walk.size, id_of(1)));
  walk.put(1, "one");
  walk.erase(1);
  EXPECT_EQ(walk.rows.size(), 0U);
  EXPECT_EQ(walk.size.bytes(), 0U);
}

TEST(PagedSet, it_agrees_with_a_map_through_growth_and_shrinking) {
  std::mt19937 random(20240501);
  Walk walk;
  // Mostly puts, then mostly removals, so that pages are split and merged again.
  for (const int put_percent : {90, 50, 10, 70, 0}) {
    for (int i = 0; i < 3000; ++i) {
      const int number = static_cast<int>(random() % 1500);
      if (static_cast<int>(random() % 100) < put_percent) {
        walk.put(number, std::string(random() % 300, 'x'));
      } else {
        walk.erase(number);
      }
    }
    walk.expect_agreement();
  }
  EXPECT_LT(walk.size.count(), 1500U);
}

TEST(PagedSet, equal_sets_have_equal_rows_however_they_came_about) {
  constexpr int kEntries = 800;
  std::vector<int> order(kEntries);
  for (int i = 0; i < kEntries; ++i) {
    order[static_cast<std::size_t>(i)] = i;
  }
  Walk straight;
  for (const int number : order) {
    straight.put(number, "final " + std::to_string(number));
  }
  for (const unsigned seed : {1U, 2U, 3U}) {
    std::mt19937 random(seed);
    std::shuffle(order.begin(), order.end(), random);
    Walk detour;
    for (const int number : order) {
      detour.put(number + 10'000, std::string(900, 'y'));  // grows far beyond, and is removed again
      detour.put(number, "draft");
      detour.put(number, "final " + std::to_string(number));
    }
    std::shuffle(order.begin(), order.end(), random);
    for (const int number : order) {
      detour.erase(number + 10'000);
    }
    EXPECT_EQ(detour.rows.facts(kEntryTables), straight.rows.facts(kEntryTables)) << seed;
    EXPECT_EQ(detour.size.SerializeAsString(), straight.size.SerializeAsString());
  }
}

TEST(PagedSet, an_entry_costs_few_pages_whatever_the_size_of_the_set) {
  Walk walk;
  std::size_t most_changed = 0;
  for (int i = 0; i < 50'000; ++i) {
    walk.rows.begin_step();
    walk.set.put(walk.size, entry_of(i, std::string(40, 'z')));
    most_changed = std::max(most_changed, walk.rows.changed());
  }
  EXPECT_LE(most_changed, 3U);  // its own page, the page split, the page added
  EXPECT_GT(page_count(walk.size), 1500U);
  EXPECT_LT(walk.rows.largest_row_bytes(), 3 * 2 * kPageBytesMean);
}

TEST(PagedSet, wishes_name_every_page_that_a_usual_put_touches_but_the_one_added) {
  Walk walk;
  for (int i = 0; i < 5'000; ++i) {
    MemoryWishes wishes(walk.rows);
    Entries::want(wishes, kEntryPages, kOwner, walk.size, id_of(i));
    wishes.read_round();
    walk.rows.begin_step();
    const std::uint32_t pages_before = page_count(walk.size);
    walk.set.put(walk.size, entry_of(i, std::string(40, 'z')));
    std::size_t unwished = 0;
    for (const std::string& key : walk.rows.read()) {
      unwished += wishes.keys().contains(key) ? 0U : 1U;
    }
    EXPECT_LE(unwished, page_count(walk.size) - pages_before);
  }
}

TEST(PagedSet, an_entry_larger_than_many_pages_is_held_and_gives_its_pages_back) {
  Walk walk;
  for (int i = 0; i < 100; ++i) {
    walk.put(i, "small");
  }
  const std::uint32_t pages_before = page_count(walk.size);
  walk.put(1000, std::string(300'000, 'l'));
  walk.expect_agreement();
  EXPECT_GT(page_count(walk.size), 140U);
  walk.erase(1000);
  walk.expect_agreement();
  EXPECT_EQ(page_count(walk.size), pages_before);
}

// hash mod 4 over 3 pages: pages 0 and 2 come from a split of page 0, page 1 waits for its own.
TEST(PagedSet, pages_are_split_in_turn) {
  struct Row {
    std::uint64_t hash;
    std::uint32_t pages;
    std::uint32_t page;
  };
  constexpr std::array kRows{
      Row{7, 1, 0}, Row{7, 2, 1}, Row{7, 3, 1}, Row{7, 4, 3},
      Row{6, 2, 0}, Row{6, 3, 2}, Row{6, 5, 2}, Row{6, 7, 6},
  };
  for (const Row& row : kRows) {
    EXPECT_EQ(page_of(row.hash, row.pages), row.page) << row.hash << " over " << row.pages;
  }
  EXPECT_EQ(page_split_from(2), 0U);
  EXPECT_EQ(page_split_from(3), 1U);
  EXPECT_EQ(page_split_from(7), 3U);
}

TEST(PagedSet, a_page_that_is_no_list_of_entries_is_a_failed_assertion) {
  FoldScope fold;
  EXPECT_THROW(page_entry_at("\x12\x01x", 0), AssertionFailed);
  EXPECT_THROW(page_entry_at("\x0a\x7fx", 0), AssertionFailed);
  EXPECT_THROW(page_entry_at("\x0a", 0), AssertionFailed);
}

// Parts of a set as it was, gone through while it grows and shrinks, see each entry of then once.
TEST(PagedSet, parts_hold_each_entry_once_whatever_the_set_becomes) {
  for (const int now : {20, 300, 1'000}) {
    Walk walk;
    for (int number = 0; number < 300; ++number) {
      walk.put(number, std::string(100, 'x'));
    }
    const std::uint32_t pages = page_count(walk.size);
    for (int number = 300; number < now; ++number) {
      walk.put(number, std::string(100, 'x'));
    }
    for (int number = now; number < 300; ++number) {
      walk.erase(number);
    }
    std::map<std::string, int> seen;
    for (std::uint32_t first = 0; first < pages; first += 3) {
      walk.set.for_each_in_part(walk.size, pages, first, std::min(first + 3, pages),
                                [&](const Entry& entry) { ++seen[entry.id()]; });
    }
    EXPECT_EQ(seen.size(), walk.model.size());
    for (const auto& [id, times] : seen) {
      EXPECT_EQ(times, 1) << id;
    }
  }
}

}  // namespace
}  // namespace encours::test
