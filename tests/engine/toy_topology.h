// A topology small enough to be checked by eye, for tests of the engine: it counts invoices by
// client, says each count, and does on purpose what real operators do rarely: refuse after a
// change, fail an assertion, wait for days and beats.
#pragma once

#include <string>

#include "encours/state/v1/shard.pb.h"
#include "operators/pipeline.h"

namespace encours::toy {

// Counts under the client, in a row that any message with a number could be.
inline constexpr Table<OwnerKey, state::v1::Clock> kCount{200, "count", Content::kFacts};
inline constexpr std::string_view kOutputTopic = "credit.alerts";

inline constexpr std::string_view kRefused = "REFUSED";
inline constexpr std::string_view kBroken = "BROKEN";
inline constexpr std::string_view kWaits = "WAITS";
inline constexpr std::string_view kBeats = "BEATS";

struct Counter {
  static constexpr std::string_view kName = "counter";
  static constexpr auto kHears =
      kinds(Kind::kInvoice, Kind::kPolicy, Kind::kOwnerDue, Kind::kOwnerBeat);
  static constexpr auto kSays = std::array<Kind, 0>{};
  static constexpr auto kTables = tables(kCount);

  static void wants(const Heard& heard, Wishes& wishes) {
    wishes.want(kCount, OwnerKey{heard.input().owner});
  }

  static Verdict apply(const Heard& heard, Rows& rows, Emit& emit) {
    if (heard.kind() == Kind::kPolicy) {
      emit.wake_all();
      return accept();
    }
    const std::string_view owner = heard.input().owner;
    auto& count = rows.edit(kCount, OwnerKey{owner});
    switch (heard.kind()) {
      case Kind::kOwnerDue:
        count.set_day_turn(count.day_turn() + 1);
        break;
      case Kind::kOwnerBeat:
        count.set_beat_turn(count.beat_turn() + 1);
        break;
      default:
        return count_invoice(heard, count, emit);
    }
    say(owner, count, emit);
    return accept();
  }

 private:
  static Verdict count_invoice(const Heard& heard, state::v1::Clock& count, Emit& emit) {
    const std::string& number = heard.event().invoice().ref().number();
    count.set_instant_us(count.instant_us() + 1);
    say(heard.input().owner, count, emit);
    if (number == kWaits) {
      emit.wake("toy", heard.input().day + 3);
    }
    if (number == kBeats) {
      emit.wake_at_beat();
    }
    ENCOURS_ASSERT(number != kBroken, "the toy does not break");
    return number == kRefused ? refuse(RejectReason::kBadReference, "the toy refuses") : accept();
  }

  static void say(std::string_view owner, const state::v1::Clock& count, Emit& emit) {
    v1::Case said;
    *said.mutable_origin() = emit.origin(kName, owner);
    said.mutable_account()->set_client_id(std::string(owner));
    said.set_opened_on(static_cast<int>(count.instant_us()));
    emit.send(kOutputTopic, owner, said);
  }
};

inline const Topology& topology() {
  static const Pipeline<Counter> kTopology;
  return kTopology;
}

// An invoice of a client, as bytes of an event.
inline std::string invoice(std::string_view client, std::string_view number) {
  v1::Event event;
  event.set_event_id("event/" + std::string(client) + "/" + std::string(number));
  event.set_client_id(std::string(client));
  event.mutable_invoice()->mutable_ref()->set_number(std::string(number));
  return event.SerializeAsString();
}

inline std::string day_turned(int yyyymmdd) {
  v1::Event event;
  event.set_event_id("day/" + std::to_string(yyyymmdd));
  event.mutable_day_turned()->set_day(yyyymmdd);
  return event.SerializeAsString();
}

inline std::string beat(std::int64_t seconds) {
  v1::Event event;
  event.set_event_id("beat/" + std::to_string(seconds));
  event.mutable_beat()->mutable_at()->set_seconds(seconds);
  return event.SerializeAsString();
}

inline std::string policy() {
  v1::Event event;
  event.set_event_id("policy/1");
  event.mutable_policy()->set_version("1");
  return event.SerializeAsString();
}

}  // namespace encours::toy
