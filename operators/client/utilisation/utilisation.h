// Utilisation: documents and approved orders against the limit in force. Publish reads its figures
// here; alerts and people hear of it by its findings.
#pragma once

#include "encours/state/v1/utilisation.pb.h"
#include "operators/client/limits/limits.h"
#include "operators/operator.h"

namespace encours {

inline constexpr Table<AccountKey, state::v1::UtilisationTold> kUtilisationTold{
    60, "utilisation_told", Content::kHistory};

struct Utilisation {
  static constexpr std::string_view kName = "utilisation";
  static constexpr auto kHears = kinds(Kind::kAccountTurned, Kind::kExposureChanged,
                                       Kind::kLimitInForce, Kind::kOrderBookChanged);
  static constexpr auto kSays = kinds(Kind::kUtilisationChanged, Kind::kFindings);
  static constexpr auto kTables = tables(kUtilisationTold);

  static void wants(const Heard& heard, Wishes& wishes);
  static Verdict apply(const Heard& heard, Rows& rows, Emit& emit);
};

namespace utilisation {

// There is no limit to divide by: none, no ceiling, or nothing used of a limit of zero.
inline constexpr std::int64_t kNoUtilisation = -1;

// A limit of zero with something owed: a hundred times the limit, which no use of a real one
// reaches by degrees.
inline constexpr std::int64_t kAllOfNothingBp = 1'000'000;

// What an account uses of its limit, in the limit's currency.
struct Figures {
  LimitTerms limit;
  std::int64_t documents_minor = 0;
  std::int64_t orders_minor = 0;    // approved, within the policy's horizon
  std::int64_t exposure_minor = 0;  // both; negative where the client is in credit
  std::int64_t utilisation_bp = kNoUtilisation;
};

Figures figures(Rows& rows, const AccountKey& account, const v1::Policy& policy, Day day);

// Exposure over limit.
std::int64_t utilisation_bp(const LimitTerms& limit, std::int64_t exposure_minor);

}  // namespace utilisation
}  // namespace encours
