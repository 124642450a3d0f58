// What may be wrong with what is said to all clients: rates, how far feeds are complete, closed
// periods.
#include "operators/client/intake/checks.h"
#include "operators/client/intake/fields.h"

namespace encours::intake {
namespace {

// No bank quotes more currencies than there are.
constexpr int kFxRatesMax = 500;

bool sound_rate(const v1::FxRate& rate) {
  return Currency::from_code(rate.currency()).has_value() && rate.rate_micro() > 0;
}

bool ascends(const google::protobuf::RepeatedPtrField<v1::FxRate>& rates) {
  return std::adjacent_find(rates.begin(), rates.end(), [](const auto& a, const auto& b) {
           return a.currency() >= b.currency();
         }) == rates.end();
}

// yyyymm
bool sound_period(std::int32_t period) {
  constexpr std::int32_t kDayFactor = 100;
  return period > 0 && period <= INT32_MAX / kDayFactor && sound_date(period * kDayFactor + 1);
}

}  // namespace

Verdict check(const v1::FxTable& table) {
  if (table.valid_from() == 0) return missing("valid_from");
  if (table.base_currency().empty()) return missing("base_currency");
  if (table.rates().empty()) return missing("rates");
  if (!Currency::from_code(table.base_currency()).has_value()) return bad_currency("base_currency");
  if (!all(table.rates(), sound_rate)) return bad_currency("rates: a currency or a rate");
  if (!sound_date(table.valid_from())) return bad_date("valid_from");
  if (!ascends(table.rates())) return bad_reference("rates: not sorted by currency");
  if (table.rates_size() > kFxRatesMax) return too_large("rates");
  return accept();
}

Verdict check(const v1::FeedCompleteThrough& mark) {
  if (mark.feed().empty()) return missing("feed");
  if (mark.date() == 0) return missing("date");
  if (!sound_date(mark.date())) return bad_date("date");
  if (!printable(mark.feed())) return bad_reference("feed");
  if (too_long(mark.feed())) return too_large("feed");
  return accept();
}

Verdict check(const v1::PeriodClosed& period) {
  if (period.seller_company().empty()) return missing("seller_company");
  if (period.period() == 0) return missing("period");
  if (!sound_period(period.period())) return bad_date("period");
  if (!sound_date(period.closed_on())) return bad_date("closed_on");
  if (!printable(period.seller_company())) return bad_reference("seller_company");
  if (too_long(period.seller_company())) return too_large("seller_company");
  return accept();
}

}  // namespace encours::intake
