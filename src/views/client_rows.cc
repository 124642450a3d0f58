#include "src/views/client_rows.h"

#include <algorithm>
#include <tuple>

#include "operators/domain/assert.h"
#include "src/views/csv.h"
#include "src/views/json.h"

namespace encours::views {
namespace {

constexpr std::size_t kFirstMoneyColumn = 3;  // client_id, segment and currency stand before
constexpr int kBuckets = 5;
constexpr std::string_view kFxColumn = "fx_as_of";

std::int64_t bucket(const v1::SheetLine& line, int number) {
  return number < line.bucket_minor_size() ? line.bucket_minor(number) : 0;
}

// open_items to d90_plus, as kClientColumns has them.
std::array<std::int64_t, 17> amounts(const v1::SheetLine& line) {
  return {line.open_items_minor(),
          line.disputed_minor(),
          line.unapplied_receipts_minor(),
          line.unapplied_credits_minor(),
          line.bills_and_debits_at_risk_minor(),
          line.billing_not_posted_minor(),
          line.deliveries_not_invoiced_minor(),
          line.open_orders_minor(),
          line.orders_held_minor(),
          line.exposure_minor(),
          line.overdue_minor(),
          line.overdue_net_minor(),
          bucket(line, 0),
          bucket(line, 1),
          bucket(line, 2),
          bucket(line, 3),
          bucket(line, 4)};
}

AccountHold hold_of(const v1::ExposureSheet& sheet) {
  if (sheet.account_hold()) return AccountHold::kAccount;
  const bool held = std::any_of(sheet.lines().begin(), sheet.lines().end(),
                                [](const auto& line) { return line.orders_held_minor() != 0; });
  return held ? AccountHold::kDocument : AccountHold::kNone;
}

std::int64_t days_since(std::int32_t date, Day day) {
  const std::optional<Day> since = day_from_date(date);
  return since && *since != kNoDay && day != kNoDay ? day - *since : 0;
}

std::string date_text(std::int32_t date) {
  return format_day(day_from_date(date).value_or(kNoDay));
}

std::string limit_text(const ClientRow& row) {
  const bool has_amount =
      row.limit_kind == v1::LIMIT_KIND_AMOUNT || row.limit_kind == v1::LIMIT_KIND_ZERO;
  return row.has_limit && has_amount ? format_minor(row.currency, row.limit_minor) : "";
}

}  // namespace

std::string_view limit_kind_code(v1::LimitKind kind) {
  switch (kind) {
    case v1::LIMIT_KIND_NONE:
      return "none";
    case v1::LIMIT_KIND_ZERO:
      return "zero";
    case v1::LIMIT_KIND_AMOUNT:
      return "amount";
    case v1::LIMIT_KIND_UNLIMITED:
      return "unlimited";
    default:
      return "";
  }
}

std::string_view hold_code(AccountHold hold) {
  switch (hold) {
    case AccountHold::kNone:
      return "none";
    case AccountHold::kDocument:
      return "document";
    case AccountHold::kAccount:
      return "account";
  }
  return "";
}

void add_client_rows(const v1::ExposureSheet& sheet, Day day, std::vector<ClientRow>& rows) {
  for (const v1::SheetLine& line : sheet.lines()) {
    ENCOURS_ASSERT(line.bucket_minor_size() <= kBuckets, "a sheet has five buckets");
    ClientRow row;
    row.client_id = sheet.account().client_id();
    row.segment = sheet.account().segment();
    row.currency = Currency::from_code(line.currency()).value_or(Currency{});
    row.figures = line;
    row.oldest_overdue_days = days_since(line.oldest_overdue_since(), day);
    row.hold = hold_of(sheet);
    row.fx_as_of = sheet.fx_as_of();
    if (sheet.limit().currency() == line.currency()) {
      row.has_limit = true;
      row.limit_kind = static_cast<v1::LimitKind>(sheet.limit_kind());
      row.limit_minor = minor_from_wire(sheet.limit()).value_or(0);
      row.utilisation_bp = sheet.utilisation_bp();
    }
    rows.push_back(std::move(row));
  }
}

void sort_client_rows(std::vector<ClientRow>& rows) {
  std::sort(rows.begin(), rows.end(), [](const ClientRow& a, const ClientRow& b) {
    return std::tie(a.client_id, a.segment, a.currency) <
           std::tie(b.client_id, b.segment, b.currency);
  });
}

std::string clients_csv(const std::vector<ClientRow>& rows, RowsIn in) {
  const bool valued = in == RowsIn::kLimitCurrency;
  CsvWriter csv;
  for (const std::string_view column : kClientColumns)
    csv.cell(column);
  if (valued) csv.cell(kFxColumn);
  csv.end_row();
  for (const ClientRow& row : rows) {
    csv.cell(row.client_id);
    csv.cell(row.segment);
    csv.cell(row.currency.code());
    for (const std::int64_t minor : amounts(row.figures)) {
      csv.cell(format_minor(row.currency, minor));
    }
    csv.cell(std::to_string(row.oldest_overdue_days));
    csv.cell(row.has_limit ? limit_kind_code(row.limit_kind) : "");
    csv.cell(limit_text(row));
    csv.cell(row.has_limit && row.utilisation_bp >= 0 ? std::to_string(row.utilisation_bp) : "");
    csv.cell(hold_code(row.hold));
    csv.cell(row.figures.estimated() ? "true" : "false");
    if (valued) csv.cell(date_text(row.fx_as_of));
    csv.end_row();
  }
  return csv.take();
}

std::string clients_json(const std::vector<ClientRow>& rows, RowsIn in) {
  std::string out;
  for (const ClientRow& row : rows) {
    JsonObject object;
    object.text("client_id", row.client_id);
    object.text("segment", row.segment);
    object.text("currency", row.currency.code());
    std::size_t column = kFirstMoneyColumn;
    for (const std::int64_t minor : amounts(row.figures)) {
      object.text(kClientColumns[column++], format_minor(row.currency, minor));
    }
    object.number("oldest_overdue_days", row.oldest_overdue_days);
    object.text_or_null("limit_kind", row.has_limit ? limit_kind_code(row.limit_kind) : "");
    object.text_or_null("limit", limit_text(row));
    object.number_or_null("utilisation_bp", row.utilisation_bp,
                          row.has_limit && row.utilisation_bp >= 0);
    object.text("hold", hold_code(row.hold));
    object.boolean("estimated", row.figures.estimated());
    if (in == RowsIn::kLimitCurrency) object.text_or_null(kFxColumn, date_text(row.fx_as_of));
    out += object.take();
    out.push_back('\n');
  }
  return out;
}

}  // namespace encours::views
