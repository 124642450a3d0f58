#include "src/engine/turns.h"

#include <algorithm>

#include "operators/domain/assert.h"
#include "operators/domain/day.h"
#include "src/engine/limits.h"
#include "src/engine/step_emit.h"
#include "src/engine/timestamp.h"

namespace encours {
namespace {

using state::v1::Clock;
using state::v1::Due;
using state::v1::DueSlot;

// Tables of the engine itself; operators have the numbers below 240.
constexpr Table<ShardKey, Clock> kClock{240, "clock", Content::kHistory};
constexpr Table<OwnerKey, Due> kDue{241, "due", Content::kHistory};

constexpr std::int64_t kMicrosPerDay = std::int64_t{86'400} * 1'000'000;
// A business day begins up to 14 hours before its UTC date and ends up to 12 hours after it.
constexpr std::int64_t kMicrosBeforeDay = std::int64_t{14 * 3'600} * 1'000'000;
constexpr std::int64_t kMicrosAfterDay = std::int64_t{12 * 3'600} * 1'000'000;

std::string due_entry(Day day, std::string_view owner) {
  KeyWriter rest;
  rest.i32(day);
  return std::string(rest.key()).append(owner);
}

std::string_view owner_of_due_entry(std::string_view entry) {
  return entry.substr(4);
}

// The first day a client waits for, kNoDay if none.
Day first_day(const Due& due) {
  Day first = kNoDay;
  for (const DueSlot& slot : due.slots()) {
    if (first == kNoDay || slot.day() < first) {
      first = slot.day();
    }
  }
  return first;
}

Day day_of(const Clock& clock) {
  return clock.has_day() ? clock.day() : kNoDay;
}

void set_slot(Due& due, std::string_view slot, Day day) {
  int place = 0;
  while (place < due.slots_size() && due.slots(place).slot() < slot) {
    ++place;
  }
  const bool held = place < due.slots_size() && due.slots(place).slot() == slot;
  if (day == kNoDay) {
    if (held) {
      due.mutable_slots()->DeleteSubrange(place, 1);
    }
    return;
  }
  if (!held) {
    due.add_slots()->set_slot(std::string(slot));
    for (int i = due.slots_size() - 1; i > place; --i) {
      due.mutable_slots()->SwapElements(i, i - 1);
    }
  }
  due.mutable_slots(place)->set_day(day);
}

}  // namespace

Turns::Turns(const Topology& topology, RowCache& rows) : topology_(topology), rows_(rows) {}

const Clock& Turns::clock() {
  const Clock* clock = rows_.find(kClock, ShardKey{});
  return clock == nullptr ? Clock::default_instance() : *clock;
}

Day Turns::day() {
  return day_of(clock());
}

std::int64_t Turns::policy_turn() {
  return clock().policy_turn();
}

std::int64_t Turns::instant_us() {
  return clock().instant_us();
}
bool Turns::wants_beat() {
  return !rows_.index_list(Index::kBeat, "", "", 1).empty();
}

void Turns::want(const Decoded& input, Wishes& wishes) const {
  if (input.owner.empty()) {
    return;
  }
  wishes.want(kDue, OwnerKey{input.owner});
  Input wanted;
  wanted.kind = input.kind;
  wanted.event = &input.event;
  wanted.owner = input.owner;
  topology_.wants(wanted, wishes);
}

Verdict Turns::step(const Record& record, const Decoded& input, StepEmit& emit) {
  switch (input.kind) {
    case Kind::kDayTurned:
      return turn_day(record, input, emit);
    case Kind::kBeat:
      return beat(record, input, emit);
    case Kind::kSweep:
      return sweep(input, emit);
    default:
      break;
  }
  if (!topology_.hears(input.kind)) {
    return refuse(RejectReason::kUnsupportedKind, "no operator hears this kind yet");
  }
  return input.route == KindRoute::kKeyed ? keyed(input, emit) : broadcast(record, input, emit);
}

Verdict Turns::run(Kind kind, std::string_view owner, const v1::Event& event,
                   std::uint64_t content_hash, StepEmit& emit) {
  Input input;
  input.kind = kind;
  input.event = &event;
  input.owner = owner;
  input.content_hash = content_hash;
  const Clock& now = clock();
  input.day = day_of(now);
  input.instant_us = now.instant_us();
  emit.begin(kind, owner);
  return topology_.run(input, rows_, emit);
}

Verdict Turns::keyed(const Decoded& input, StepEmit& emit) {
  know_owner(input.owner);
  if (const Verdict verdict = bring_up(input.owner, input.event, emit); !verdict.accepted()) {
    return verdict;
  }
  return run(input.kind, input.owner, input.event, input.content_hash, emit);
}

Verdict Turns::broadcast(const Record& record, const Decoded& input, StepEmit& emit) {
  const Verdict verdict = run(input.kind, "", input.event, input.content_hash, emit);
  if (verdict.accepted()) {
    sweep_all(record, input.event, emit);
  }
  return verdict;
}

// Brings every owner up to what is new, if the step asked for it.
void Turns::sweep_all(const Record& record, const v1::Event& cause, StepEmit& emit) {
  if (!emit.wakes_all()) {
    return;
  }
  rows_.edit(kClock, ShardKey{}).set_policy_turn(record.offset + 1);
  if (!rows_.index_list(Index::kOwner, "", "", 1).empty()) {
    append_sweep(v1::SWEEP_KIND_POLICY, record.offset + 1, "", 0, cause, emit);
  }
}

// --- owners

void Turns::know_owner(std::string_view owner) {
  if (rows_.find(kDue, OwnerKey{owner}) == nullptr) {
    rows_.edit(kDue, OwnerKey{owner}).set_policy_turn(clock().policy_turn());
    rows_.index_add_absent(Index::kOwner, owner);
  }
}

void Turns::wake(std::string_view owner, std::string_view slot, Day day) {
  ENCOURS_ASSERT(!owner.empty(), "only an owner can be woken");
  const Due* held = rows_.find(kDue, OwnerKey{owner});
  ENCOURS_ASSERT(held != nullptr, "an owner is known before it is folded");
  const auto same = [&](const DueSlot& row) { return row.slot() == slot && row.day() == day; };
  const auto named = [&](const DueSlot& row) { return row.slot() == slot; };
  if (day == kNoDay ? std::none_of(held->slots().begin(), held->slots().end(), named)
                    : std::any_of(held->slots().begin(), held->slots().end(), same)) {
    return;
  }
  const Day before = first_day(*held);
  Due& due = rows_.edit(kDue, OwnerKey{owner});
  set_slot(due, slot, day);
  const Day after = first_day(due);
  if (before != after) {
    if (before != kNoDay) {
      rows_.index_remove_present(Index::kDue, due_entry(before, owner));
    }
    if (after != kNoDay) {
      rows_.index_add_absent(Index::kDue, due_entry(after, owner));
    }
  }
}

void Turns::wake_at_beat(std::string_view owner) {
  ENCOURS_ASSERT(!owner.empty(), "only an owner can wait for a beat");
  rows_.index_add(Index::kBeat, owner);
}

Verdict Turns::bring_up(std::string_view owner, const v1::Event& cause, StepEmit& emit) {
  const Due* due = rows_.find(kDue, OwnerKey{owner});
  if (due == nullptr) {
    return accept();
  }
  const Clock& now = clock();
  const Day today = day_of(now);
  const Day first = first_day(*due);
  const bool day_due = first != kNoDay && today != kNoDay && first <= today;
  if (!day_due && due->policy_turn() >= now.policy_turn()) {
    return accept();
  }
  rows_.edit(kDue, OwnerKey{owner}).set_policy_turn(now.policy_turn());
  while (day_due) {
    const auto& slots = rows_.find(kDue, OwnerKey{owner})->slots();
    const auto passed = std::find_if(slots.begin(), slots.end(),
                                     [today](const DueSlot& slot) { return slot.day() <= today; });
    if (passed == slots.end()) {
      break;
    }
    wake(owner, std::string(passed->slot()), kNoDay);
  }
  return run(Kind::kOwnerDue, owner, cause, 0, emit);
}

// Reads the rows of a slice's owners together, as is done for the records of a batch.
void Turns::read_ahead(const std::vector<std::string>& owners, Kind kind, const v1::Event& cause) {
  for (int round = 0; rows_.may_be_cold() && round < kPrefetchRoundsMax; ++round) {
    for (const std::string& owner : owners) {
      rows_.want(kDue, OwnerKey{owner});
      Input input;
      input.kind = kind;
      input.event = &cause;
      input.owner = owner;
      topology_.wants(input, rows_);
    }
    if (!rows_.read_wishes()) {
      return;
    }
  }
}

std::vector<std::string> Turns::due_owners() {
  std::vector<std::string> owners;
  if (day() != kNoDay) {
    for (const std::string& entry :
         rows_.index_list(Index::kDue, "", due_entry(day() + 1, ""), kSweepOwnersMax)) {
      owners.emplace_back(owner_of_due_entry(entry));
    }
  }
  return owners;
}

std::vector<std::string> Turns::owners_from(std::string_view cursor) {
  return rows_.index_list(Index::kOwner, cursor, "", kSweepOwnersMax);
}

// --- time

void Turns::open_day(Day day, std::int64_t turn) {
  Clock& clock = rows_.edit(kClock, ShardKey{});
  if (clock.has_day() && clock.day() >= day) {
    return;
  }
  clock.set_day(day);
  clock.set_day_turn(turn);
  clock.set_instant_us(std::max(clock.instant_us(), day * kMicrosPerDay - kMicrosBeforeDay));
}

Verdict Turns::turn_day(const Record& record, const Decoded& input, StepEmit& emit) {
  const std::optional<Day> day = day_from_date(input.event.day_turned().day());
  if (!day.has_value() || *day == kNoDay) {
    return refuse(RejectReason::kBadDate, "day_turned.day is no date");
  }
  const Day today = this->day();
  if (*day == today) {
    return repeat();
  }
  if (today != kNoDay && *day != today + 1) {
    return refuse(RejectReason::kTickNotAllowed, "a day opens only after the day before it");
  }
  open_day(*day, record.offset);
  const Verdict verdict =
      topology_.hears(Kind::kDayTurned) ? run(input.kind, "", input.event, 0, emit) : accept();
  if (!verdict.accepted()) {
    return verdict;
  }
  sweep_all(record, input.event, emit);
  if (due_owners().empty()) {
    return say_day_swept(input.event, emit);
  }
  append_sweep(v1::SWEEP_KIND_DAY, record.offset, "", 0, input.event, emit);
  return verdict;
}

Verdict Turns::say_day_swept(const v1::Event& cause, StepEmit& emit) {
  return topology_.hears(Kind::kDaySwept) ? run(Kind::kDaySwept, "", cause, 0, emit) : accept();
}

Verdict Turns::beat(const Record& record, const Decoded& input, StepEmit& emit) {
  const std::int64_t at = micros_of(input.event.beat().at());
  if (day() == kNoDay || at < day() * kMicrosPerDay - kMicrosBeforeDay ||
      at >= (day() + 1) * kMicrosPerDay + kMicrosAfterDay) {
    return refuse(RejectReason::kTickNotAllowed, "a beat lies inside the current day");
  }
  if (at <= instant_us()) {
    return repeat();
  }
  Clock& clock = rows_.edit(kClock, ShardKey{});
  clock.set_instant_us(at);
  clock.set_beat_turn(record.offset);
  if (topology_.hears(Kind::kBeat)) {
    if (const Verdict verdict = run(input.kind, "", input.event, 0, emit); !verdict.accepted()) {
      return verdict;
    }
  }
  return beat_slice(input.event, 0, emit);
}

Verdict Turns::beat_slice(const v1::Event& cause, std::int64_t slice, StepEmit& emit) {
  const std::vector<std::string> owners = rows_.index_list(Index::kBeat, "", "", kSweepOwnersMax);
  read_ahead(owners, Kind::kOwnerBeat, cause);
  for (const std::string& owner : owners) {
    rows_.index_remove(Index::kBeat, owner);
    if (const Verdict verdict = bring_up(owner, cause, emit); !verdict.accepted()) {
      return verdict;
    }
    if (const Verdict verdict = run(Kind::kOwnerBeat, owner, cause, 0, emit); !verdict.accepted()) {
      return verdict;
    }
  }
  if (wants_beat()) {
    append_sweep(v1::SWEEP_KIND_BEAT, clock().beat_turn(), "", slice, cause, emit);
  }
  return accept();
}

void Turns::append_sweep(v1::SweepKind kind, std::int64_t turn, std::string_view cursor,
                         std::int64_t slice, const v1::Event& cause, StepEmit& emit) {
  v1::Event event;
  event.set_event_id(cause.event_id());
  *event.mutable_logged_at() = cause.logged_at();
  v1::Sweep& sweep = *event.mutable_sweep();
  sweep.set_kind(kind);
  sweep.set_day(date_from_day(day()));
  sweep.set_cursor(std::string(cursor));
  sweep.set_slice(slice);
  sweep.set_turn(turn);
  emit.append_to_log(event);
}

Verdict Turns::sweep(const Decoded& input, StepEmit& emit) {
  const v1::Sweep& sweep = input.event.sweep();
  const std::int64_t turn = sweep.kind() == v1::SWEEP_KIND_DAY      ? clock().day_turn()
                            : sweep.kind() == v1::SWEEP_KIND_POLICY ? clock().policy_turn()
                                                                    : clock().beat_turn();
  if (sweep.turn() != turn) {
    return repeat();  // a newer turn has begun; its own chain covers what is left of this one
  }
  if (sweep.kind() == v1::SWEEP_KIND_BEAT) {
    return beat_slice(input.event, sweep.slice() + 1, emit);
  }
  const bool by_day = sweep.kind() == v1::SWEEP_KIND_DAY;
  const std::vector<std::string> owners = by_day ? due_owners() : owners_from(sweep.cursor());
  read_ahead(owners, Kind::kOwnerDue, input.event);
  for (const std::string& owner : owners) {
    if (const Verdict verdict = bring_up(owner, input.event, emit); !verdict.accepted()) {
      return verdict;
    }
  }
  if (owners.size() == kSweepOwnersMax) {
    // The smallest key after the last owner: the owner with a zero byte behind it.
    const std::string cursor = by_day ? std::string() : owners.back() + '\0';
    append_sweep(sweep.kind(), turn, cursor, sweep.slice() + 1, input.event, emit);
    return accept();
  }
  return by_day ? say_day_swept(input.event, emit) : accept();
}

}  // namespace encours
