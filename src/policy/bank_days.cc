#include "src/policy/bank_days.h"

#include <algorithm>
#include <map>
#include <set>

#include "operators/domain/day.h"
#include "operators/domain/finality.h"
#include "src/policy/defaults.h"
#include "src/policy/values.h"
#include "src/policy/words.h"

namespace encours::policy {
namespace {

constexpr std::size_t kSellerCompanyBytesMax = 64;
constexpr std::size_t kFeedBytesMax = 128;
constexpr std::string_view kNoFeed = "none";
constexpr std::int32_t kFinalityDaysMax = 366;
constexpr std::int32_t kReturnedPaymentDaysMax = 3'650;

bool is_country(std::string_view code) {
  return code.size() == 2 && std::ranges::all_of(code, [](char c) { return c >= 'A' && c <= 'Z'; });
}

void read_company_countries(YamlMap& policy, v1::Policy& out) {
  const auto table = policy.optional("company_countries");
  if (!table) {
    return;
  }
  std::map<std::string, std::string> countries;
  for (const YamlMap::Entry& entry : table->map().entries()) {
    const std::string country = entry.value.text().value_or("");
    if (entry.key.empty() || entry.key.size() > kSellerCompanyBytesMax) {
      entry.value.error("a company is named by 1 to 64 letters");
    } else if (!is_country(country)) {
      entry.value.error("must be the two letters of a country: FR");
    } else {
      countries[entry.key] = country;
    }
  }
  for (const auto& [company, country] : countries) {
    v1::SellerCompany* row = out.add_seller_companies();
    row->set_seller_company(company);
    row->set_country(country);
  }
}

std::set<std::int32_t> read_dates(const YamlValue& list) {
  std::set<std::int32_t> dates;
  for (const YamlValue& value : list.list()) {
    const std::optional<std::string> text = value.text();
    const std::optional<Day> day = text ? parse_day(*text) : std::nullopt;
    if (!day) {
      value.error("must be a date: 2026-07-14");
    } else {
      dates.insert(date_from_day(*day));
    }
  }
  return dates;
}

void read_bank_holidays(YamlMap& policy, v1::Policy& out) {
  const auto table = policy.optional("bank_holidays");
  if (!table) {
    return;
  }
  std::map<std::string, std::set<std::int32_t>> holidays;
  for (const YamlMap::Entry& entry : table->map().entries()) {
    if (!is_country(entry.key)) {
      entry.value.error("holidays stand under the two letters of a country: FR");
    } else {
      holidays[entry.key] = read_dates(entry.value);
    }
  }
  for (const auto& [country, dates] : holidays) {
    v1::BankHolidays* row = out.add_bank_holidays();
    row->set_country(country);
    row->mutable_days()->Assign(dates.begin(), dates.end());
  }
}

void read_finality(YamlMap& policy, v1::Policy& out) {
  for (const auto& instrument : kRevocableInstruments) {  // in the order of their numbers
    v1::Finality* row = out.add_finality();
    row->set_instrument(instrument.value);
    row->set_bank_days(usual_finality_days(instrument.value));
  }
  const auto table = policy.optional("finality");
  if (!table) {
    return;
  }
  YamlMap map = table->map();
  for (std::size_t i = 0; i < kRevocableInstruments.size(); ++i) {
    if (const auto days = map.optional(std::string(kRevocableInstruments[i].word))) {
      const std::optional<std::int32_t> read = read_days(*days, 0, kFinalityDaysMax);
      out.mutable_finality(static_cast<int>(i))->set_bank_days(read.value_or(0));
    }
  }
  map.finish();
}

// Until when payments are known, and how old that may be.
void read_bank_feed(YamlMap& policy, v1::Policy& out) {
  if (const auto feed = policy.optional("bank_feed"); feed && feed->text() != kNoFeed) {
    out.set_bank_feed(read_name(*feed, kFeedBytesMax).value_or(""));
  }
  out.set_feed_age_days_max(kBankFeedDays);
  if (const auto days = policy.optional("bank_feed_days")) {
    out.set_feed_age_days_max(read_days(*days, 1, kFinalityDaysMax).value_or(kBankFeedDays));
  }
}

}  // namespace

void read_bank_days(YamlMap& policy, v1::Policy& out) {
  read_company_countries(policy, out);
  read_bank_holidays(policy, out);
  read_finality(policy, out);
  read_bank_feed(policy, out);
  out.set_returned_payment_days(kReturnedPaymentDays);
  if (const auto days = policy.optional("returned_payment_days")) {
    out.set_returned_payment_days(
        read_days(*days, 1, kReturnedPaymentDaysMax).value_or(kReturnedPaymentDays));
  }
}

}  // namespace encours::policy
