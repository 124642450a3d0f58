// The ledger on a stage, and what it comes to as text. For the tests of the ledger.
#pragma once

#include <string>

#include <gtest/gtest.h>

#include "operators/client/checked.h"
#include "operators/client/ledger/ledger.h"
#include "tests/operators/events.h"
#include "tests/operators/stage.h"

namespace encours::test {
inline const AccountKey kMain{std::string(kClient), "main"};

using LedgerStage = Stage<StageIntake, Ledger>;

// The totals of an account, without what is zero: "EUR open 60.00 parked -40.00".
inline std::string totals_of(LedgerStage& stage, const AccountKey& account = kMain) {
  std::string text;
  for (const state::v1::LedgerTotals& totals : ledger::head_of(stage.rows(), account).totals()) {
    const Currency currency = checked_currency(totals.currency());
    text.append(text.empty() ? "" : "; ").append(totals.currency());
    const auto add = [&](const char* name, std::int64_t minor) {
      if (minor != 0) {
        text.append(" ").append(name).append(" ").append(format_minor(currency, minor));
      }
    };
    add("open", totals.open_items_minor());
    add("disputed", totals.disputed_minor());
    add("receipts", totals.unapplied_receipts_minor());
    add("credits", totals.unapplied_credits_minor());
    add("parked", totals.parked_minor());
    add("over", totals.over_allocated_minor());
  }
  return text;
}

// Feeds every line; all of them must be accepted.
inline void feed(LedgerStage& stage, std::string_view text) {
  for (const v1::Event& event : events_of(text)) {
    const Verdict verdict = stage.feed(event);
    ASSERT_TRUE(verdict.accepted()) << event.event_id() << ": " << verdict.detail;
  }
}

}  // namespace encours::test
