// The demo's words, in French and English.
#pragma once

#include <cstdint>
#include <string_view>

#include "encours/v1/policy.pb.h"
#include "src/views/language.h"

namespace encours::demo {

enum class Phrase : std::uint8_t {
  kTitle,
  kOutstanding,
  kOverdue,
  kCasesOpen,
  kOrdersHeld,
  kOverLimit,
  kClient,
  kExposure,
  kLimit,
  kUse,
  kHold,
  kNews,
  kHeld,
  kReleased,
  kCase,
  kCaseUp,
  kCaseClosed,
  kAccountHold,
  kSummary,
  kEventsFolded,
  kOrdersJudged,
  kHeldTimes,
  kReleasedTimes,
  kCasesOpened,
  kCasesClosed,
  kWorst,
  kTryNext,
  kTryClients,
  kTryClient,
  kTryAlerts,
  kTryOrders,
  kTryLog,
  kKafkaIsMock,
  kKafkaLook,
  kKafkaStays,
  kEnd,  // not a phrase: how many there are
};

std::string_view phrase(views::Language language, Phrase which);

// What a rule found, in a few words: "over the limit".
std::string_view cause_phrase(views::Language language, v1::RuleKind kind);

}  // namespace encours::demo
