// Turns a list of operators into a Topology and checks its wiring at compile time. Used by
// topology.cc alone.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <type_traits>

#include "operators/topology.h"

namespace encours {

namespace pipeline {

template <std::size_t Size>
constexpr bool contains(const std::array<Kind, Size>& list, Kind kind) {
  return std::find(list.begin(), list.end(), kind) != list.end();
}

constexpr bool is_signal(Kind kind) {
  return kind >= Kind::kAccountTurned;
}

// Whether one of the operators before `Listener` in the list says `kind`.
template <class Listener, class First, class... Rest>
constexpr bool said_above(Kind kind) {
  if constexpr (std::is_same_v<Listener, First>) {
    return false;
  } else if constexpr (sizeof...(Rest) == 0) {
    return contains(First::kSays, kind);
  } else {
    return contains(First::kSays, kind) || said_above<Listener, Rest...>(kind);
  }
}

template <class Listener, class... Operators>
constexpr bool hears_only_from_above() {
  return std::all_of(Listener::kHears.begin(), Listener::kHears.end(), [](Kind kind) {
    return !is_signal(kind) || said_above<Listener, Operators...>(kind);
  });
}

// The tables of all operators in order of their number.
template <class... Operators>
constexpr auto all_tables() {
  std::array<TableInfo, (std::size_t{0} + ... + Operators::kTables.size())> all{};
  auto out = all.begin();
  ((out = std::copy(Operators::kTables.begin(), Operators::kTables.end(), out)), ...);
  std::sort(all.begin(), all.end(),
            [](const TableInfo& a, const TableInfo& b) { return a.id < b.id; });
  return all;
}

template <class... Operators>
constexpr bool table_ids_differ() {
  const auto all = all_tables<Operators...>();
  return std::adjacent_find(all.begin(), all.end(), [](const TableInfo& a, const TableInfo& b) {
           return a.id == b.id;
         }) == all.end();
}

}  // namespace pipeline

template <class... Operators>
class Pipeline final : public Topology {
  static_assert((pipeline::hears_only_from_above<Operators, Operators...>() && ...),
                "an operator hears a signal that no operator above it says");
  static_assert(pipeline::table_ids_differ<Operators...>(), "two tables have one number");

 public:
  Verdict run(const Input& input, Rows& rows, Emit& emit) const override {
    Input passed = input;  // down the rows, until one sets it aside
    Verdict verdict = accept();
    // Stops at the first operator that does not accept.
    static_cast<void>(((verdict = run_one<Operators>(passed, rows, emit)).accepted() && ...));
    return verdict;
  }

  void wants(const Input& input, Wishes& wishes) const override {
    (wants_one<Operators>(input, wishes), ...);
  }

  bool hears(Kind kind) const override {
    return (pipeline::contains(Operators::kHears, kind) || ...);
  }

  std::span<const TableInfo> tables() const override { return kAllTables; }

  std::string describe() const override {
    std::string text;
    (describe_one<Operators>(text), ...);
    return text;
  }

 private:
  static constexpr auto kAllTables = pipeline::all_tables<Operators...>();

  // An input that the operator sets aside is of no kind from then on, so that no row below hears
  // it.
  template <class Operator>
  static Verdict run_one(Input& input, Rows& rows, Emit& emit) {
    // Only what rows above said: what this one says now is for the rows below.
    const std::size_t said_above = emit.signals().size();
    if (pipeline::contains(Operator::kHears, input.kind)) {
      const Verdict verdict = Operator::apply(Heard(input), rows, emit);
      if (verdict.outcome == Verdict::Outcome::kSetAside) {
        input.kind = Kind::kNone;
      } else if (!verdict.accepted()) {
        return verdict;
      }
    }
    for (std::size_t i = 0; i < said_above; ++i) {
      if (!pipeline::contains(Operator::kHears, kind_of(emit.signals()[i]))) {
        continue;
      }
      const Heard heard(input, emit.signals()[i]);
      if (const Verdict verdict = Operator::apply(heard, rows, emit); !verdict.accepted()) {
        return verdict;
      }
    }
    return accept();
  }

  template <class Operator>
  static void wants_one(const Input& input, Wishes& wishes) {
    Operator::wants(Heard(input), wishes);
  }

  static void append_kinds(std::string& text, std::string_view title, std::span<const Kind> list) {
    text.append("  ").append(title);
    for (const Kind kind : list) {
      text.append(" ").append(kind_name(kind));
    }
    text.append("\n");
  }

  template <class Operator>
  static void describe_one(std::string& text) {
    text.append(Operator::kName).append("\n");
    append_kinds(text, "hears", Operator::kHears);
    append_kinds(text, "says ", Operator::kSays);
    text.append("  keeps");
    for (const TableInfo& table : Operator::kTables) {
      text.append(" ").append(table.name).append("(").append(std::to_string(table.id));
      text.append(table.content == Content::kFacts ? " facts)" : " history)");
    }
    text.append("\n");
  }
};

}  // namespace encours
