#include "operators/client/ledger/totals.h"

#include "operators/domain/total.h"

namespace encours::ledger {

using state::v1::LedgerTotals;

bool add_by_cause(google::protobuf::RepeatedField<std::int64_t>& sums, int cause,
                  std::int64_t minor) {
  while (sums.size() <= cause) {
    sums.Add(0);
  }
  if (!add_to_total(sums[cause], minor)) {
    return false;
  }
  while (!sums.empty() && sums[sums.size() - 1] == 0) {
    sums.RemoveLast();
  }
  return true;
}

bool is_conserved(const LedgerTotals& totals) {
  __extension__ using Wide = __int128;  // one sum more for each cause than eight totals may be
  Wide came = static_cast<Wide>(totals.debits_minor()) - totals.credits_minor();
  for (const std::int64_t moved : totals.moved_minor()) {
    came += moved;
  }
  const Wide stands = static_cast<Wide>(totals.open_items_minor()) + totals.assigned_minor() -
                      totals.unapplied_credits_minor() - totals.unapplied_receipts_minor() -
                      totals.advances_minor() - totals.deposits_minor() + totals.parked_minor();
  return came == stands;
}

bool is_zero(const LedgerTotals& totals) {
  constexpr std::size_t kCurrencyBytes = 1 + 1 + 3;
  return totals.ByteSizeLong() == kCurrencyBytes;
}

}  // namespace encours::ledger
