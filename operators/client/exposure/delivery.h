// One delivery or return: what it moves of orders, and what lines without an order are worth. Pure:
// works on the entry alone.
//
// A document may bill an order's line by naming the delivery only. What it billed is kept at the
// delivery and handed on to the order when the delivery says which one it serves, so that delivery
// and document may come in any order.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "encours/state/v1/exposure.pb.h"
#include "encours/v1/orders.pb.h"
#include "encours/v1/policy.pb.h"
#include "operators/verdict.h"

namespace encours::exposure {

// What a delivery or return adds to a line of an order.
struct OrderEffect {
  std::string_view order_id;
  int order_line = 0;
  std::int64_t delivered_milli = 0;
  std::int64_t returned_milli = 0;
  int final_deliveries = 0;
  state::v1::Billed billed;
};

// Valid as long as the entry is not changed.
std::vector<OrderEffect> effects_of(const state::v1::ExposureDelivery& entry);

// Its lines without an order, as far as they are not billed. Minor units of the entry's currency.
std::int64_t value_of(const state::v1::ExposureDelivery& entry);

// Puts what the delivery says in the place of what it said before; what was billed of it stays.
// Refuses lines of several currencies and a value that with its tax is more than one amount may be.
Verdict replace_delivery(const v1::Delivery& delivery, const v1::Policy& policy,
                         state::v1::ExposureDelivery& entry);

// Puts what the return says in the place of what it said before.
void replace_return(const v1::GoodsReturned& returned, state::v1::ExposureDelivery& entry);

// The line of that number, made in its place if there is none.
state::v1::ExposureDeliveryLine& line_of(state::v1::ExposureDelivery& entry, int line);

// Drops lines that say nothing; whether the entry says anything then.
bool drop_idle(state::v1::ExposureDelivery& entry);

}  // namespace encours::exposure
