// What a policy that leaves a key out gets for it. The compiler reads them and the JSON Schema
// names them; deploy/examples/policies/default.yaml writes the same values out.
#pragma once

#include <cstdint>

namespace encours::policy {

// More than any currency that is often forgotten, so that a missing rate hides no risk.
inline constexpr std::int64_t kFxFallbackMicro = 1'200'000;
inline constexpr std::int32_t kGraceDays = 3;
inline constexpr std::int32_t kApprovalValidDays = 30;
inline constexpr std::int32_t kIdempotencyHorizonDays = 396;  // 13 months
inline constexpr std::int32_t kDisputeDays = 90;
inline constexpr std::int32_t kReturnedPaymentDays = 90;
inline constexpr std::int32_t kBankFeedDays = 1;
inline constexpr std::int32_t kHoldsPerHour = 50;
inline constexpr std::int32_t kDeadlineSeconds = 2;
inline constexpr std::int32_t kCaseStepBp = 2'000;
inline constexpr std::int64_t kCaseStepUnits = 5'000;  // of the reporting currency

}  // namespace encours::policy
