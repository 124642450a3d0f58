// What an operator is: a rule, not a program. It hears inputs and signals, reads and changes rows,
// says signals to the rows below it, and sends outputs to the world. No clock, I/O, threads,
// randomness, floats, logging.
//
//   struct Limits {
//     static constexpr std::string_view kName = "limits";
//     static constexpr auto kHears = kinds(Kind::kCreditLimitSet, Kind::kAccountTurned);
//     static constexpr auto kSays = kinds(Kind::kLimitInForce, Kind::kFindings);
//     static constexpr auto kTables = tables(kLimit);         // nobody else writes them
//     static void wants(const Heard& heard, Wishes& wishes);  // rows to read ahead, or too few
//     static Verdict apply(const Heard& heard, Rows& rows, Emit& emit);
//   };
//
// apply runs once for the input if the operator hears its kind, then once for each signal said
// earlier in the step that it hears, in the order they were said. Refuse first, change last; a
// refusal undoes the whole step.
#pragma once

#include <array>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "encours/v1/event.pb.h"
#include "encours/v1/outputs.pb.h"
#include "operators/client/signals.h"
#include "operators/domain/assert.h"
#include "operators/domain/day.h"
#include "operators/kind.h"
#include "operators/rows.h"
#include "operators/verdict.h"

namespace encours {

// The input of a step, decoded and checked by the engine for key and partition.
struct Input {
  Kind kind = Kind::kNone;
  const v1::Event* event =
      nullptr;  // the event of the log; for kOwnerDue and kOwnerBeat the tick that led to it
  std::string_view
      owner;  // the client (company, group) it is about; empty on broadcast and shard kinds
  std::uint64_t content_hash = 0;  // XXH3-64 of the body's bytes: same hash = same content
  Day day = kNoDay;                // the shard's business day, kNoDay before the first DayTurned
  std::int64_t instant_us =
      0;  // the last Beat, microseconds since the epoch; the day's start before one
};

// What an operator is called with: the step's input, and the signal if it is called for one.
class Heard {
 public:
  explicit Heard(const Input& input) : input_(input) {}
  Heard(const Input& input, const Signal& signal) : input_(input), signal_(&signal) {}

  const Input& input() const { return input_; }
  const v1::Event& event() const { return *input_.event; }
  Kind kind() const { return signal_ == nullptr ? input_.kind : kind_of(*signal_); }

  // Whether `signal` is what is heard, so that an operator can tell the first of a step's signals
  // from the rest.
  bool is(const Signal& signal) const { return signal_ == &signal; }

  // The signal heard. Its type must be that of kind().
  template <class SignalType>
  const SignalType& as() const {
    const auto* body = signal_ == nullptr ? nullptr : std::get_if<SignalType>(signal_);
    ENCOURS_ASSERT(body != nullptr, "the signal read is the signal heard");
    return *body;
  }

 private:
  const Input& input_;
  const Signal* signal_ = nullptr;
};

// Which part of its log a shard is. For what a shard says of itself; no rule may depend on it.
struct ShardName {
  std::string_view topic;
  std::int32_t partition = 0;
};

// Where an operator speaks. The engine gives it; nothing said in a refused step is heard by
// anybody.
class Emit {
 public:
  virtual ~Emit() = default;

  // To the rows below, in this step.
  void say(Signal signal) { signals_.push_back(std::move(signal)); }

  // To the world: one record of `topic` (schemas/topics.yaml) under `key`.
  virtual void send(std::string_view topic, std::string_view key,
                    const google::protobuf::MessageLite& message) = 0;

  // The origin of an output about `subject`: its stable id, its cause, its revision. Two outputs of
  // one operator in one step must have different subjects.
  virtual v1::Origin origin(std::string_view operator_name, std::string_view subject) = 0;

  virtual ShardName shard_name() const = 0;

  // Asks for a kOwnerDue of the input's owner on `day`, which is after the shard's day; kNoDay
  // takes the wish back. `slot` tells the wishes of one owner apart ("ageing|main"); each slot
  // holds one day.
  virtual void wake(std::string_view slot, Day day) = 0;

  // Asks for a kOwnerDue of every owner of the shard, in slices: something has changed that all of
  // them are judged by.
  virtual void wake_all() = 0;

  // Asks for a kOwnerBeat of the input's owner at the next Beat.
  virtual void wake_at_beat() = 0;

  // A deque: saying one more leaves those already said where they are.
  const std::deque<Signal>& signals() const { return signals_; }

 protected:
  std::deque<Signal> signals_;
};

// Lists the tables an operator owns: static constexpr auto kTables = tables(kLimit, kHistory);
template <class... Tables>
constexpr std::array<TableInfo, sizeof...(Tables)> tables(const Tables&... list) {
  return {list.info()...};
}

}  // namespace encours
