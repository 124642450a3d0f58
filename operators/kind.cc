#include "operators/kind.h"

#include <algorithm>
#include <utility>

namespace encours {
namespace {

constexpr std::pair<Kind, std::string_view> kNames[] = {
    {Kind::kNone, "none"},
    {Kind::kClient, "client"},
    {Kind::kCreditLimitSet, "credit_limit_set"},
    {Kind::kInvoice, "invoice"},
    {Kind::kInvoiceCancelled, "invoice_cancelled"},
    {Kind::kCreditNote, "credit_note"},
    {Kind::kReceipt, "receipt"},
    {Kind::kReceiptStateChanged, "receipt_state_changed"},
    {Kind::kSettlement, "settlement"},
    {Kind::kSettlementReversed, "settlement_reversed"},
    {Kind::kDueDateExtended, "due_date_extended"},
    {Kind::kDisputeOpened, "dispute_opened"},
    {Kind::kDisputeChanged, "dispute_changed"},
    {Kind::kDisputeClosed, "dispute_closed"},
    {Kind::kOpenItemsList, "open_items_list"},
    {Kind::kOpenItemsListClosed, "open_items_list_closed"},
    {Kind::kBalanceAsserted, "balance_asserted"},
    {Kind::kWriteOff, "write_off"},
    {Kind::kReceivableAssigned, "receivable_assigned"},
    {Kind::kReceivableReturned, "receivable_returned"},
    {Kind::kRecovery, "recovery"},
    {Kind::kStatement, "statement"},
    {Kind::kTransferOut, "transfer_out"},
    {Kind::kTransferIn, "transfer_in"},
    {Kind::kOrderPlaced, "order_placed"},
    {Kind::kOrderChanged, "order_changed"},
    {Kind::kOrderCancelled, "order_cancelled"},
    {Kind::kOrderClosed, "order_closed"},
    {Kind::kOrderReopened, "order_reopened"},
    {Kind::kDelivery, "delivery"},
    {Kind::kGoodsReturned, "goods_returned"},
    {Kind::kHumanDecision, "human_decision"},
    {Kind::kErpAcknowledgement, "erp_acknowledgement"},
    {Kind::kBreakerTripped, "breaker_tripped"},
    {Kind::kPolicy, "policy"},
    {Kind::kFxTable, "fx_table"},
    {Kind::kFeedCompleteThrough, "feed_complete_through"},
    {Kind::kPeriodClosed, "period_closed"},
    {Kind::kDayTurned, "day_turned"},
    {Kind::kBeat, "beat"},
    {Kind::kSweep, "sweep"},
    {Kind::kOwnerDue, "owner_due"},
    {Kind::kOwnerBeat, "owner_beat"},
    {Kind::kDaySwept, "day_swept"},
    {Kind::kAccountTurned, "account_turned"},
    {Kind::kOpenItemChanged, "open_item_changed"},
    {Kind::kUnappliedChanged, "unapplied_changed"},
    {Kind::kOrderValueChanged, "order_value_changed"},
    {Kind::kExposureChanged, "exposure_changed"},
    {Kind::kAgeingChanged, "ageing_changed"},
    {Kind::kLimitInForce, "limit_in_force"},
    {Kind::kOrderBookChanged, "order_book_changed"},
    {Kind::kUtilisationChanged, "utilisation_changed"},
    {Kind::kFindings, "findings"},
    {Kind::kHoldChanged, "hold_changed"},
    {Kind::kCaseChanged, "case_changed"},
    {Kind::kOrderAdvanceChanged, "order_advance_changed"},
};

}  // namespace

std::string_view kind_name(Kind kind) {
  const auto* const found = std::find_if(std::begin(kNames), std::end(kNames),
                                         [kind](const auto& entry) { return entry.first == kind; });
  return found == std::end(kNames) ? "unknown" : found->second;
}

}  // namespace encours
