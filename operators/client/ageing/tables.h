// The tables of ageing and the keys of their rows.
#pragma once

#include "encours/state/v1/ageing.pb.h"
#include "operators/domain/keys.h"
#include "operators/domain/money.h"
#include "operators/rows.h"

namespace encours::ageing {

// A month of due dates of an account in one currency. Months are counted from January 1970.
struct MonthKey {
  const AccountKey& account;
  Currency currency;
  std::int32_t month = 0;
  bool put_off = false;  // of the ladder of amounts whose due date was put off
  void write(KeyWriter& out, TableId table) const {
    account.write(out, table);
    out.text(currency.code());
    out.u8(put_off ? 1 : 0);
    out.i32(month);
  }
  KeyParts parts(TableId table) const {
    std::uint64_t number = 0;
    for (const char letter : currency.code()) {
      number = number << 8 | static_cast<std::uint8_t>(letter);
    }
    number = (put_off ? 1U : 0U) << 24 | number;
    number = number << 32 | static_cast<std::uint32_t>(month);
    return {table, account.client_id, account.segment, number};
  }
};

// By currency: months with open amounts, sums by bucket. One row an account.
inline constexpr Table<AccountKey, state::v1::AgeingHead> kAgeing{30, "ageing", Content::kFacts};
// The rungs of a month.
inline constexpr Table<MonthKey, state::v1::AgeingMonth> kAgeingMonths{31, "ageing_months",
                                                                       Content::kFacts};

}  // namespace encours::ageing
