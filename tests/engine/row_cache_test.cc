// What RowCache promises: undo of steps and transactions, nothing uncommitted in a frozen set, sums
// of hashes that agree with the rows, indexes in order whether an entry is in memory or in the
// store, and rows dropped and read again.
#include "src/engine/row_cache.h"

#include <map>

#include <gtest/gtest.h>

#include "src/engine/nothing_store.h"
#include "tests/engine/toy_topology.h"

namespace encours {
namespace {

// A store as plain as can be.
class MapStore final : public StateStore {
 public:
  Result<std::optional<std::string>> get(std::string_view key) override {
    const auto found = rows.find(std::string(key));
    return found == rows.end() ? std::nullopt : std::optional(found->second);
  }
  Status multi_get(std::span<const std::string> keys,
                   std::vector<std::optional<std::string>>& values) override {
    values.clear();
    for (const std::string& key : keys) {
      values.push_back(*get(key));
    }
    return {};
  }
  Status write(std::span<const RowChange> changes) override {
    for (const RowChange& change : changes) {
      if (change.value.has_value()) {
        rows[change.key] = *change.value;
      } else {
        rows.erase(change.key);
      }
    }
    return {};
  }
  std::unique_ptr<RowCursor> scan(std::string_view from, std::string_view to) override {
    return std::make_unique<Cursor>(rows.lower_bound(std::string(from)),
                                    to.empty() ? rows.end() : rows.lower_bound(std::string(to)));
  }

  std::map<std::string, std::string> rows;

 private:
  using Place = std::map<std::string, std::string>::const_iterator;
  class Cursor final : public RowCursor {
   public:
    Cursor(Place at, Place end) : at_(at), end_(end) {}
    bool valid() const override { return at_ != end_; }
    std::string_view key() const override { return at_->first; }
    std::string_view value() const override { return at_->second; }
    void next() override { ++at_; }
    Status status() const override { return {}; }

   private:
    Place at_;
    Place end_;
  };
};

constexpr std::size_t kRoomy = std::size_t{1} << 30;

class RowCacheTest : public testing::Test {
 protected:
  RowCache cache_{store_, toy::topology().tables(), kRoomy, true};

  std::int64_t count(std::string_view owner) { return count(cache_, owner); }
  static std::int64_t count(RowCache& cache, std::string_view owner) {
    const auto* row = cache.find(toy::kCount, OwnerKey{owner});
    return row == nullptr ? -1 : row->instant_us();
  }
  void set(std::string_view owner, std::int64_t value) {
    cache_.edit(toy::kCount, OwnerKey{owner}).set_instant_us(value);
  }
  void commit() {
    cache_.commit_step();
    cache_.commit_transaction();
  }
  void flush() {
    cache_.freeze();
    while (!cache_.serialise(1)) {
    }
    ASSERT_TRUE(store_.write(cache_.take()));
    cache_.written();
  }

  MapStore store_;
};

TEST_F(RowCacheTest, AnUndoneStepLeavesNoTrace) {
  set("a", 1);
  commit();
  set("a", 2);
  set("b", 2);
  cache_.erase(toy::kCount, OwnerKey{"a"});
  cache_.undo_step();
  EXPECT_EQ(count("a"), 1);
  EXPECT_EQ(count("b"), -1);
}

TEST_F(RowCacheTest, AnUndoneTransactionGoesBackBeyondItsSteps) {
  set("a", 1);
  commit();
  for (int value = 2; value < 5; ++value) {
    set("a", value);
    set("b", value);
    cache_.commit_step();
  }
  cache_.erase(toy::kCount, OwnerKey{"a"});
  cache_.undo_transaction();
  EXPECT_EQ(count("a"), 1);
  EXPECT_EQ(count("b"), -1);
}

TEST_F(RowCacheTest, AFrozenSetHoldsTheRowsAsTheyWereAtTheFreeze) {
  set("a", 1);
  set("b", 1);
  commit();
  cache_.freeze();
  const RowCache::Hashes then = cache_.hashes();
  set("a", 2);  // committed or not, it may not reach the frozen set
  EXPECT_TRUE(cache_.serialise(100));
  EXPECT_EQ(cache_.frozen_hashes().full, then.full);
  ASSERT_TRUE(store_.write(cache_.take()));
  cache_.written();
  RowCache later(store_, toy::topology().tables(), kRoomy, false);
  EXPECT_EQ(count(later, "a"), 1);
  EXPECT_EQ(count(later, "b"), 1);
  EXPECT_EQ(count("a"), 2);
}

TEST_F(RowCacheTest, EqualRowsHaveEqualHashesWhateverTheirHistory) {
  set("a", 1);
  set("b", 7);
  commit();
  flush();
  set("a", 5);
  cache_.erase(toy::kCount, OwnerKey{"b"});
  commit();

  MapStore other_store;
  RowCache other(other_store, toy::topology().tables(), kRoomy, true);
  other.edit(toy::kCount, OwnerKey{"a"}).set_instant_us(5);
  other.commit_step();
  EXPECT_EQ(cache_.hashes().full, other.hashes().full);
  EXPECT_EQ(cache_.hashes().facts, other.hashes().facts);
  EXPECT_NE(cache_.hashes().full, Hash128{});
}

TEST_F(RowCacheTest, AnIndexIsListedInOrderFromMemoryAndStoreTogether) {
  for (const std::string_view owner : {"d", "a", "c"}) {
    cache_.index_add(Index::kOwner, owner);
  }
  commit();
  flush();
  cache_.index_add(Index::kOwner, "b");
  cache_.index_remove(Index::kOwner, "c");
  cache_.commit_step();
  cache_.index_add(Index::kOwner, "e");
  cache_.undo_step();
  const auto list = [&](std::string_view from, std::size_t most) {
    return cache_.index_list(Index::kOwner, from, "", most);
  };
  EXPECT_EQ(list("", 10), (std::vector<std::string>{"a", "b", "d"}));
  EXPECT_EQ(list("b", 10), (std::vector<std::string>{"b", "d"}));
  EXPECT_EQ(list("", 2), (std::vector<std::string>{"a", "b"}));
  cache_.undo_transaction();
  EXPECT_EQ(list("", 10), (std::vector<std::string>{"a", "c", "d"}));
}

TEST_F(RowCacheTest, WhoeverKnowsAnIndexEntryChangesItWithoutARead) {
  cache_.index_add_absent(Index::kDue, "a");
  commit();
  flush();
  RowCache cold(store_, toy::topology().tables(), kRoomy, false);
  cold.set_stored_hashes(cache_.frozen_hashes());
  cold.index_remove_present(Index::kDue, "a");
  cold.index_add_absent(Index::kDue, "b");
  cold.commit_step();
  EXPECT_EQ(cold.figures().blocking_reads, 0U);
  EXPECT_EQ(cold.index_list(Index::kDue, "", "", 10), std::vector<std::string>{"b"});
  MapStore other_store;
  RowCache other(other_store, toy::topology().tables(), kRoomy, true);
  other.index_add(Index::kDue, "b");
  other.commit_step();
  EXPECT_EQ(cold.hashes().full, other.hashes().full) << "as if \"a\" had never been there";
}

TEST_F(RowCacheTest, RowsBeyondTheCapAreDroppedAndReadAgainButNeverUnwrittenOnes) {
  RowCache small(store_, toy::topology().tables(), 4'096, true);
  for (int i = 0; i < 100; ++i) {
    small.edit(toy::kCount, OwnerKey{std::to_string(i)}).set_instant_us(i + 1);
  }
  small.commit_step();
  small.commit_transaction();
  small.evict();
  EXPECT_EQ(small.figures().rows, 100U) << "the store does not have them yet";
  small.freeze();
  small.serialise(1'000);
  ASSERT_TRUE(store_.write(small.take()));
  small.written();
  small.evict();
  EXPECT_LT(small.figures().rows, 20U);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(count(small, std::to_string(i)), i + 1);
  }
}

TEST_F(RowCacheTest, WishesAreReadTogetherAndSpareBlockingReads) {
  set("a", 1);
  commit();
  flush();
  RowCache cold(store_, toy::topology().tables(), kRoomy, false);
  cold.want(toy::kCount, OwnerKey{"a"});
  cold.want(toy::kCount, OwnerKey{"absent"});
  EXPECT_TRUE(cold.read_wishes());
  EXPECT_EQ(count(cold, "a"), 1);
  EXPECT_EQ(count(cold, "absent"), -1);
  EXPECT_EQ(cold.figures().blocking_reads, 0U);
  cold.want(toy::kCount, OwnerKey{"a"});
  EXPECT_FALSE(cold.read_wishes()) << "nothing is left to wish for";
}

TEST_F(RowCacheTest, EveryRowIsVisitedOnceInKeyOrder) {
  set("b", 1);
  set("c", 1);
  commit();
  flush();
  set("a", 2);
  set("c", 2);
  cache_.erase(toy::kCount, OwnerKey{"b"});
  cache_.commit_step();
  RowCache& cache = cache_;
  std::string visited;
  cache.for_each("r", "s", [&](std::string_view key, const google::protobuf::MessageLite& row) {
    visited += std::string(key.substr(1, 1)) +
               std::to_string(static_cast<const state::v1::Clock&>(row).instant_us()) + " ";
  });
  EXPECT_EQ(visited, "a2 c2 ");
}

}  // namespace
}  // namespace encours
