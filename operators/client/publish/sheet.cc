#include "operators/client/publish/sheet.h"

#include <map>

#include "operators/client/ageing/ageing.h"
#include "operators/client/checked.h"
#include "operators/client/exposure/exposure.h"
#include "operators/client/findings.h"
#include "operators/client/ledger/ledger.h"
#include "operators/client/orders/orders.h"
#include "operators/client/utilisation/utilisation.h"
#include "operators/topology.h"

namespace encours {
namespace {

// By currency code, so that lines are sorted.
using Lines = std::map<std::string, v1::SheetLine>;

v1::SheetLine& line_of(Lines& lines, Currency currency) {
  v1::SheetLine& line = lines[std::string(currency.code())];
  line.set_currency(std::string(currency.code()));
  return line;
}

void add_documents(Lines& lines, const std::vector<exposure::Buckets>& all) {
  for (const exposure::Buckets& buckets : all) {
    v1::SheetLine& line = line_of(lines, buckets.currency);
    line.set_open_items_minor(buckets.open_items);
    line.set_disputed_minor(buckets.disputed);
    line.set_unapplied_receipts_minor(buckets.unapplied_receipts + buckets.prepaid_deliveries);
    line.set_unapplied_credits_minor(buckets.unapplied_credits);
    line.set_billing_not_posted_minor(buckets.billing_not_posted);
    line.set_deliveries_not_invoiced_minor(buckets.deliveries_not_invoiced);
    line.set_bills_and_debits_at_risk_minor(buckets.at_risk);
    line.set_deposits_minor(buckets.deposits);
    line.set_parked_minor(buckets.parked);
    line.set_exposure_minor(buckets.documents());
  }
}

// Approved orders are exposure, held ones stand beside it.
void add_orders(Lines& lines, Rows& rows, const AccountKey& account) {
  for (const state::v1::OrderSums& sums : orders::sums(rows, account)) {
    v1::SheetLine& line = line_of(lines, checked_currency(sums.currency()));
    line.set_open_orders_minor(sums.approved_minor());
    line.set_orders_later_minor(sums.approved_later_minor());
    line.set_orders_held_minor(sums.held_minor());
    // What is paid for in advance is shown as what it is: an order, and a receipt.
    line.set_unapplied_receipts_minor(line.unapplied_receipts_minor() +
                                      sums.approved_prepaid_minor());
    line.set_exposure_minor(line.exposure_minor() + sums.approved_minor() -
                            sums.approved_prepaid_minor());
  }
}

void add_ageing(v1::SheetLine& line, Rows& rows, const AccountKey& account, Day day) {
  const ageing::Figures figures =
      ageing::figures(rows, account, checked_currency(line.currency()), day);
  line.set_overdue_minor(figures.overdue);
  line.set_overdue_net_minor(figures.overdue_net);
  std::int64_t open = 0;
  for (const std::int64_t bucket : figures.buckets) {
    line.add_bucket_minor(bucket);
    open += bucket;
  }
  line.set_oldest_overdue_since(date_from_day(figures.oldest_overdue_since));
  ENCOURS_ASSERT(open == line.open_items_minor(), "the ages of the open items add up to them");
}

void add_limit(v1::ExposureSheet& sheet, const utilisation::Figures& used) {
  sheet.set_limit_kind(used.limit.kind);
  wire_from_minor(used.limit.currency, used.limit.amount_minor, *sheet.mutable_limit());
  wire_from_minor(used.limit.currency, used.exposure_minor, *sheet.mutable_exposure());
  sheet.set_utilisation_bp(used.utilisation_bp);
}

}  // namespace

v1::ExposureSheet compose_sheet(Rows& rows, const AccountKey& account, const v1::Policy& policy,
                                Day day) {
  Lines lines;
  add_documents(lines, exposure::buckets(rows, account));
  add_orders(lines, rows, account);
  v1::ExposureSheet sheet;
  sheet.mutable_account()->set_client_id(account.client_id);
  sheet.mutable_account()->set_segment(account.segment);
  for (auto& [code, line] : lines) {
    add_ageing(line, rows, account, day);
    *sheet.add_lines() = std::move(line);
  }
  add_limit(sheet, utilisation::figures(rows, account, policy, day));
  sheet.set_account_hold(orders::hold_of(rows, account) == orders::AccountHold::kForced);
  return sheet;
}

void want_sheet(Wishes& wishes, const AccountKey& account) {
  wishes.want(ledger::kLedger, account);
  wishes.want(exposure::kExposure, account);
  ageing::want_figures(wishes, account);
  wishes.want(kLimits, account);
  wishes.want(kOrderBook, account);
}

v1::ExposureSheet client_sheet(Rows& rows, const AccountKey& account, Day day) {
  return compose_sheet(rows, account, policy_in_force(rows), day);
}

}  // namespace encours
