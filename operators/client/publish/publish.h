// Publish: the client's sheet, for the readers. The last row: whatever an account's figures were
// changed by, its sheet is said once at the next beat, and only if it differs from the one said
// last.
#pragma once

#include "encours/state/v1/publish.pb.h"
#include "operators/operator.h"

namespace encours {

inline constexpr Table<OwnerKey, state::v1::ClientSheets> kSheets{90, "sheet", Content::kHistory};

struct Publish {
  static constexpr std::string_view kName = "publish";
  static constexpr auto kHears = kinds(
      Kind::kOwnerBeat, Kind::kAccountTurned, Kind::kExposureChanged, Kind::kAgeingChanged,
      Kind::kLimitInForce, Kind::kOrderBookChanged, Kind::kUtilisationChanged, Kind::kHoldChanged);
  static constexpr auto kSays = kinds();
  static constexpr auto kTables = tables(kSheets);

  static void wants(const Heard& heard, Wishes& wishes);
  static Verdict apply(const Heard& heard, Rows& rows, Emit& emit);
};

}  // namespace encours
