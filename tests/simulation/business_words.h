// Small helpers of the random business. Private to it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "encours/v1/event.pb.h"

namespace encours::simulation {

// Minor units as money on the wire; EUR, USD, JPY and TND.
v1::Money money_of(const std::string& currency, std::int64_t minor);

// The order of OrderPlaced or OrderChanged.
const v1::Order& order_in(const v1::Event& event);

std::string order_currency(const v1::Order& order);

}  // namespace encours::simulation
