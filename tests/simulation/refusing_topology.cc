#include "tests/simulation/refusing_topology.h"

#include <fmt/format.h>

#include "operators/client/ageing/ageing.h"
#include "operators/client/alerts/alerts.h"
#include "operators/client/digest/digest.h"
#include "operators/client/exposure/exposure.h"
#include "operators/client/intake/intake.h"
#include "operators/client/ledger/ledger.h"
#include "operators/client/limits/limits.h"
#include "operators/client/orders/orders.h"
#include "operators/client/publish/publish.h"
#include "operators/client/utilisation/utilisation.h"
#include "operators/pipeline.h"

namespace encours::simulation {
namespace {

constexpr std::string_view kMark = ", refused at ";

template <int Place>
struct RefuseAt {
  static constexpr std::string_view kName = "refuse";
  static constexpr auto kHears = kinds(
      Kind::kClient, Kind::kCreditLimitSet, Kind::kInvoice, Kind::kInvoiceCancelled,
      Kind::kCreditNote, Kind::kReceipt, Kind::kSettlement, Kind::kSettlementReversed,
      Kind::kDisputeOpened, Kind::kDisputeChanged, Kind::kDisputeClosed, Kind::kOpenItemsList,
      Kind::kBalanceAsserted, Kind::kWriteOff, Kind::kReceiptStateChanged, Kind::kDueDateExtended,
      Kind::kReceivableAssigned, Kind::kReceivableReturned, Kind::kRecovery, Kind::kStatement,
      Kind::kTransferOut, Kind::kTransferIn, Kind::kOrderPlaced, Kind::kOrderChanged,
      Kind::kOrderCancelled, Kind::kOrderClosed, Kind::kOrderReopened, Kind::kDelivery,
      Kind::kGoodsReturned, Kind::kHumanDecision, Kind::kErpAcknowledgement);
  static constexpr auto kSays = kinds();
  static constexpr auto kTables = tables();

  static void wants(const Heard& /*heard*/, Wishes& /*wishes*/) {}

  static Verdict apply(const Heard& heard, Rows& /*rows*/, Emit& /*emit*/) {
    const bool asked = heard.event().event_id().ends_with(fmt::format("{}{}", kMark, Place));
    return asked ? refuse(RejectReason::kBadReference, "the simulation asked for it") : accept();
  }
};

// Puts a refusing row behind each operator.
template <int Place, class Done, class... Left>
struct Interleave;

template <int Place, class... Done>
struct Interleave<Place, std::tuple<Done...>> {
  using Type = Pipeline<Done...>;
  static constexpr int kPlaces = Place;
};

template <int Place, class... Done, class First, class... Rest>
struct Interleave<Place, std::tuple<Done...>, First, Rest...>
    : Interleave<Place + 1, std::tuple<Done..., First, RefuseAt<Place>>, Rest...> {};

template <class... Operators>
struct List {
  using Plain = Pipeline<Operators...>;
  using Refusing = Interleave<0, std::tuple<>, Operators...>;
};

using ClientLog =
    List<Intake, Ledger, Exposure, Ageing, Limits, Orders, Utilisation, Alerts, Digest, Publish>;

}  // namespace

int refusal_places() {
  return ClientLog::Refusing::kPlaces;
}

std::string refused_at(const std::string& event_id, int place) {
  return fmt::format("{}{}{}", event_id, kMark, place);
}

const Topology& refusing_topology() {
  static const ClientLog::Refusing::Type kTopology;
  return kTopology;
}

std::string describe_without_refusals() {
  return ClientLog::Plain().describe();
}

}  // namespace encours::simulation
