// What RowTable promises: a row that was put in is found by its key and one that was taken out is
// not, however the rows have pushed each other about; tried beside a map.
#include "src/engine/row_table.h"

#include <map>
#include <memory>
#include <random>
#include <string>

#include <gtest/gtest.h>

namespace encours {
namespace {

struct Named {
  std::string name;
  std::string_view key() const { return name; }
};

TEST(RowTableTest, AgreesWithAMapWhileRowsComeAndGo) {
  constexpr int kNames = 3'000;
  constexpr int kChanges = 100'000;
  RowTable<Named> table;
  std::map<std::string, std::unique_ptr<Named>> rows;
  std::mt19937 random(1);
  for (int change = 0; change < kChanges; ++change) {
    const std::string name = "client " + std::to_string(random() % kNames);
    const auto held = rows.find(name);
    Named* found = table.find(name);
    ASSERT_EQ(found, held == rows.end() ? nullptr : held->second.get()) << name;
    if (found == nullptr) {
      const auto added = rows.emplace(name, std::make_unique<Named>(Named{name})).first;
      table.insert(*added->second);
    } else {
      table.erase(*found);
      rows.erase(held);
    }
    ASSERT_EQ(table.size(), rows.size());
  }
  for (const auto& [name, row] : rows) {
    EXPECT_EQ(table.find(name), row.get());
  }
}

TEST(RowTableTest, HoldsNothingOnceCleared) {
  RowTable<Named> table;
  Named row{"a"};
  table.insert(row);
  table.clear();
  EXPECT_EQ(table.size(), 0U);
  EXPECT_EQ(table.find("a"), nullptr);
  table.insert(row);
  EXPECT_EQ(table.find("a"), &row);
}

}  // namespace
}  // namespace encours
