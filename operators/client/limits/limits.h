// Limits: which credit limit is in force on each account today. Orders, utilisation, publish and
// alerts read it here.
//
// A decision without a last day is a base limit; with one it is temporary. What rules on a day:
//   1. of the temporary limits valid that day, the later decision: it replaces the base or adds to
//      it;
//   2. else the latest base limit, or a temporary one kept past its last day (KEEP_AND_ALERT) that
//      was decided later;
//   3. else ZERO if a temporary limit has lapsed and nothing stands underneath;
//   4. else the policy's default.
#pragma once

#include <string>

#include "encours/state/v1/limits.pb.h"
#include "operators/operator.h"

namespace encours {

inline constexpr Table<AccountKey, state::v1::AccountLimits> kLimits{40, "limit", Content::kFacts};
inline constexpr Table<AccountKey, state::v1::LimitTold> kLimitTold{41, "limit_told",
                                                                    Content::kHistory};

// The limit in force on an account. Kind NONE: nobody has set one, so that nothing is judged by it.
struct LimitTerms {
  v1::LimitKind kind = v1::LIMIT_KIND_NONE;
  Currency currency;  // of the account's figures; the reporting currency if none is named
  std::int64_t amount_minor = 0;     // for kind AMOUNT
  std::string limit_id;              // the decision that rules; empty = the policy's default
  Day valid_to = kNoDay;             // its last day
  bool expired = false;              // kept, or lapsed to nothing, past its last day
  std::int64_t max_order_minor = 0;  // 0 = any
  Currency order_currency;           // of max_order_minor
  int max_days_late = 0;             // 0 = by the policy
  int max_terms_days = 0;            // 0 = any

  bool bounded() const { return kind == v1::LIMIT_KIND_ZERO || kind == v1::LIMIT_KIND_AMOUNT; }
};

LimitTerms limit_in_force(Rows& rows, const AccountKey& account, const v1::Policy& policy, Day day);

struct Limits {
  static constexpr std::string_view kName = "limits";
  static constexpr auto kHears = kinds(Kind::kCreditLimitSet, Kind::kAccountTurned);
  static constexpr auto kSays = kinds(Kind::kLimitInForce, Kind::kFindings);
  static constexpr auto kTables = tables(kLimits, kLimitTold);

  static void wants(const Heard& heard, Wishes& wishes);
  static Verdict apply(const Heard& heard, Rows& rows, Emit& emit);
};

}  // namespace encours
