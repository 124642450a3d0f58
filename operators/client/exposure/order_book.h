// The orders, deliveries and billed documents of one account during one step: entries are read once,
// changed in memory, and written by finish(), which also brings the totals along and says what
// changed of each order.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "operators/client/exposure/progress.h"
#include "operators/client/exposure/tables.h"
#include "operators/operator.h"

namespace encours::exposure {

class OrderBook {
 public:
  OrderBook(Rows& rows, AccountKey account);

  const AccountKey& account() const { return account_; }

  // Entries to change; made when there are none. Valid until finish().
  state::v1::ExposureOrder& order(const std::string& id);
  state::v1::ExposureDelivery& delivery(const std::string& id);
  state::v1::ExposureBilling& billing(const std::string& id);

  // The order itself came or changed: it must be judged, whatever its value does.
  void mark_placed(const std::string& id) { orders_.at(id).placed = true; }

  // Writes what changed. Says OrderValueChanged of each order; tells whether any figure moved.
  Verdict finish(Emit& emit, bool& moved);

 private:
  struct Order {
    state::v1::ExposureOrder entry;
    std::string currency_before;
    OrderValue before;
    bool placed = false;
  };
  struct Delivery {
    state::v1::ExposureDelivery entry;
    std::string currency_before;
    std::int64_t before = 0;
  };

  [[nodiscard]] bool add_to_totals(std::string_view currency, std::int64_t orders,
                                   std::int64_t deliveries);
  [[nodiscard]] bool put_order(const std::string& id, Order& order, Emit& emit, bool& moved);
  [[nodiscard]] bool put_delivery(Delivery& delivery, bool& moved);

  Rows& rows_;
  AccountKey account_;
  state::v1::ExposureHead head_;
  std::map<std::string, Order> orders_;
  std::map<std::string, Delivery> deliveries_;
  std::map<std::string, state::v1::ExposureBilling> billings_;
};

}  // namespace encours::exposure
