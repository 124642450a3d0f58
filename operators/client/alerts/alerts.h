// Alerts: what a person must look at, once. One open case a credit account, with its causes as
// lines; orders rely on it that no hold is said without its case.
//
// The case is level-triggered: it is open while some operator holds a finding that proposes or
// enforces, whatever came in which order. It is told when it opens, grows more urgent, gets a new
// cause, grows by the policy's step, or closes; otherwise people hear nothing. People may say that
// they have seen it, give it to somebody, or silence it until a day. See README.md.
#pragma once

#include <optional>

#include "encours/state/v1/alerts.pb.h"
#include "operators/operator.h"

namespace encours {

inline constexpr Table<AccountKey, state::v1::OpenCase> kCases{80, "case", Content::kHistory};
// The case of an account that closed last, for the day on which it did: it may come back.
inline constexpr Table<AccountKey, state::v1::OpenCase> kClosedCases{81, "case_closed",
                                                                     Content::kHistory};

struct Alerts {
  static constexpr std::string_view kName = "alerts";
  static constexpr auto kHears =
      kinds(Kind::kHumanDecision, Kind::kAccountTurned, Kind::kFindings, Kind::kHoldChanged);
  static constexpr auto kSays = kinds();
  static constexpr auto kTables = tables(kCases, kClosedCases);

  static void wants(const Heard& heard, Wishes& wishes);
  static Verdict apply(const Heard& heard, Rows& rows, Emit& emit);
};

// The open case of an account with its causes as they stand now, nothing when there is none. It has
// no origin and no news: nobody is told.
std::optional<v1::Case> open_case(Rows& rows, const AccountKey& account);

}  // namespace encours
