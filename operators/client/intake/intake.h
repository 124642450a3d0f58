// Intake: the first row. Refuses nonsense, ignores repeats, keeps the policy and who the clients
// are. Every row below relies on what it lets through.
#pragma once

#include "operators/client/accounts.h"
#include "operators/client/findings.h"
#include "operators/client/intake/rates.h"
#include "operators/client/intake/seen.h"
#include "operators/client/marks.h"
#include "operators/operator.h"

namespace encours {

struct Intake {
  static constexpr std::string_view kName = "intake";
  static constexpr auto kHears = kinds(
      Kind::kClient, Kind::kCreditLimitSet, Kind::kInvoice, Kind::kInvoiceCancelled,
      Kind::kCreditNote, Kind::kReceipt, Kind::kSettlement, Kind::kSettlementReversed,
      Kind::kDisputeOpened, Kind::kDisputeChanged, Kind::kDisputeClosed, Kind::kWriteOff,
      Kind::kReceiptStateChanged, Kind::kDueDateExtended, Kind::kReceivableAssigned,
      Kind::kReceivableReturned, Kind::kRecovery, Kind::kStatement, Kind::kTransferOut,
      Kind::kTransferIn, Kind::kOpenItemsList, Kind::kOpenItemsListClosed, Kind::kBalanceAsserted,
      Kind::kOrderPlaced, Kind::kOrderChanged, Kind::kOrderCancelled, Kind::kOrderClosed,
      Kind::kOrderReopened, Kind::kDelivery, Kind::kGoodsReturned, Kind::kHumanDecision,
      Kind::kErpAcknowledgement, Kind::kBreakerTripped, Kind::kPolicy, Kind::kFxTable,
      Kind::kFeedCompleteThrough, Kind::kPeriodClosed, Kind::kDayTurned, Kind::kOwnerDue);
  static constexpr auto kSays = kinds(Kind::kAccountTurned, Kind::kFindings);
  static constexpr auto kTables =
      tables(kPolicy, kFindings, kClients, kSeen, kSeenPages, intake::kFxRates, kMarks);

  static void wants(const Heard& heard, Wishes& wishes);
  static Verdict apply(const Heard& heard, Rows& rows, Emit& emit);
};

}  // namespace encours
