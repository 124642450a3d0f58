#include "schemas/topics.h"

#include <algorithm>
#include <array>
#include <concepts>

#include "encours/v1/event.pb.h"

namespace encours {
namespace {

using v1::Event;

using enum TopicKey;
using enum Cleanup;

constexpr std::array kTopics = std::to_array<Topic>({
    {"credit.events", "Event", kClient, 8, kDelete, kForever, false},
    {"credit.companies", "Event", kCompany, 8, kDelete, kForever, false},
    {"credit.groups", "Event", kGroup, 8, kDelete, kForever, false},
    {"credit.events.dlq", "Rejected", kInput, 8, kDelete, 30, false},
    {"credit.companies.dlq", "Rejected", kInput, 8, kDelete, 30, false},
    {"credit.groups.dlq", "Rejected", kInput, 8, kDelete, 30, false},
    {"credit.alerts", "Case", kClientSegment, 8, kDelete, kForever, false},
    {"credit.holds", "Hold", kClientSegment, 8, kDelete, kForever, false},
    {"credit.order-decisions", "OrderDecision", kClientSegment, 8, kDelete, 400, false},
    {"credit.exposures", "ExposureSheet", kClientSegment, 8, kCompact, kForever, false},
    {"credit.order-heartbeats", "OrderHeartbeat", kShard, 8, kCompact, kForever, false},
    {"credit.breakers", "BreakerTripped", kShard, 8, kDelete, 400, false},
    {"credit.digests", "DigestPart", kPortfolio, 8, kDelete, 400, false},
    {"credit.positions", "Position", kShard, 8, kCompact, kForever, false},
    {"credit.feed-cursors", "FeedCursor", kFeed, 8, kCompact, kForever, false},
    {"credit.workers", "WorkerReport", kOrdinal, 8, kCompact, kForever, false},
    {"credit.watchlist", "WatchlistNotification", kClientSegment, 8, kCompact, kForever, true},
    {"credit.reminders", "Reminder", kClientSegment, 8, kDelete, 400, true},
    {"credit.claim-statements", "ClaimStatement", kClientSegment, 8, kDelete, kForever, true},
    {"credit.group-states", "GroupState", kGroup, 8, kCompact, kForever, true},
    {"credit.references", "Reference", kReference, 8, kCompact, kForever, true},
});

constexpr std::uint8_t bit(Log log) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(log));
}

constexpr KindBinding keyed(int kind, Log log) {
  return {kind, KindRoute::kKeyed, bit(log)};
}

template <std::same_as<Log>... Logs>
constexpr KindBinding broadcast(int kind, Logs... logs) {
  return {kind, KindRoute::kBroadcast, static_cast<std::uint8_t>((bit(logs) | ...))};
}

// Every log has days, beats and sweeps of its own.
constexpr KindBinding shard(int kind) {
  return {kind, KindRoute::kShard, bit(Log::kEvents) | bit(Log::kCompanies) | bit(Log::kGroups)};
}

constexpr std::array kKinds = std::to_array<KindBinding>({
    keyed(Event::kClient, Log::kEvents),
    keyed(Event::kClientStatusChanged, Log::kEvents),
    keyed(Event::kContactReference, Log::kEvents),
    keyed(Event::kClientMerged, Log::kEvents),
    keyed(Event::kTransferOut, Log::kEvents),
    keyed(Event::kTransferIn, Log::kEvents),
    keyed(Event::kCreditLimitSet, Log::kEvents),
    broadcast(Event::kInsurancePolicy, Log::kEvents),
    keyed(Event::kInsurerDecision, Log::kEvents),
    keyed(Event::kGuarantee, Log::kEvents),
    keyed(Event::kInvoice, Log::kEvents),
    keyed(Event::kInvoiceCancelled, Log::kEvents),
    keyed(Event::kCreditNote, Log::kEvents),
    keyed(Event::kReceipt, Log::kEvents),
    keyed(Event::kReceiptStateChanged, Log::kEvents),
    keyed(Event::kSettlement, Log::kEvents),
    keyed(Event::kSettlementReversed, Log::kEvents),
    keyed(Event::kDueDateExtended, Log::kEvents),
    keyed(Event::kPromise, Log::kEvents),
    keyed(Event::kInstalmentPlan, Log::kEvents),
    keyed(Event::kReceivableAssigned, Log::kEvents),
    keyed(Event::kReceivableReturned, Log::kEvents),
    keyed(Event::kDisputeOpened, Log::kEvents),
    keyed(Event::kDisputeChanged, Log::kEvents),
    keyed(Event::kDisputeClosed, Log::kEvents),
    keyed(Event::kStatement, Log::kEvents),
    keyed(Event::kOpenItemsList, Log::kEvents),
    broadcast(Event::kOpenItemsListClosed, Log::kEvents),
    keyed(Event::kBalanceAsserted, Log::kEvents),
    broadcast(Event::kFeedCompleteThrough, Log::kEvents),
    broadcast(Event::kPeriodClosed, Log::kEvents),
    keyed(Event::kOrderPlaced, Log::kEvents),
    keyed(Event::kOrderChanged, Log::kEvents),
    keyed(Event::kOrderCancelled, Log::kEvents),
    keyed(Event::kOrderClosed, Log::kEvents),
    keyed(Event::kOrderReopened, Log::kEvents),
    keyed(Event::kDelivery, Log::kEvents),
    keyed(Event::kGoodsReturned, Log::kEvents),
    keyed(Event::kLegalNotice, Log::kCompanies),
    broadcast(Event::kUnregisteredNotice, Log::kCompanies),
    keyed(Event::kClientRegistered, Log::kCompanies),
    keyed(Event::kNoticeMatched, Log::kEvents),
    keyed(Event::kMatchDecision, Log::kCompanies),
    keyed(Event::kAgencyScore, Log::kEvents),
    keyed(Event::kFinancialStatement, Log::kEvents),
    keyed(Event::kDunningLevelReached, Log::kEvents),
    keyed(Event::kReminderSent, Log::kEvents),
    keyed(Event::kReminderFailed, Log::kEvents),
    keyed(Event::kActivity, Log::kEvents),
    keyed(Event::kCollectionCase, Log::kEvents),
    keyed(Event::kWriteOff, Log::kEvents),
    keyed(Event::kRecovery, Log::kEvents),
    keyed(Event::kDocumentLink, Log::kEvents),
    keyed(Event::kHumanDecision, Log::kEvents),
    keyed(Event::kErpAcknowledgement, Log::kEvents),
    keyed(Event::kGroupMembership, Log::kEvents),
    keyed(Event::kMemberState, Log::kGroups),
    keyed(Event::kGroupState, Log::kEvents),
    keyed(Event::kReservationRequest, Log::kGroups),
    keyed(Event::kReservationAnswer, Log::kEvents),
    broadcast(Event::kBreakerTripped, Log::kEvents),
    broadcast(Event::kFxTable, Log::kEvents, Log::kGroups),
    broadcast(Event::kPolicy, Log::kEvents, Log::kCompanies, Log::kGroups),
    broadcast(Event::kRateTable, Log::kEvents),
    shard(Event::kDayTurned),
    shard(Event::kBeat),
    shard(Event::kSweep),
    shard(Event::kFoldVersionRaised),
});

// find_kind() runs for every event: one look at an index instead of a search. 0 = no kind.
constexpr int kKindMax = kKinds.back().kind;
constexpr auto kIndex = [] {
  std::array<std::uint8_t, kKindMax + 1> index{};
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    index.at(static_cast<std::size_t>(kKinds[i].kind)) = static_cast<std::uint8_t>(i + 1);
  }
  return index;
}();

static_assert(std::ranges::is_sorted(kKinds, std::ranges::less_equal{}, &KindBinding::kind));
static_assert(kKinds.size() < 256, "the index holds one byte a kind");

}  // namespace

std::span<const Topic> topics() {
  return kTopics;
}

const Topic* find_topic(std::string_view name) {
  const auto* found = std::ranges::find(kTopics, name, &Topic::name);
  return found == kTopics.end() ? nullptr : found;
}

std::string_view topic_of(Log log) {
  return kTopics.at(static_cast<std::size_t>(log)).name;
}

std::string_view dead_letters_of(Log log) {
  return kTopics.at(static_cast<std::size_t>(log) + kLogCount).name;
}

std::span<const KindBinding> kind_bindings() {
  return kKinds;
}

const KindBinding* find_kind(int kind) {
  if (kind < 0 || kind > kKindMax) {
    return nullptr;
  }
  const std::size_t place = kIndex.at(static_cast<std::size_t>(kind));
  return place == 0 ? nullptr : &kKinds.at(place - 1);
}

std::optional<Log> log_of(int kind) {
  const KindBinding* binding = find_kind(kind);
  if (binding == nullptr || binding->route != KindRoute::kKeyed) {
    return std::nullopt;
  }
  return binding->on(Log::kEvents)      ? Log::kEvents
         : binding->on(Log::kCompanies) ? Log::kCompanies
                                        : Log::kGroups;
}

std::string broadcast_key(int partition) {
  return "~all/" + std::to_string(partition);
}

std::string shard_key(int partition) {
  return "~shard/" + std::to_string(partition);
}

std::string client_segment_key(std::string_view client_id, std::string_view segment) {
  std::string key;
  key.reserve(client_id.size() + 1 + segment.size());
  key.append(client_id).append("|").append(segment);
  return key;
}

std::string position_key(std::string_view topic, int partition) {
  return std::string(topic).append("/").append(std::to_string(partition));
}

std::string worker_key(int ordinal, bool is_standby) {
  return std::to_string(ordinal).append(is_standby ? "/standby" : "");
}

}  // namespace encours
