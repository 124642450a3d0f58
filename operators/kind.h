// The kinds of thing an operator may hear or say.
//
// Inputs are the bodies of v1::Event: a kind's number is its field number there. Signals are what
// operators say to each other within one step: C++ structs, never serialised, numbered from 1000.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "encours/v1/event.pb.h"

namespace encours {

enum class Kind : std::int16_t {
  kNone = 0,

  kClient = v1::Event::kClient,
  kCreditLimitSet = v1::Event::kCreditLimitSet,
  kInvoice = v1::Event::kInvoice,
  kInvoiceCancelled = v1::Event::kInvoiceCancelled,
  kCreditNote = v1::Event::kCreditNote,
  kReceipt = v1::Event::kReceipt,
  kReceiptStateChanged = v1::Event::kReceiptStateChanged,
  kSettlement = v1::Event::kSettlement,
  kSettlementReversed = v1::Event::kSettlementReversed,
  kDueDateExtended = v1::Event::kDueDateExtended,
  kDisputeOpened = v1::Event::kDisputeOpened,
  kDisputeChanged = v1::Event::kDisputeChanged,
  kDisputeClosed = v1::Event::kDisputeClosed,
  kOpenItemsList = v1::Event::kOpenItemsList,
  kOpenItemsListClosed = v1::Event::kOpenItemsListClosed,
  kBalanceAsserted = v1::Event::kBalanceAsserted,
  kWriteOff = v1::Event::kWriteOff,
  kReceivableAssigned = v1::Event::kReceivableAssigned,
  kReceivableReturned = v1::Event::kReceivableReturned,
  kRecovery = v1::Event::kRecovery,
  kStatement = v1::Event::kStatement,
  kTransferOut = v1::Event::kTransferOut,
  kTransferIn = v1::Event::kTransferIn,
  kOrderPlaced = v1::Event::kOrderPlaced,
  kOrderChanged = v1::Event::kOrderChanged,
  kOrderCancelled = v1::Event::kOrderCancelled,
  kOrderClosed = v1::Event::kOrderClosed,
  kOrderReopened = v1::Event::kOrderReopened,
  kDelivery = v1::Event::kDelivery,
  kGoodsReturned = v1::Event::kGoodsReturned,
  kHumanDecision = v1::Event::kHumanDecision,
  kErpAcknowledgement = v1::Event::kErpAcknowledgement,
  kBreakerTripped = v1::Event::kBreakerTripped,
  kPolicy = v1::Event::kPolicy,
  kFxTable = v1::Event::kFxTable,
  kFeedCompleteThrough = v1::Event::kFeedCompleteThrough,
  kPeriodClosed = v1::Event::kPeriodClosed,
  kDayTurned = v1::Event::kDayTurned,
  kBeat = v1::Event::kBeat,
  kSweep = v1::Event::kSweep,

  // Said by the engine: a client is to be brought up to the shard's day, or to a new policy. See
  // operators/README.md.
  kOwnerDue = 1000,
  // Said by the engine at a Beat, for each owner that asked for one with Emit::wake_at_beat.
  kOwnerBeat = 1001,
  // Said by the engine once a day: all owners that the day concerns were brought up to it.
  kDaySwept = 1002,

  // Said by operators; the structs stand in the folder of their log, for example client/signals.h.
  kAccountTurned = 1100,
  kOpenItemChanged = 1101,
  kUnappliedChanged = 1102,
  kOrderValueChanged = 1103,
  kExposureChanged = 1104,
  kAgeingChanged = 1105,
  kLimitInForce = 1106,
  kOrderBookChanged = 1107,
  kUtilisationChanged = 1108,
  kFindings = 1109,
  kHoldChanged = 1110,
  kOrderAdvanceChanged = 1111,
  kCaseChanged = 1112,
};

// The kind's name as people read it: "invoice", "open_item_changed".
std::string_view kind_name(Kind kind);

// Lists kinds in a declaration: static constexpr auto kHears = kinds(Kind::kInvoice,
// Kind::kReceipt);
template <class... Kinds>
constexpr std::array<Kind, sizeof...(Kinds)> kinds(Kinds... list) {
  return {list...};
}

}  // namespace encours
