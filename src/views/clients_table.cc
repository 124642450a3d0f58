#include <algorithm>
#include <map>

#include "src/views/amounts.h"
#include "src/views/client_rows.h"
#include "src/views/table.h"

namespace encours::views {
namespace {

// A column of amounts: where it stands, how soon it makes room, where it comes from.
struct AmountColumn {
  Word heading;
  int rank;
  std::int64_t (*of)(const v1::SheetLine&);
};

template <int Number>
std::int64_t bucket(const v1::SheetLine& line) {
  return Number < line.bucket_minor_size() ? line.bucket_minor(Number) : 0;
}

// What a credit manager looks at first has the lowest rank.
constexpr std::array kAmounts = {
    AmountColumn{Word::kOpenItems, 0, [](const v1::SheetLine& l) { return l.open_items_minor(); }},
    AmountColumn{Word::kDisputed, 6, [](const v1::SheetLine& l) { return l.disputed_minor(); }},
    AmountColumn{Word::kUnappliedReceipts, 7,
                 [](const v1::SheetLine& l) { return l.unapplied_receipts_minor(); }},
    AmountColumn{Word::kUnappliedCredits, 8,
                 [](const v1::SheetLine& l) { return l.unapplied_credits_minor(); }},
    AmountColumn{Word::kBillsAtRisk, 9,
                 [](const v1::SheetLine& l) { return l.bills_and_debits_at_risk_minor(); }},
    AmountColumn{Word::kBillingNotPosted, 9,
                 [](const v1::SheetLine& l) { return l.billing_not_posted_minor(); }},
    AmountColumn{Word::kDeliveriesNotInvoiced, 8,
                 [](const v1::SheetLine& l) { return l.deliveries_not_invoiced_minor(); }},
    AmountColumn{Word::kOpenOrders, 5,
                 [](const v1::SheetLine& l) { return l.open_orders_minor(); }},
    AmountColumn{Word::kOrdersHeld, 3,
                 [](const v1::SheetLine& l) { return l.orders_held_minor(); }},
    AmountColumn{Word::kExposure, 1, [](const v1::SheetLine& l) { return l.exposure_minor(); }},
    AmountColumn{Word::kOverdue, 0, [](const v1::SheetLine& l) { return l.overdue_minor(); }},
    AmountColumn{Word::kOverdueNet, 7,
                 [](const v1::SheetLine& l) { return l.overdue_net_minor(); }},
    AmountColumn{Word::kCurrent, 6, &bucket<0>},
    AmountColumn{Word::kDays1To30, 4, &bucket<1>},
    AmountColumn{Word::kDays31To60, 4, &bucket<2>},
    AmountColumn{Word::kDays61To90, 4, &bucket<3>},
    AmountColumn{Word::kDaysOver90, 4, &bucket<4>},
};

Paint paint_of(const ClientRow& row, Word heading) {
  const bool late = heading == Word::kDaysOver90 || heading == Word::kDays61To90;
  if (late && row.figures.overdue_minor() > 0) return Paint::kBad;
  if (heading == Word::kOverdue && row.figures.overdue_minor() > 0) return Paint::kWarning;
  return Paint::kPlain;
}

Cell limit_cell(const ClientRow& row, Language language) {
  if (!row.has_limit) return {};
  switch (row.limit_kind) {
    case v1::LIMIT_KIND_AMOUNT:
      return {amount_for_people(row.currency, row.limit_minor, language), Paint::kPlain};
    case v1::LIMIT_KIND_ZERO:
      return {std::string(word(language, Word::kLimitZero)), Paint::kWarning};
    case v1::LIMIT_KIND_UNLIMITED:
      return {std::string(word(language, Word::kLimitUnlimited)), Paint::kDim};
    default:
      return {};
  }
}

Cell utilisation_cell(const ClientRow& row, Language language) {
  if (!row.has_limit || row.utilisation_bp < 0) return {};
  constexpr std::int64_t kFull = 10'000;
  constexpr std::int64_t kNearlyFull = 8'000;
  const Paint paint = row.utilisation_bp > kFull          ? Paint::kBad
                      : row.utilisation_bp >= kNearlyFull ? Paint::kWarning
                                                          : Paint::kPlain;
  return {share_for_people(row.utilisation_bp, language), paint};
}

Cell hold_cell(const ClientRow& row, Language language) {
  switch (row.hold) {
    case AccountHold::kNone:
      return {};
    case AccountHold::kDocument:
      return {std::string(word(language, Word::kHoldDocument)), Paint::kWarning};
    case AccountHold::kAccount:
      return {std::string(word(language, Word::kHoldAccount)), Paint::kBad};
  }
  return {};
}

std::vector<Column> columns(const std::vector<ClientRow>& rows, Language language) {
  const auto heading = [language](Word which) { return std::string(word(language, which)); };
  // A small firm has one segment and never needs to see it.
  const bool segments = std::any_of(rows.begin(), rows.end(),
                                    [](const ClientRow& row) { return row.segment != "main"; });
  std::vector<Column> columns;
  columns.push_back({heading(Word::kClient), Align::kLeft, 0, false});
  columns.push_back({segments ? heading(Word::kSegment) : "", Align::kLeft, 2, true});
  columns.push_back({heading(Word::kCurrency), Align::kLeft, 0, false});
  for (const AmountColumn& amount : kAmounts) {
    columns.push_back({heading(amount.heading), Align::kRight, amount.rank, amount.rank > 1});
  }
  columns.push_back({heading(Word::kOldestDays), Align::kRight, 1, false});
  columns.push_back({heading(Word::kLimit), Align::kRight, 2, true});
  columns.push_back({heading(Word::kUtilisation), Align::kRight, 2, true});
  columns.push_back({heading(Word::kHold), Align::kLeft, 1, true});
  return columns;
}

void add_totals(const std::vector<ClientRow>& rows, Language language, Table& table) {
  std::map<Currency, std::array<std::int64_t, kAmounts.size()>> sums;
  for (const ClientRow& row : rows) {
    auto& sum = sums[row.currency];
    for (std::size_t i = 0; i < kAmounts.size(); ++i) {
      // A total beyond what can be held is not shown rather than shown wrong.
      if (!add_to(sum[i], kAmounts[i].of(row.figures))) return;
    }
  }
  table.add_rule();
  for (const auto& [currency, sum] : sums) {
    std::vector<Cell> cells;
    cells.push_back({std::string(word(language, Word::kTotal)), Paint::kBold});
    cells.push_back({});
    cells.push_back({std::string(currency.code()), Paint::kBold});
    for (const std::int64_t minor : sum) {
      cells.push_back({amount_for_people(currency, minor, language, true), Paint::kBold});
    }
    cells.resize(cells.size() + 4);
    table.add_row(std::move(cells));
  }
}

}  // namespace

std::string clients_table(const std::vector<ClientRow>& rows, const Screen& screen) {
  const Language language = screen.language;
  Table table(columns(rows, language));
  const bool segments = std::any_of(rows.begin(), rows.end(),
                                    [](const ClientRow& row) { return row.segment != "main"; });
  for (const ClientRow& row : rows) {
    std::vector<Cell> cells;
    cells.push_back({row.client_id, Paint::kPlain});
    cells.push_back({segments ? row.segment : "", Paint::kPlain});
    cells.push_back({std::string(row.currency.code()), Paint::kDim});
    for (const AmountColumn& amount : kAmounts) {
      const bool estimate = amount.heading == Word::kExposure && row.figures.estimated();
      cells.push_back({(estimate ? "~" : "") +
                           amount_for_people(row.currency, amount.of(row.figures), language, true),
                       paint_of(row, amount.heading)});
    }
    const std::int64_t days = row.oldest_overdue_days;
    cells.push_back({days > 0 ? count_for_people(days, language) : "",
                     days > 60 ? Paint::kBad : Paint::kPlain});
    cells.push_back(limit_cell(row, language));
    cells.push_back(utilisation_cell(row, language));
    cells.push_back(hold_cell(row, language));
    table.add_row(std::move(cells));
  }
  if (rows.size() > 1) add_totals(rows, language, table);
  const bool estimates = std::any_of(rows.begin(), rows.end(),
                                     [](const ClientRow& row) { return row.figures.estimated(); });
  return table.text(screen) +
         (estimates ? painted(screen, Paint::kDim, word(language, Word::kEstimated)) + "\n" : "");
}

}  // namespace encours::views
