#include "src/metrics/metrics_text.h"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "operators/verdict.h"
#include "src/metrics/exposition.h"
#include "src/views/codes.h"

namespace encours::metrics {
namespace {

constexpr std::array<std::string_view, 5> kAges = {"not_due", "1_30", "31_60", "61_90", "over_90"};
constexpr std::array<std::string_view, kUtilisationCount> kUtilisations = {"no_limit", "under_80",
                                                                           "80_to_100", "over_100"};

double number(std::uint64_t count) {
  return static_cast<double>(count);
}

double number(std::int64_t count) {
  return static_cast<double>(count);
}

double seconds(std::int64_t us) {
  return static_cast<double>(us) / 1e6;
}

// --- events

// A reason that has not been met yet is 0 already, so that the first one shows as an increase.
void add_dead_letters(const Snapshot& snapshot, Exposition& out) {
  std::map<std::pair<std::string, std::string>, std::uint64_t> counts = snapshot.dead_letters;
  for (const ShardNumbers& shard : snapshot.shards) {
    for (int reason = 1;; ++reason) {
      const std::string_view code = reason_code(static_cast<RejectReason>(reason));
      if (code == reason_code(RejectReason::kNone)) break;  // beyond the last
      counts[{shard.log.topic, std::string(code)}];
    }
  }
  for (const auto& [labels, count] : counts) {
    out.add(Metric::kDeadLetters, {labels.first, labels.second}, number(count));
  }
}

void add_events(const Snapshot& snapshot, Exposition& out) {
  for (const auto& [topic, numbers] : snapshot.topics) {
    out.add(Metric::kEventAge, {topic}, numbers.event_age);
    out.add(Metric::kLastEvent, {topic}, seconds(numbers.last_event_us));
  }
  out.add(Metric::kProcessing, {}, snapshot.folding);
  out.add(Metric::kCommit, {}, snapshot.committing);
  const WorkerFigures& worker = snapshot.worker;
  out.add(Metric::kTransactions, {"committed"}, number(worker.transactions));
  out.add(Metric::kTransactions, {"aborted"}, number(worker.aborted));
  out.add(Metric::kTransactions, {"unknown"}, number(worker.unknown_outcomes));
  for (const auto& [topic, count] : snapshot.outputs) {
    out.add(Metric::kOutputs, {topic}, number(count));
  }
  add_dead_letters(snapshot, out);
}

void add_shard(const ShardNumbers& shard, const Surroundings& surroundings, Exposition& out) {
  const std::string& topic = shard.log.topic;
  const std::string partition = std::to_string(shard.log.partition);
  const auto gauge = [&](Metric metric, double value) {
    out.add(metric, {topic, partition}, value);
  };
  out.add(Metric::kEvents, {topic, partition, "folded"}, number(shard.folded));
  out.add(Metric::kEvents, {topic, partition, "repeat"}, number(shard.repeats));
  out.add(Metric::kEvents, {topic, partition, "refused"}, number(shard.refused));
  gauge(Metric::kLagRecords, number(shard.lag_records));
  gauge(Metric::kLagSeconds, seconds(shard.lag_us));
  if (shard.day_us) gauge(Metric::kDay, seconds(*shard.day_us));
  gauge(Metric::kPoisoned, shard.poisoned ? 1 : 0);
  gauge(Metric::kStoreLag, number(shard.store_lag_records));
  gauge(Metric::kStoreWritten, seconds(shard.store_written_us));
  gauge(Metric::kStateBytes, number(surroundings.state_bytes(shard.log)));
  gauge(Metric::kCacheBytes, number(shard.cache.bytes));
  out.add(Metric::kRowReads, {topic, partition, "ahead"}, number(shard.cache.wished_reads));
  out.add(Metric::kRowReads, {topic, partition, "blocking"}, number(shard.cache.blocking_reads));
}

void add_worker(const Snapshot& snapshot, const Surroundings& surroundings, Exposition& out) {
  const WorkerFigures& worker = snapshot.worker;
  if (snapshot.last_turn_us != 0) {
    out.add(Metric::kLastTurn, {}, seconds(snapshot.last_turn_us));
  }
  for (const auto& [log, remaining] : snapshot.restore_remaining) {
    out.add(Metric::kRestoreRemaining, {log.topic, std::to_string(log.partition)},
            number(remaining));
  }
  out.add(Metric::kRebalances, {"assigned"}, number(worker.assignments));
  out.add(Metric::kRebalances, {"expelled"}, number(worker.expulsions));
  out.add(Metric::kRefolded, {}, number(worker.muted));
  out.add(Metric::kOffsetMismatches, {}, number(worker.recovery_offset_mismatches));
  out.add(Metric::kStoresSetAside, {}, number(worker.stores_set_aside));
  const StandbyNumbers standby = snapshot.standby.value_or(StandbyNumbers());
  out.add(Metric::kStandbyBehind, {}, number(standby.behind));
  out.add(Metric::kHashDifferences, {}, number(standby.figures.hashes_different));
  out.add(Metric::kSnapshotsRestored, {}, number(worker.snapshots_restored));
  out.add(Metric::kFlushes, {}, number(worker.flushes));
  out.add(Metric::kBuild, {surroundings.version, surroundings.commit}, 1);
}

// --- credit

// In major units: 1234.5 for 123450 cents.
double major(WideMinor minor, Currency currency) {
  return static_cast<double>(minor) / std::pow(10.0, currency.exponent());
}

void add_amounts(const std::string& segment, Currency currency, const AmountGroup& group,
                 Exposition& out) {
  const std::string_view code = currency.code();
  const auto value = [&](Amount amount) { return major(group.of(amount), currency); };
  out.add(Metric::kExposure, {segment, code}, value(Amount::kExposure));
  for (std::size_t i = 0; i < kAges.size(); ++i) {
    const auto amount = static_cast<Amount>(static_cast<std::size_t>(Amount::kNotDue) + i);
    out.add(Metric::kOpenItems, {segment, code, kAges[i]}, value(amount));
  }
  out.add(Metric::kDisputed, {segment, code}, value(Amount::kDisputed));
  out.add(Metric::kUnappliedCash, {segment, code}, value(Amount::kUnappliedCash));
  out.add(Metric::kUnappliedCredits, {segment, code}, value(Amount::kUnappliedCredits));
  out.add(Metric::kOrders, {segment, code, "APPROVED"}, value(Amount::kOrdersApproved));
  out.add(Metric::kOrders, {segment, code, "HELD"}, value(Amount::kOrdersHeld));
  out.add(Metric::kLimits, {segment, code}, value(Amount::kLimit));
}

std::string code(v1::Severity severity) {
  return views::short_code(v1::Severity_Name(severity), "SEVERITY_");
}

std::string code(v1::RuleKind kind) {
  return views::short_code(v1::RuleKind_Name(kind), "RULE_KIND_");
}

void add_state(const CreditNumbers& credit, Exposition& out) {
  for (const auto& [key, group] : credit.amounts) {
    add_amounts(key.first, key.second, group, out);
  }
  for (const auto& [segment, counts] : credit.accounts) {
    for (std::size_t i = 0; i < kUtilisations.size(); ++i) {
      out.add(Metric::kAccounts, {segment, kUtilisations[i]}, number(counts.by_utilisation[i]));
    }
    out.add(Metric::kAccountsOnHold, {segment}, number(counts.on_hold));
  }
  for (const auto& [labels, count] : credit.open_causes) {
    out.add(Metric::kOpenCauses, {code(labels.first), code(labels.second)}, number(count));
  }
  for (int severity = v1::SEVERITY_INFO; severity <= v1::SEVERITY_CRITICAL; ++severity) {
    const auto found = credit.open_cases.find(static_cast<v1::Severity>(severity));
    out.add(Metric::kOpenCases, {code(static_cast<v1::Severity>(severity))},
            found == credit.open_cases.end() ? 0.0 : number(found->second));
  }
}

// Counters of few labels are there from the start, at 0.
void add_counters(const CreditNumbers& credit, Exposition& out) {
  for (const auto scope : {v1::HOLD_SCOPE_DOCUMENT, v1::HOLD_SCOPE_ACCOUNT}) {
    for (const auto state :
         {v1::HOLD_STATE_PROPOSED, v1::HOLD_STATE_ACTIVE, v1::HOLD_STATE_RELEASED}) {
      const auto found = credit.holds.find({scope, state});
      out.add(Metric::kHolds,
              {views::short_code(v1::HoldScope_Name(scope), "HOLD_SCOPE_"),
               views::short_code(v1::HoldState_Name(state), "HOLD_STATE_")},
              found == credit.holds.end() ? 0.0 : number(found->second));
    }
  }
  for (const auto verdict :
       {v1::VERDICT_APPROVED, v1::VERDICT_HELD, v1::VERDICT_PENDING, v1::VERDICT_REJECTED}) {
    const auto found = credit.decisions.find(verdict);
    out.add(Metric::kDecisions, {views::short_code(v1::Verdict_Name(verdict), "VERDICT_")},
            found == credit.decisions.end() ? 0.0 : number(found->second));
  }
  for (const auto& [labels, count] : credit.alerts) {
    out.add(Metric::kAlerts, {code(labels.first), code(labels.second)}, number(count));
  }
}

}  // namespace

std::string metrics_text(const Snapshot& snapshot, const Surroundings& surroundings) {
  Exposition out;
  add_events(snapshot, out);
  for (const ShardNumbers& shard : snapshot.shards) {
    add_shard(shard, surroundings, out);
  }
  add_worker(snapshot, surroundings, out);
  out.add(Metric::kFiguresComplete, {}, snapshot.credit.complete ? 1 : 0);
  if (snapshot.credit.complete) add_state(snapshot.credit, out);
  add_counters(snapshot.credit, out);
  return out.text();
}

}  // namespace encours::metrics
