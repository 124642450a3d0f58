// How long money can be taken back after its maturity, in bank days, where no policy says
// otherwise: bills and core direct debits by what is usual between banks, business direct debits by
// the SEPA B2B rulebook (returns within three interbank days). What is paid by transfer or in cash
// is final when it is booked.
#pragma once

#include "encours/v1/receivables.pb.h"

namespace encours {

constexpr int usual_finality_days(v1::Instrument instrument) {
  switch (instrument) {
    case v1::INSTRUMENT_BILL_ACCEPTED:
      return 5;
    case v1::INSTRUMENT_SDD_CORE:
      return 10;
    case v1::INSTRUMENT_SDD_B2B:
      return 3;
    default:
      return 0;
  }
}

}  // namespace encours
