// Exposure: what an account owes us and is about to owe us, each unit of value in one bucket. Its
// rows are facts.
#pragma once

#include <string_view>
#include <vector>

#include "operators/client/exposure/tables.h"
#include "operators/client/fx.h"
#include "operators/operator.h"

namespace encours {

struct Exposure {
  static constexpr std::string_view kName = "exposure";
  static constexpr auto kHears =
      kinds(Kind::kOrderPlaced, Kind::kOrderChanged, Kind::kOrderCancelled, Kind::kOrderClosed,
            Kind::kOrderReopened, Kind::kDelivery, Kind::kGoodsReturned, Kind::kInvoice,
            Kind::kInvoiceCancelled, Kind::kCreditNote, Kind::kOpenItemChanged,
            Kind::kUnappliedChanged, Kind::kOrderAdvanceChanged, Kind::kAccountTurned);
  static constexpr auto kSays =
      kinds(Kind::kOrderValueChanged, Kind::kExposureChanged, Kind::kFindings);
  static constexpr auto kTables =
      tables(exposure::kExposure, exposure::kExposureOrders, exposure::kExposureDeliveries,
             exposure::kExposureBillings, exposure::kExposureBillingRefs);

  static void wants(const Heard& heard, Wishes& wishes);
  static Verdict apply(const Heard& heard, Rows& rows, Emit& emit);
};

namespace exposure {

// The buckets of an account in one currency, gross minor units. Balances of receipts and credits
// are positive when they lower exposure.
struct Buckets {
  Currency currency;
  std::int64_t open_items = 0;
  std::int64_t disputed = 0;  // part of the open items
  std::int64_t unapplied_receipts = 0;
  std::int64_t unapplied_credits = 0;
  std::int64_t parked = 0;    // never negative; shown apart, counts nowhere
  std::int64_t at_risk = 0;   // bills and direct debits that can still come back
  std::int64_t deposits = 0;  // shown apart: cover, not cash
  std::int64_t billing_not_posted = 0;
  std::int64_t deliveries_not_invoiced = 0;
  std::int64_t prepaid_deliveries = 0;  // the part of them that advances for their orders cover
  std::int64_t orders = 0;              // open orders, approved or not
  bool estimated = false;               // some gross values were reckoned with a usual tax rate

  // What stands without the orders, which the order desk adds as it approves them.
  std::int64_t documents() const {
    return open_items + at_risk + billing_not_posted + deliveries_not_invoiced -
           prepaid_deliveries - unapplied_receipts - unapplied_credits;
  }
};

// One entry for each currency that the account's documents or orders ever named, sorted.
std::vector<Buckets> buckets(Rows& rows, const AccountKey& account);

// Buckets::documents of all currencies in one.
Valued documents_in(Rows& rows, const AccountKey& account, const v1::Policy& policy, Currency into);

}  // namespace exposure
}  // namespace encours
