// The rows from intake down to alerts on a stage in memory, told a story in lines of text and
// answering in lines of text. Used by the tests of orders and utilisation.
//
//   limit L1 1000.00
//   order O1 600.00      => O1 approved
//   order O2 500.00      => O2 held: limit; hold O2 active: limit
//
// Before "=>" stands an event (desk_events.h, events.h), or "day 2024-06-02", "beat", "policy" (the
// policy as it stands now, and the client brought up to it). Behind it what is said about orders:
// each decision with its reasons, those that only propose with "?", those that are only tried out
// with "~"; each hold with its causes; a refusal by its reason. Nothing behind it, or no "=>" at
// all: nothing is said. A line that begins with "=>" goes on with the answer of the line above.
#pragma once

#include <string>
#include <string_view>

#include "operators/client/ageing/ageing.h"
#include "operators/client/alerts/alerts.h"
#include "operators/client/exposure/exposure.h"
#include "operators/client/intake/intake.h"
#include "operators/client/ledger/ledger.h"
#include "operators/client/limits/limits.h"
#include "operators/client/orders/orders.h"
#include "operators/client/utilisation/utilisation.h"
#include "tests/operators/desk_events.h"
#include "tests/operators/stage.h"

namespace encours::test {

class DeskStage {
 public:
  DeskStage();

  // The policy that "policy" puts in force; it starts without rules and is in force from the start.
  v1::Policy& policy() { return policy_; }
  // Adds a rule that enforces, "limit", "late", "value", "terms", "ended" ...
  v1::Rule& add_rule(v1::RuleKind kind, v1::RuleMode mode = v1::RULE_MODE_ENFORCE);

  // Tells a story; every line that is answered otherwise than it says is a failure.
  void tell(std::string_view story);

  // What one line is answered with.
  std::string answer(const std::string& line);

  // "approved 600.00 EUR, held 500.00 EUR"
  std::string sums();

  const AccountKey& account() const { return account_; }
  auto& stage() { return stage_; }

 private:
  std::string said();

  const AccountKey account_{std::string(kClient), "main"};
  Stage<Intake, Ledger, Exposure, Ageing, Limits, Orders, Utilisation, Alerts> stage_;
  v1::Policy policy_;
};

}  // namespace encours::test
