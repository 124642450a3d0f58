// The refusals of intake: everything about an event that can be wrong whatever is already known.
// Used by intake; the rows below rely on what is listed here and do not ask again.
//
// Each check refuses for the first thing wrong, in the order of RejectReason, so that one mistake
// always gets one answer. The detail names the field.
#pragma once

#include "operators/operator.h"

namespace encours::intake {

// The body of the event, by its kind, and the names on its envelope.
Verdict check(const Input& input);

Verdict check(const v1::Client& client);
Verdict check(const v1::CreditLimitSet& limit);
Verdict check(const v1::HumanDecision& decision);
Verdict check(const v1::ErpAcknowledgement& acknowledgement);
Verdict check(const v1::BreakerTripped& tripped);
Verdict check(const v1::Invoice& invoice);
Verdict check(const v1::InvoiceCancelled& cancelled);
Verdict check(const v1::CreditNote& credit_note);
Verdict check(const v1::Receipt& receipt);
Verdict check(const v1::ReceiptStateChanged& changed);
Verdict check(const v1::DueDateExtended& extended);
Verdict check(const v1::Statement& statement);
Verdict check(const v1::Settlement& settlement);
Verdict check(const v1::SettlementReversed& reversed);
Verdict check(const v1::DisputeOpened& dispute);
Verdict check(const v1::DisputeChanged& changed);
Verdict check(const v1::DisputeClosed& closed);
Verdict check(const v1::WriteOff& write_off);
Verdict check(const v1::Recovery& recovery);
Verdict check(const v1::ReceivableAssigned& assigned);
Verdict check(const v1::ReceivableReturned& returned);
Verdict check(const v1::TransferOut& transfer);
Verdict check(const v1::TransferIn& transfer);
Verdict check(const v1::OpenItemsList& list);
Verdict check(const v1::OpenItemsListClosed& closed);
Verdict check(const v1::BalanceAsserted& asserted);
Verdict check(const v1::Order& order);
Verdict check(const v1::OrderCancelled& cancelled);
Verdict check(const v1::OrderClosed& closed);
Verdict check(const v1::OrderReopened& reopened);
Verdict check(const v1::Delivery& delivery);
Verdict check(const v1::GoodsReturned& returned);
Verdict check(const v1::Policy& policy);
Verdict check(const v1::FxTable& table);
Verdict check(const v1::FeedCompleteThrough& mark);
Verdict check(const v1::PeriodClosed& period);

}  // namespace encours::intake
