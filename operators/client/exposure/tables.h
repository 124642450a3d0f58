// The tables of exposure.
#pragma once

#include "encours/state/v1/exposure.pb.h"
#include "operators/domain/keys.h"
#include "operators/domain/paged_set.h"
#include "operators/rows.h"

namespace encours::exposure {

// Totals and the sizes of the sets below, one row an account.
inline constexpr Table<AccountKey, state::v1::ExposureHead> kExposure{20, "exposure",
                                                                      Content::kFacts};
inline constexpr Table<AccountPageKey, state::v1::Page> kExposureOrders{21, "exposure_orders",
                                                                        Content::kFacts};
using OrderSet = PagedSet<state::v1::ExposureOrder, AccountPageKey, AccountKey>;
inline constexpr Table<AccountPageKey, state::v1::Page> kExposureDeliveries{
    22, "exposure_deliveries", Content::kFacts};
using DeliverySet = PagedSet<state::v1::ExposureDelivery, AccountPageKey, AccountKey>;
inline constexpr Table<AccountPageKey, state::v1::Page> kExposureBillings{23, "exposure_billings",
                                                                          Content::kFacts};
using BillingSet = PagedSet<state::v1::ExposureBilling, AccountPageKey, AccountKey>;
inline constexpr Table<AccountPageKey, state::v1::Page> kExposureBillingRefs{
    24, "exposure_billing_refs", Content::kFacts};
using BillingRefSet = PagedSet<state::v1::ExposureBillingRef, AccountPageKey, AccountKey>;

}  // namespace encours::exposure
