// The wiring of the client log, and the names that operators, metrics and dead letters go by. The
// golden text is compared as a whole: a change of it is meant, or it is a mistake.
//
//   ENCOURS_REGENERATE=1 build/dev/tests/operators/topology_test      writes it anew
#include "operators/topology.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "operators/pipeline.h"
#include "tests/operators/memory_rows.h"

namespace encours {
namespace {

constexpr const char* kGolden = "tests/operators/topology.golden";

TEST(Topology, its_text_is_the_golden_one) {
  const std::string text = client_topology().describe();
  if (std::getenv("ENCOURS_REGENERATE") != nullptr) {
    std::ofstream(kGolden) << text;
    GTEST_SKIP() << kGolden << " was written anew";
  }
  std::ifstream file(kGolden);
  std::ostringstream golden;
  golden << file.rdbuf();
  EXPECT_EQ(text, golden.str()) << "if this is meant: ENCOURS_REGENERATE=1 and look at the diff";
}

TEST(Topology, tables_have_numbers_and_names_of_their_own) {
  std::set<std::string_view> names;
  int last = 0;
  for (const TableInfo& table : client_topology().tables()) {
    EXPECT_GT(table.id, last) << table.name;
    EXPECT_TRUE(names.insert(table.name).second) << table.name;
    EXPECT_FALSE(table.prototype().GetTypeName().empty());
    last = table.id;
  }
}

// An input's name is the name of its field in the contract, so that people find it there.
TEST(Topology, kinds_are_named_as_in_the_contract) {
  for (int number = 1; number < 1000; ++number) {
    const auto* field = v1::Event::descriptor()->FindFieldByNumber(number);
    const bool heard = client_topology().hears(static_cast<Kind>(number));
    if (heard) {
      ASSERT_NE(field, nullptr) << number;
      EXPECT_EQ(kind_name(static_cast<Kind>(number)), field->name());
    }
  }
  EXPECT_TRUE(client_topology().hears(Kind::kInvoice));
  EXPECT_FALSE(client_topology().hears(Kind::kSweep)) << "sweeps are the engine's";
  EXPECT_EQ(kind_name(Kind::kOpenItemChanged), "open_item_changed");
}

TEST(Topology, every_reason_has_a_code) {
  std::set<std::string_view> codes;
  for (int reason = 0; reason <= static_cast<int>(RejectReason::kBadDecision); ++reason) {
    const std::string_view code = reason_code(static_cast<RejectReason>(reason));
    EXPECT_TRUE(codes.insert(code).second) << code;
  }
  EXPECT_EQ(reason_code(RejectReason::kUnbalancedSettlement), "UNBALANCED_SETTLEMENT");
}

// An event that an operator sets aside is not heard below, what the operator said of it is.
struct Above {
  static constexpr std::string_view kName = "above";
  static constexpr auto kHears = kinds(Kind::kInvoice);
  static constexpr auto kSays = kinds(Kind::kFindings);
  static constexpr std::array<TableInfo, 0> kTables{};
  static void wants(const Heard& /*heard*/, Wishes& /*wishes*/) {}
  static Verdict apply(const Heard& /*heard*/, Rows& /*rows*/, Emit& emit) {
    emit.say(FindingsChanged{});
    return set_aside();
  }
};

struct Below {
  static constexpr std::string_view kName = "below";
  static constexpr auto kHears = kinds(Kind::kInvoice, Kind::kFindings);
  static constexpr auto kSays = kinds(Kind::kExposureChanged);
  static constexpr std::array<TableInfo, 0> kTables{};
  static void wants(const Heard& /*heard*/, Wishes& /*wishes*/) {}
  static Verdict apply(const Heard& heard, Rows& /*rows*/, Emit& emit) {
    EXPECT_EQ(heard.kind(), Kind::kFindings);
    emit.say(ExposureChanged{});
    return accept();
  }
};

TEST(Pipeline, what_is_set_aside_goes_no_further) {
  const Pipeline<Above, Below> pipeline;
  test::MemoryRows rows;
  test::MemoryEmit emit;
  v1::Event event;
  event.mutable_invoice();
  Input input;
  input.kind = Kind::kInvoice;
  input.event = &event;
  EXPECT_TRUE(pipeline.run(input, rows, emit).accepted());
  EXPECT_EQ(emit.said<FindingsChanged>().size(), 1U);
  EXPECT_EQ(emit.said<ExposureChanged>().size(), 1U) << "heard once, and not the invoice";
}

}  // namespace
}  // namespace encours
