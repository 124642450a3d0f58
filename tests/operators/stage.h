// A stage on which a few operators run as they do in the engine: step by step, refused steps
// undone, days turned, owners woken on the days they asked for. For unit tests of operators;
// stories run the real engine instead.
//
//   Stage<StageIntake, Ledger> stage;
//   stage.turn_day(*parse_day("2024-05-01"));
//   EXPECT_TRUE(stage.feed(event).accepted());
#pragma once

#include <map>
#include <string>
#include <utility>

#include "operators/client/findings.h"
#include "operators/pipeline.h"
#include "tests/operators/memory_rows.h"

namespace encours::test {

// The part of intake that others depend on: it keeps the policy and says which accounts the day
// turned for.
struct StageIntake {
  static constexpr std::string_view kName = "stage_intake";
  static constexpr auto kHears = kinds(Kind::kPolicy, Kind::kOwnerDue);
  static constexpr auto kSays = kinds(Kind::kAccountTurned);
  static constexpr auto kTables = tables(kPolicy, kFindings);

  static void wants(const Heard& /*heard*/, Wishes& wishes) { wishes.want(kPolicy, ShardKey{}); }

  static Verdict apply(const Heard& heard, Rows& rows, Emit& emit) {
    if (heard.kind() == Kind::kPolicy) {
      rows.edit(kPolicy, ShardKey{}) = heard.event().policy();
      return accept();
    }
    const std::string client(heard.input().owner);
    emit.say(AccountTurned{{client, "main"}});
    for (const v1::SegmentOfCompany& row : policy_in_force(rows).segments()) {
      emit.say(AccountTurned{{client, row.segment()}});
    }
    return accept();
  }
};

template <class... Operators>
class Stage {
 public:
  // Runs one step with the event; what it said stands in emit() until the next step.
  Verdict feed(const v1::Event& event) {
    Input input;
    input.kind = static_cast<Kind>(event.body_case());
    input.event = &event;
    input.owner = event.client_id();
    input.content_hash = content_hash(event);
    return run(input);
  }

  // Opens a day, then brings up every owner that asked for it by then, in the order of the days
  // they asked for.
  void turn_day(Day day) {
    day_ = day;
    std::map<std::pair<Day, std::string>, int> due;
    for (const auto& [slot, wanted] : wakes_) {
      if (wanted != kNoDay && wanted <= day) {
        due[{wanted, slot.first}] = 1;
      }
    }
    woken_ = !due.empty();
    for (const auto& [owner, unused] : due) {
      const bool accepted = bring_up(owner.second).accepted();
      ENCOURS_ASSERT(accepted, "no operator refuses the turn of a day");
    }
  }

  // Whether anybody was brought up by the last turn_day().
  bool woken() const { return woken_; }

  // The step by which the engine brings one client up to the day or to a new policy.
  Verdict bring_up(const std::string& client) {
    const v1::Event tick;
    Input input;
    input.kind = Kind::kOwnerDue;
    input.event = &tick;
    input.owner = client;
    std::erase_if(wakes_, [&](const auto& wish) {
      return wish.first.first == client && wish.second <= day_;
    });
    return run(input);
  }

  // The step by which the engine lets one client go on at a beat.
  Verdict beat(const std::string& client) {
    const v1::Event tick;
    Input input;
    input.kind = Kind::kOwnerBeat;
    input.event = &tick;
    input.owner = client;
    return run(input);
  }

  // What operators read as the time within the day.
  void set_instant_us(std::int64_t instant_us) { instant_us_ = instant_us; }

  MemoryRows& rows() { return rows_; }
  const MemoryEmit& emit() const { return emit_; }
  Day day() const { return day_; }

  // The day an owner asked for under a slot, kNoDay if none.
  Day wake_of(const std::string& owner, const std::string& slot) const {
    const auto found = wakes_.find({owner, slot});
    return found == wakes_.end() ? kNoDay : found->second;
  }

  std::uint64_t facts_hash() const { return rows_.facts_hash(pipeline_.tables()); }
  std::map<std::string, std::string> facts() const { return rows_.facts(pipeline_.tables()); }

  // Rows that the last step read without a wish for them.
  std::size_t reads_not_wished() const { return reads_not_wished_; }
  // Rows that the last step changed.
  std::size_t rows_changed() const { return rows_.changed(); }

 private:
  // Of the body alone, as the engine reckons it.
  static std::uint64_t content_hash(v1::Event event) {
    event.clear_event_id();
    event.clear_revision();
    const std::string bytes = event.SerializeAsString();
    return XXH3_64bits(bytes.data(), bytes.size());
  }

  Verdict run(Input input) {
    input.day = day_;
    input.instant_us = instant_us_;
    FoldScope fold;
    MemoryWishes wishes(rows_);
    do {
      pipeline_.wants(input, wishes);
    } while (wishes.read_round());
    rows_.begin_step();
    emit_ = MemoryEmit();
    const Verdict verdict = pipeline_.run(input, rows_, emit_);
    reads_not_wished_ = 0;
    for (const std::string& key : rows_.read()) {
      reads_not_wished_ += wishes.keys().contains(key) ? 0U : 1U;
    }
    if (!verdict.accepted()) {
      rows_.undo();
      return verdict;
    }
    for (const auto& [slot, day] : emit_.wakes()) {
      wakes_[{std::string(input.owner), slot}] = day;
    }
    return verdict;
  }

  Pipeline<Operators...> pipeline_;
  MemoryRows rows_;
  MemoryEmit emit_;
  Day day_ = kNoDay;
  std::int64_t instant_us_ = 0;
  std::map<std::pair<std::string, std::string>, Day> wakes_;
  std::size_t reads_not_wished_ = 0;
  bool woken_ = false;
};

}  // namespace encours::test
