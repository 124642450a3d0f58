#include "src/metrics/catalogue.h"

#include <algorithm>

namespace encours::metrics {
namespace {

using enum MetricType;

// From a commit on a fast disk to a broker that struggles.
constexpr std::array kDurationBounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                     0.1,    0.25,  0.5,    1.0,   2.5,  10.0};
// From a live feed to a file that was dropped the day after.
constexpr std::array kAgeBounds{0.01, 0.025, 0.05, 0.1,   0.25,   0.5,    1.0,
                                2.5,  10.0,  60.0, 300.0, 3600.0, 86400.0};

constexpr std::array kCatalogue{
    MetricRow{Metric::kEvents,
              "encours_events_total",
              kCounter,
              {"topic", "partition", "outcome"},
              "Records that were committed: folded, repeat (known already) or refused (to the dead "
              "letters)."},
    MetricRow{Metric::kEventAge,
              "encours_event_age_seconds",
              kHistogram,
              {"topic"},
              "From the instant an event was logged to the commit of what followed from it.",
              kAgeBounds},
    MetricRow{Metric::kProcessing,
              "encours_processing_seconds",
              kHistogram,
              {},
              "Time spent folding the records of a transaction.",
              kDurationBounds},
    MetricRow{Metric::kCommit,
              "encours_commit_seconds",
              kHistogram,
              {},
              "Time that the commit of a transaction took.",
              kDurationBounds},
    MetricRow{Metric::kTransactions,
              "encours_transactions_total",
              kCounter,
              {"outcome"},
              "Transactions that were committed, aborted, or of unknown outcome until the log was "
              "asked."},
    MetricRow{Metric::kOutputs,
              "encours_outputs_total",
              kCounter,
              {"topic"},
              "Records said, by the topic they were said on."},
    MetricRow{Metric::kDeadLetters,
              "encours_dead_letters_total",
              kCounter,
              {"topic", "reason"},
              "Records that were refused, by their log and the reason."},
    MetricRow{
        Metric::kLagRecords,
        "encours_lag_records",
        kGauge,
        {"topic", "partition"},
        "Offsets of the log from the first record not folded yet to its end; 0 = none waits."},
    MetricRow{Metric::kLagSeconds,
              "encours_lag_seconds",
              kGauge,
              {"topic", "partition"},
              "How long the first event that is not folded yet has been waiting; 0 = none waits."},
    MetricRow{Metric::kLastEvent,
              "encours_last_event_timestamp_seconds",
              kGauge,
              {"topic"},
              "When the newest event was logged, ticks aside; the start before there is one."},
    MetricRow{Metric::kDay,
              "encours_business_day_timestamp_seconds",
              kGauge,
              {"topic", "partition"},
              "The business day of the shard, as midnight UTC of that date."},

    MetricRow{Metric::kLastTurn,
              "encours_worker_last_turn_timestamp_seconds",
              kGauge,
              {},
              "When the worker's loop turned last, as far as it was published."},
    MetricRow{Metric::kRebalances,
              "encours_rebalances_total",
              kCounter,
              {"change"},
              "Times that the group gave shards to this process (assigned) or went on without it "
              "(expelled)."},
    MetricRow{Metric::kPoisoned,
              "encours_shard_poisoned",
              kGauge,
              {"topic", "partition"},
              "1 where a mistake of ours has stopped the shard; its neighbours go on."},
    MetricRow{Metric::kRefolded,
              "encours_refolded_records_total",
              kCounter,
              {},
              "Records folded again without speaking, to bring rows up to what was committed."},
    MetricRow{Metric::kRestoreRemaining,
              "encours_restore_remaining_records",
              kGauge,
              {"topic", "partition"},
              "Records that the shard has yet to fold again before it goes on; 0 = restored."},
    MetricRow{Metric::kOffsetMismatches,
              "encours_recovery_offset_mismatches_total",
              kCounter,
              {},
              "Starts at which committed offset and position record disagreed; the position was "
              "followed."},
    MetricRow{Metric::kStoresSetAside,
              "encours_stores_set_aside_total",
              kCounter,
              {},
              "Stored rows that were not of this log and were moved out of the way."},
    MetricRow{
        Metric::kStandbyBehind,
        "encours_standby_behind_records",
        kGauge,
        {},
        "Records that a standby lacks of what its worker has folded; 0 where none stands by."},
    MetricRow{Metric::kHashDifferences,
              "encours_standby_hash_differences_total",
              kCounter,
              {},
              "Times that the rows of a standby were not its worker's, and were set aside."},
    MetricRow{Metric::kSnapshotsRestored,
              "encours_snapshots_restored_total",
              kCounter,
              {},
              "Times that a snapshot took the place of rows that were missing or not of this log."},
    MetricRow{Metric::kFlushes,
              "encours_flushes_total",
              kCounter,
              {},
              "Sets of changed rows written to the stores."},
    MetricRow{Metric::kStoreLag,
              "encours_store_lag_records",
              kGauge,
              {"topic", "partition"},
              "Records that a restart would fold again: folded, not yet in the stored rows."},
    MetricRow{Metric::kStoreWritten,
              "encours_store_written_timestamp_seconds",
              kGauge,
              {"topic", "partition"},
              "When the stored rows were last seen to move on, or to lack nothing."},
    MetricRow{Metric::kStateBytes,
              "encours_state_bytes",
              kGauge,
              {"topic", "partition"},
              "Size of the stored rows on the disk."},
    MetricRow{Metric::kCacheBytes,
              "encours_row_cache_bytes",
              kGauge,
              {"topic", "partition"},
              "Memory that rows in memory are reckoned to take."},
    MetricRow{Metric::kRowReads,
              "encours_row_reads_total",
              kCounter,
              {"topic", "partition", "kind"},
              "Rows read from the store: ahead of their events, or blocking the fold."},
    MetricRow{Metric::kBuild,
              "encours_build_info",
              kGauge,
              {"version", "commit"},
              "1, with the version and commit of the build."},

    MetricRow{Metric::kFiguresComplete,
              "encours_credit_figures_complete",
              kGauge,
              {},
              "1 once every account was read after the start; until then the amounts are absent."},
    MetricRow{Metric::kExposure,
              "encours_exposure_amount",
              kGauge,
              {"segment", "currency"},
              "Exposure of all accounts, in the currency of the documents."},
    MetricRow{Metric::kOpenItems,
              "encours_open_items_amount",
              kGauge,
              {"segment", "currency", "age"},
              "Open items by days past due: not_due, 1_30, 31_60, 61_90, over_90."},
    MetricRow{Metric::kDisputed,
              "encours_disputed_amount",
              kGauge,
              {"segment", "currency"},
              "The disputed part of the open items."},
    MetricRow{Metric::kUnappliedCash,
              "encours_unapplied_cash_amount",
              kGauge,
              {"segment", "currency"},
              "Receipts not yet applied to an item; they lower exposure."},
    MetricRow{Metric::kUnappliedCredits,
              "encours_unapplied_credits_amount",
              kGauge,
              {"segment", "currency"},
              "Credit notes not yet applied to an item."},
    MetricRow{Metric::kOrders,
              "encours_orders_amount",
              kGauge,
              {"segment", "currency", "verdict"},
              "Open orders: APPROVED ones are exposure, HELD ones are not."},
    MetricRow{Metric::kLimits,
              "encours_credit_limit_amount",
              kGauge,
              {"segment", "currency"},
              "Credit limits in force that are an amount."},
    MetricRow{Metric::kAccounts,
              "encours_accounts",
              kGauge,
              {"segment", "utilisation"},
              "Credit accounts by use of their limit: under_80, 80_to_100, over_100, no_limit."},
    MetricRow{Metric::kAccountsOnHold,
              "encours_accounts_on_hold",
              kGauge,
              {"segment"},
              "Credit accounts that are on hold as a whole."},
    MetricRow{Metric::kHolds,
              "encours_holds_total",
              kCounter,
              {"scope", "state"},
              "Holds told: on a DOCUMENT or an ACCOUNT; PROPOSED, ACTIVE or RELEASED."},
    MetricRow{Metric::kDecisions,
              "encours_order_decisions_total",
              kCounter,
              {"verdict"},
              "Decisions on orders told, by verdict."},
    MetricRow{Metric::kAlerts,
              "encours_alerts_total",
              kCounter,
              {"rule", "severity"},
              "Causes that came to an open case or grew more severe, by what the rule looks at."},
    MetricRow{Metric::kOpenCauses,
              "encours_open_causes",
              kGauge,
              {"rule", "severity"},
              "Causes of the open cases."},
    MetricRow{Metric::kOpenCases,
              "encours_open_cases",
              kGauge,
              {"severity"},
              "Open cases by their greatest severity; one account has at most one."},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kCatalogue.size(); ++i) {
    if (static_cast<std::size_t>(kCatalogue[i].metric) != i) return false;
  }
  return kCatalogue.back().metric == Metric::kOpenCases;
}

constexpr bool well_named(const MetricRow& row) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz_";
  const bool counter = row.type == kCounter;
  const bool histogram = row.type == kHistogram;
  return row.name.starts_with("encours_") &&
         row.name.find_first_not_of(kLetters) == std::string_view::npos &&
         row.name.ends_with("_total") == counter && row.help.ends_with('.') &&
         row.bounds.empty() == !histogram && (!histogram || row.name.ends_with("_seconds"));
}

static_assert(in_order(), "row_of() finds a metric by its number");
static_assert(std::all_of(kCatalogue.begin(), kCatalogue.end(), &well_named),
              "a metric breaks the rules of names");

}  // namespace

std::span<const MetricRow> catalogue() {
  return kCatalogue;
}

const MetricRow& row_of(Metric metric) {
  return kCatalogue[static_cast<std::size_t>(metric)];
}

std::string_view type_word(MetricType type) {
  return type == kCounter ? "counter" : type == kGauge ? "gauge" : "histogram";
}

}  // namespace encours::metrics
