#include "operators/client/publish/sheet.h"

#include <algorithm>
#include <map>

#include "operators/client/ageing/ageing.h"
#include "operators/client/checked.h"
#include "operators/client/exposure/exposure.h"
#include "operators/client/findings.h"
#include "operators/client/fx.h"
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
    line.set_estimated(buckets.estimated);
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

// Whether the exposure in the limit's currency is made of others too.
bool needs_rates(const v1::ExposureSheet& sheet) {
  return std::any_of(sheet.lines().begin(), sheet.lines().end(), [&](const v1::SheetLine& line) {
    return line.exposure_minor() != 0 && line.currency() != sheet.limit().currency();
  });
}

void add_limit(v1::ExposureSheet& sheet, const utilisation::Figures& used) {
  sheet.set_limit_kind(used.limit.kind);
  wire_from_minor(used.limit.currency, used.limit.amount_minor, *sheet.mutable_limit());
  wire_from_minor(used.limit.currency, used.exposure_minor, *sheet.mutable_exposure());
  sheet.set_utilisation_bp(used.utilisation_bp);
}

// Adds up the amounts of all lines in one currency. Open items, overdue and what they are made of
// are sums of their valued ages, so that they still add up.
class SumInCurrency {
 public:
  SumInCurrency(const v1::Policy& policy, Currency into) : policy_(policy), into_(into) {
    sum_.set_currency(std::string(into.code()));
  }

  void add(const v1::SheetLine& line) {
    from_ = checked_currency(line.currency());
    sum_.set_disputed_minor(sum_.disputed_minor() + value(line.disputed_minor()));
    sum_.set_unapplied_receipts_minor(sum_.unapplied_receipts_minor() +
                                      value(line.unapplied_receipts_minor()));
    sum_.set_unapplied_credits_minor(sum_.unapplied_credits_minor() +
                                     value(line.unapplied_credits_minor()));
    sum_.set_bills_and_debits_at_risk_minor(sum_.bills_and_debits_at_risk_minor() +
                                            value(line.bills_and_debits_at_risk_minor()));
    sum_.set_billing_not_posted_minor(sum_.billing_not_posted_minor() +
                                      value(line.billing_not_posted_minor()));
    sum_.set_deliveries_not_invoiced_minor(sum_.deliveries_not_invoiced_minor() +
                                           value(line.deliveries_not_invoiced_minor()));
    sum_.set_open_orders_minor(sum_.open_orders_minor() + value(line.open_orders_minor()));
    sum_.set_orders_held_minor(sum_.orders_held_minor() + value(line.orders_held_minor()));
    sum_.set_overdue_net_minor(sum_.overdue_net_minor() + value(line.overdue_net_minor()));
    sum_.set_parked_minor(sum_.parked_minor() + value(line.parked_minor()));
    sum_.set_deposits_minor(sum_.deposits_minor() + value(line.deposits_minor()));
    sum_.set_estimated(sum_.estimated() || line.estimated());
    add_ages(line);
  }

  // `exposure_minor` is what the account's exposure is judged by.
  v1::SheetLine take(std::int64_t exposure_minor) {
    sum_.set_exposure_minor(exposure_minor);
    return std::move(sum_);
  }

 private:
  std::int64_t value(std::int64_t minor) const {
    return value_in(policy_, from_, minor, into_).minor;
  }

  void add_ages(const v1::SheetLine& line) {
    for (int bucket = 0; bucket < line.bucket_minor_size(); ++bucket) {
      const std::int64_t aged = value(line.bucket_minor(bucket));
      if (bucket == sum_.bucket_minor_size()) {
        sum_.add_bucket_minor(0);
      }
      sum_.set_bucket_minor(bucket, sum_.bucket_minor(bucket) + aged);
      sum_.set_open_items_minor(sum_.open_items_minor() + aged);
      sum_.set_overdue_minor(sum_.overdue_minor() + (bucket == 0 ? 0 : aged));
    }
    const std::int32_t since = line.oldest_overdue_since();
    if (since != 0 && (sum_.oldest_overdue_since() == 0 || since < sum_.oldest_overdue_since())) {
      sum_.set_oldest_overdue_since(since);
    }
  }

  const v1::Policy& policy_;
  Currency into_;
  Currency from_;
  v1::SheetLine sum_;
};

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
  if (needs_rates(sheet)) {
    sheet.set_fx_as_of(policy.fx_as_of());
  }
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

v1::ExposureSheet client_sheet_in_limit(Rows& rows, const AccountKey& account, Day day) {
  const v1::Policy& policy = policy_in_force(rows);
  v1::ExposureSheet sheet = compose_sheet(rows, account, policy, day);
  SumInCurrency sum(policy, checked_currency(sheet.limit().currency()));
  for (const v1::SheetLine& line : sheet.lines()) {
    sum.add(line);
  }
  sheet.clear_lines();
  *sheet.add_lines() = sum.take(minor_from_wire(sheet.exposure()).value_or(0));
  return sheet;
}

}  // namespace encours
