// The client table: one row per client, segment and currency, made of the sheets of the accounts.
// Used by `encours clients` and by whoever shows clients.
//
// csv and json are for programs: the columns of kClientColumns in that order, money as decimal text
// with "." and the currency's digits, rows in byte order of client, segment, currency. The table is
// for people: their language, totals, and the columns for which the screen has room.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "encours/v1/outputs.pb.h"
#include "operators/domain/day.h"
#include "operators/domain/money.h"
#include "src/views/screen.h"

namespace encours::views {

// In the order in which programs get them.
inline constexpr std::array<std::string_view, 26> kClientColumns = {"client_id",
                                                                    "segment",
                                                                    "currency",
                                                                    "open_items",
                                                                    "disputed",
                                                                    "unapplied_receipts",
                                                                    "unapplied_credits",
                                                                    "bills_and_debits_at_risk",
                                                                    "billing_not_posted",
                                                                    "deliveries_not_invoiced",
                                                                    "open_orders",
                                                                    "orders_held",
                                                                    "exposure",
                                                                    "overdue",
                                                                    "overdue_net",
                                                                    "current",
                                                                    "d1_30",
                                                                    "d31_60",
                                                                    "d61_90",
                                                                    "d90_plus",
                                                                    "oldest_overdue_days",
                                                                    "limit_kind",
                                                                    "limit",
                                                                    "utilisation_bp",
                                                                    "hold",
                                                                    "estimated"};

// Whether orders of an account are stopped.
enum class AccountHold : std::uint8_t {
  kNone,
  kDocument,  // at least one order of the account is held
  kAccount,   // the account as a whole is on hold
};

// One row: a currency of an account, with the limit if it is in that currency.
struct ClientRow {
  std::string client_id;
  std::string segment;
  Currency currency;
  v1::SheetLine figures;
  std::int64_t oldest_overdue_days = 0;
  bool has_limit = false;  // the limit stands on this row
  v1::LimitKind limit_kind = v1::LIMIT_KIND_UNSPECIFIED;
  std::int64_t limit_minor = 0;      // for kind AMOUNT
  std::int64_t utilisation_bp = -1;  // -1: there is no limit to divide by
  AccountHold hold = AccountHold::kNone;
  std::int32_t fx_as_of = 0;  // of the rates that it is valued by, yyyymmdd; 0 = none were needed
};

// Which rows: a currency of an account each, or an account each in the currency of its limit. The
// latter have a last column fx_as_of.
enum class RowsIn : std::uint8_t { kOwnCurrency, kLimitCurrency };

// Adds the rows of one account's sheet as it stands on `day`.
void add_client_rows(const v1::ExposureSheet& sheet, Day day, std::vector<ClientRow>& rows);

// Byte order of client, segment, currency: what every output is in.
void sort_client_rows(std::vector<ClientRow>& rows);

std::string clients_csv(const std::vector<ClientRow>& rows, RowsIn in);
std::string clients_json(const std::vector<ClientRow>& rows, RowsIn in);
std::string clients_table(const std::vector<ClientRow>& rows, const Screen& screen);

// "none", "zero", "amount", "unlimited"; "document": words for programs.
std::string_view limit_kind_code(v1::LimitKind kind);
std::string_view hold_code(AccountHold hold);

}  // namespace encours::views
