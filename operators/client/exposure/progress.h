// One order's progress: what was ordered, delivered and invoiced of each line, and what that comes to.
// Pure: works on the entry alone.
#pragma once

#include <cstdint>

#include "encours/state/v1/exposure.pb.h"
#include "encours/v1/orders.pb.h"

namespace encours::exposure {

// Parts of an order's value, minor units of its currency. Both 0 until the order is known.
struct OrderValue {
  std::int64_t open = 0;       // ordered and neither delivered nor invoiced
  std::int64_t delivered = 0;  // delivered and not invoiced

  friend bool operator==(const OrderValue&, const OrderValue&) = default;
};

// Puts the order's own lines in the place of those it had. Progress stays.
void replace_order(const v1::Order& order, std::int64_t revision, state::v1::ExposureOrder& entry);

// Adds to the progress of a line; any sign. False when the quantity overflows.
[[nodiscard]] bool add_delivered(state::v1::ExposureOrder& entry, int line, std::int64_t milli,
                                 int finals);
[[nodiscard]] bool add_invoiced(state::v1::ExposureOrder& entry, int line, std::int64_t milli);

OrderValue value_of(const state::v1::ExposureOrder& entry);

// Whether all that the order will ever come to is invoiced, or it has ended.
bool is_done(const state::v1::ExposureOrder& entry, const OrderValue& value);

}  // namespace encours::exposure
