// The demo's company, day by day: what its clients order, what it ships and bills, what they pay,
// and what its credit manager decides. It obeys holds as an ERP would: a held order does not ship
// until it is released.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "encours/v1/event.pb.h"
#include "encours/v1/outputs.pb.h"
#include "src/cli/demo/client.h"

namespace encours::demo {

class Company {
 public:
  Company(std::uint64_t seed, int clients, Day first_day);

  // What happens on `day`, in the order in which it enters the books. Days come one after the
  // other.
  std::vector<v1::Event> business_of(Day day);

  // What Encours said of an order: whether it may ship.
  void hear(const v1::OrderDecision& decision);

  const std::vector<Client>& clients() const { return clients_; }
  // Names by client id.
  const std::map<std::string, std::string>& names() const { return names_; }

 private:
  struct Order {
    std::size_t client = 0;
    std::string number;
    std::int64_t cents = 0;
    std::int64_t quantity = 0;
    Day ships_on = kNoDay;
    bool held = false;
    bool asked = false;  // the credit manager has looked at it
  };
  struct Invoice {
    std::size_t client = 0;
    std::string number;
    std::int64_t cents = 0;
    Day due_on = kNoDay;
    Day paid_on = kNoDay;
    bool disputed = false;
  };

  void open_accounts(Day day);
  void place_orders(Day day);
  void decide(Day day);
  void ship(Day day);
  void bill(Day day, std::size_t client, const Order& order, const std::string& delivery);
  void pay(Day day);
  void settle(Day day, std::size_t client, const std::vector<Invoice>& paid);
  void dispute(Day day);
  void raise_limits(Day day);
  v1::Event& add(Day day, std::size_t client, std::string event_id);

  Random random_;
  std::vector<Client> clients_;
  std::map<std::string, std::string> names_;
  std::vector<v1::Event> today_;

  std::map<std::string, Order> orders_;      // not shipped yet, by number
  std::map<std::string, Invoice> invoices_;  // not paid yet, by number
  std::set<std::string> in_dispute_;
  std::set<std::string> forced_;  // clients held by the credit manager
  int next_order_ = 1;
  int next_invoice_ = 1;
  int next_receipt_ = 1;
  int next_decision_ = 1;
};

}  // namespace encours::demo
