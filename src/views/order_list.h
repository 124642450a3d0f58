// Orders with what was decided on them and why. Used by `encours orders` and by a client's page.
#pragma once

#include <string>
#include <vector>

#include "encours/state/v1/orders.pb.h"
#include "encours/v1/outputs.pb.h"
#include "operators/domain/keys.h"
#include "src/views/screen.h"

namespace encours::views {

// An order in the book of an account, and the decision that was last said on it.
struct OrderLine {
  AccountKey account;
  state::v1::BookedOrder order;
  v1::OrderDecision decision;  // empty where none was said yet
};

// With the client, for lists; without, for a client's page.
std::string orders_table(const std::vector<OrderLine>& orders, bool with_client,
                         const Screen& screen);
std::string orders_csv(const std::vector<OrderLine>& orders);
std::string orders_json(const std::vector<OrderLine>& orders);

}  // namespace encours::views
