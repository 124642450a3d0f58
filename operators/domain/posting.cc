#include "operators/domain/posting.h"

namespace encours {
namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;
// 1900-01-01 and 2199-12-31: what a Day may be.
constexpr std::int64_t kDayMin = -25'567;
constexpr std::int64_t kDayMax = 84'005;

// The day that a source states something of: yyyymmdd; nothing for other kinds.
std::optional<std::int32_t> stated_date(const v1::Event& event) {
  switch (event.body_case()) {
    case v1::Event::kOpenItemsList:
      return event.open_items_list().as_of();
    case v1::Event::kOpenItemsListClosed:
      return event.open_items_list_closed().as_of();
    case v1::Event::kBalanceAsserted:
      return event.balance_asserted().as_of();
    default:
      return std::nullopt;
  }
}

// What the kind says of its own day: yyyymmdd, 0 when the source left it out; nothing for a kind
// that has no day.
std::optional<std::int32_t> own_date(const v1::Event& event) {
  switch (event.body_case()) {
    case v1::Event::kCreditLimitSet:
      return event.credit_limit_set().valid_from() != 0 ? event.credit_limit_set().valid_from()
                                                        : event.credit_limit_set().decided_on();
    case v1::Event::kInvoice:
      return event.invoice().posting_date();
    case v1::Event::kInvoiceCancelled:
      return event.invoice_cancelled().posting_date();
    case v1::Event::kCreditNote:
      return event.credit_note().posting_date();
    case v1::Event::kReceipt:
      return event.receipt().posting_date();
    case v1::Event::kReceiptStateChanged:
      return event.receipt_state_changed().changed_on();
    case v1::Event::kSettlement:
      return event.settlement().posting_date();
    case v1::Event::kSettlementReversed:
      return event.settlement_reversed().posting_date();
    case v1::Event::kDueDateExtended:
      return event.due_date_extended().agreed_on();
    case v1::Event::kDisputeOpened:
      return event.dispute_opened().opened_on();
    case v1::Event::kDisputeChanged:
      return event.dispute_changed().changed_on();
    case v1::Event::kDisputeClosed:
      return event.dispute_closed().closed_on();
    case v1::Event::kOrderPlaced:
      return event.order_placed().order().document_date();
    case v1::Event::kOrderCancelled:
      return event.order_cancelled().cancelled_on();
    case v1::Event::kOrderClosed:
      return event.order_closed().closed_on();
    case v1::Event::kOrderReopened:
      return event.order_reopened().reopened_on();
    case v1::Event::kDelivery:
      return event.delivery().delivered_on();
    case v1::Event::kGoodsReturned:
      return event.goods_returned().returned_on();
    case v1::Event::kWriteOff:
      return event.write_off().posting_date();
    case v1::Event::kRecovery:
      return event.recovery().posting_date();
    case v1::Event::kReceivableAssigned:
      return event.receivable_assigned().assigned_on();
    case v1::Event::kReceivableReturned:
      return event.receivable_returned().returned_on();
    case v1::Event::kStatement:
      return event.statement().document_date();
    case v1::Event::kTransferOut:
      return event.transfer_out().posting_date();
    case v1::Event::kTransferIn:
      return event.transfer_in().posting_date();
    case v1::Event::kHumanDecision:
      return event.human_decision().decided_on();
    case v1::Event::kDayTurned:
      return event.day_turned().day();
    // An order's change bears the date of the order, not of the change: it counts from when it was
    // logged.
    case v1::Event::kOrderChanged:
    case v1::Event::kBeat:
      return 0;
    default:
      return stated_date(event);
  }
}

}  // namespace

Day logged_day(const v1::Event& event) {
  if (!event.has_logged_at()) {
    return kNoDay;
  }
  const std::int64_t seconds = event.logged_at().seconds();
  const std::int64_t days = seconds / kSecondsPerDay - (seconds % kSecondsPerDay < 0 ? 1 : 0);
  return days >= kDayMin && days <= kDayMax ? static_cast<Day>(days) : kNoDay;
}

Day posting_day(const v1::Event& event) {
  const std::optional<std::int32_t> date = own_date(event);
  if (!date.has_value()) {
    return kNoDay;
  }
  const std::optional<Day> day = day_from_date(*date);
  return day.has_value() && *day != kNoDay ? *day : logged_day(event);
}

}  // namespace encours
