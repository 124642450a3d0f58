// The words of what people read: headings, codes and short sentences, in French and English. Used
// by everything in src/views; data for programs (csv, json) is never translated.
//
// Typed: a word that lacks one of the languages does not compile.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace encours::views {

enum class Language : std::uint8_t { kEnglish, kFrench };

// "fr" or "en"; nothing for any other word.
std::optional<Language> language_of(std::string_view code);

// What the environment asks for (LC_ALL, LC_MESSAGES, LANG, the first that is set): French for "fr"
// and its countries, else English.
Language language_of_environment();

enum class Word : std::uint8_t {
  // Columns of clients.
  kClient,
  kSegment,
  kCurrency,
  kOpenItems,
  kDisputed,
  kUnappliedReceipts,
  kUnappliedCredits,
  kBillsAtRisk,
  kEstimated,
  kBillingNotPosted,
  kDeliveriesNotInvoiced,
  kOpenOrders,
  kOrdersHeld,
  kExposure,
  kOverdue,
  kOverdueNet,
  kCurrent,
  kDays1To30,
  kDays31To60,
  kDays61To90,
  kDaysOver90,
  kOldestDays,
  kLimit,
  kUtilisation,
  kHold,
  kTotal,
  // Holds and limits.
  kHoldNone,
  kHoldDocument,
  kHoldAccount,
  kLimitNone,
  kLimitZero,
  kLimitUnlimited,
  // Cases, orders, a client's page.
  kSeverity,
  kAtStake,
  kSince,
  kCause,
  kEvidence,
  kMode,
  kState,
  kOrder,
  kAmount,
  kVerdict,
  kReasons,
  kValidUntil,
  kDecidedBy,
  kDueOn,
  kDaysLate,
  kDocument,
  kPostedOn,
  kOpen,
  kCases,
  kOrders,
  kFigures,
  kNothingOpen,
  kNoOrders,
  kNoCases,
  kCaseClosed,
  // The way out of a held order.
  kWayOut,
  kPay,
  kDueThrough,
  kPrepay,
  kAskLimit,
  kApprovedBy,
  kReleaseOnly,
  // Our open items against a list.
  kDifference,
  kOurs,
  kListed,
  kDueHere,
  kDueListed,
  kMissingHere,
  kMissingThere,
  kAmountDiffers,
  kDateDiffers,
  kNoDifference,
  // Dead letters.
  kLetter,
  kOffset,
  kFrom,
  kReason,
  kWhen,
  kBytes,
  kMessage,
  kFeed,
  kKey,
  kHeaders,
  kValue,
  kLetters,
  kNull,
  kNoLetters,
  kEnd,  // not a word: how many there are
};

std::string_view word(Language language, Word which);

}  // namespace encours::views
