// Every metric there is, once: name, type, labels, meaning. What is served on /metrics, what
// `encours metrics` prints, and what the boards and rules of dashboards/ may name all go by this
// table; tests/metrics compares them.
//
// Names have base units and, for counters, _total; adding up all series of one name must mean
// something. Labels take few values: a topic, a partition, a currency, a segment (kSegmentsMax of
// credit_sums.h), a code of a closed list. A client is never one. A metric is never renamed.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace encours::metrics {

enum class Metric : std::uint8_t {
  // Events on their way.
  kEvents,
  kEventAge,
  kProcessing,
  kCommit,
  kTransactions,
  kOutputs,
  kDeadLetters,
  kLagRecords,
  kLagSeconds,
  kLastEvent,
  kDay,
  // The worker and what it keeps.
  kLastTurn,
  kRebalances,
  kPoisoned,
  kRefolded,
  kRestoreRemaining,
  kOffsetMismatches,
  kStoresSetAside,
  kStandbyBehind,
  kHashDifferences,
  kSnapshotsRestored,
  kFlushes,
  kStoreLag,
  kStoreWritten,
  kStateBytes,
  kCacheBytes,
  kRowReads,
  kBuild,
  // Credit.
  kFiguresComplete,
  kExposure,
  kOpenItems,
  kDisputed,
  kUnappliedCash,
  kUnappliedCredits,
  kOrders,
  kLimits,
  kAccounts,
  kAccountsOnHold,
  kHolds,
  kDecisions,
  kAlerts,
  kOpenCauses,
  kOpenCases,
};

enum class MetricType : std::uint8_t { kCounter, kGauge, kHistogram };

struct MetricRow {
  Metric metric;
  std::string_view name;
  MetricType type;
  std::array<std::string_view, 3> labels;  // empty ones at the end
  std::string_view help;
  std::span<const double> bounds = {};  // of a histogram

  constexpr std::size_t label_count() const {
    std::size_t count = 0;
    while (count < labels.size() && !labels[count].empty())
      ++count;
    return count;
  }
};

// In the order of Metric.
std::span<const MetricRow> catalogue();
const MetricRow& row_of(Metric metric);

// "counter", "gauge", "histogram".
std::string_view type_word(MetricType type);

}  // namespace encours::metrics
