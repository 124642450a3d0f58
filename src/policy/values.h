// Scalars of policy.yaml as people write them: "5000 EUR", "80 %", "30 days", 0.92. Each function
// gives the integer the fold works with, exactly, or says at its place what is wrong and gives
// nothing. Used by the policy compiler.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "operators/domain/money.h"
#include "src/config/yaml_reader.h"

namespace encours::policy {

// "80 %" or "8000 bp", as basis points; both bounds inclusive.
std::optional<std::int32_t> read_share_bp(const YamlValue& value, std::int32_t min,
                                          std::int32_t max);

// "30 days" or 30; both bounds inclusive.
std::optional<std::int32_t> read_days(const YamlValue& value, std::int32_t min, std::int32_t max);

// "2 seconds" or 2; both bounds inclusive.
std::optional<std::int32_t> read_seconds(const YamlValue& value, std::int32_t min,
                                         std::int32_t max);

// A number from 1 to `max`; where 0 would be a riddle `word` stands instead and gives 0.
std::optional<std::int32_t> read_count_or(const YamlValue& value, std::string_view word,
                                          std::int32_t max);

// "5000 EUR", {amount: 5000, currency: EUR}, or 5000 in `usual`; 0 or more.
std::optional<v1::Money> read_money(const YamlValue& value, Currency usual);

// The same as minor units of `currency`, and no other currency.
std::optional<std::int64_t> read_minor(const YamlValue& value, Currency currency);

// A rate above 0, in millionths: "0.92" is 920000.
std::optional<std::int64_t> read_rate_micro(const YamlValue& value);

// An ISO 4217 code. The second form is for codes that stand elsewhere, for example in a key; it
// gives the message and the currency that was probably meant.
std::optional<Currency> read_currency(const YamlValue& value);
struct NoCurrency {
  std::string problem;
  std::string suggestion;
};
NoCurrency no_currency(std::string_view code);

// Text of 1 to `bytes_max` bytes without control characters.
std::optional<std::string> read_name(const YamlValue& value, std::size_t bytes_max);

// The name of a segment: letters, digits, "-" and "_", because it stands in keys of records.
bool is_segment_name(std::string_view name);

// The name of a time zone that this machine's time zone database knows.
std::optional<std::string> read_time_zone(const YamlValue& value);

}  // namespace encours::policy
