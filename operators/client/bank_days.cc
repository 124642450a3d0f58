#include "operators/client/bank_days.h"

#include "operators/client/findings.h"

namespace encours {
namespace {

// The country that all companies of the segment share, empty if there is none.
std::string_view country_of(const v1::Policy& policy, std::string_view segment) {
  std::string_view country;
  for (const v1::SellerCompany& company : policy.seller_companies()) {
    if (segment_of(policy, company.seller_company()) != segment) {
      continue;
    }
    if (!country.empty() && country != company.country()) {
      return {};
    }
    country = company.country();
  }
  return country;
}

}  // namespace

BankCalendar bank_calendar(const v1::Policy& policy, std::string_view segment) {
  if (policy.bank_holidays().empty()) {
    return {};
  }
  const std::string_view country = country_of(policy, segment);
  for (const v1::BankHolidays& row : policy.bank_holidays()) {
    if (!country.empty() && row.country() == country) {
      return BankCalendar({row.days().data(), static_cast<std::size_t>(row.days_size())});
    }
  }
  return {};
}

}  // namespace encours
