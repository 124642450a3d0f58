// One order's progress: what was ordered, delivered and billed of each line, and what that comes
// to. Pure: works on the entry alone.
//
// Along its value a line is, from nothing to the whole: billed | delivered and not billed | come
// back | ordered and neither. The value up to a quantity is gross x quantity / ordered, rounded
// once, half away from zero, so that the parts add up to the cent and a line that is done comes to
// its gross.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "encours/state/v1/exposure.pb.h"
#include "encours/v1/orders.pb.h"
#include "encours/v1/policy.pb.h"
#include "operators/client/signals.h"
#include "operators/domain/money.h"
#include "operators/verdict.h"

namespace encours::exposure {

// Parts of an order's value, minor units of its currency; 0 until the order is known.
struct OrderValue {
  std::int64_t open = 0;       // ordered and neither delivered nor billed
  std::int64_t delivered = 0;  // delivered, not billed and not come back
  // How much of them the advances for the order cover, deliveries first.
  std::int64_t prepaid_open = 0;
  std::int64_t prepaid_delivered = 0;
  bool done = false;     // nothing more is to ship: of a known order or one that ended
  bool shipped = false;  // a line of it was delivered, as far as is known
  std::vector<ScheduledPart> scheduled;  // the parts of `open` that ship on a day, by line

  friend bool operator==(const OrderValue&, const OrderValue&) = default;
};

OrderValue value_of(const state::v1::ExposureOrder& entry);

// Whether the order was cancelled or closed and has not come back since: by a reopening on that
// day or later, or by an order of the same number that bears a later date. Days, not the order in
// which we heard of them, decide.
bool has_ended(const state::v1::ExposureOrder& entry);

// Whether it had ended and lives again.
bool came_back(const state::v1::ExposureOrder& entry);

// Puts what the order says in the place of what it said before; progress stays. Refuses a value
// that with its tax is more than one amount may be.
Verdict replace_order(const v1::Order& order, std::int64_t revision, const v1::Policy& policy,
                      state::v1::ExposureOrder& entry);

// The line of that number, made in its place if there is none.
state::v1::ExposureOrderLine& line_of(state::v1::ExposureOrder& entry, int line);

// Adds to the advances for the order.
void add_advance(Currency currency, std::int64_t minor, state::v1::ExposureOrder& entry);

// Drops lines that say nothing; whether the entry says anything then.
bool drop_idle(state::v1::ExposureOrder& entry);

// The line's value from nothing up to a quantity of it. `ordered_milli` is not 0.
std::int64_t value_up_to(std::int64_t gross_minor, std::int64_t milli, std::int64_t ordered_milli);

}  // namespace encours::exposure
