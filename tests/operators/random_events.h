// Random texts of events about few entities, so that they meet often. Each event has a revision of
// its own, as the promise that order does not matter asks of a feed.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "operators/domain/keys.h"
#include "tests/operators/events.h"

namespace encours::test {

// The accounts that the events are about, by the policy under which they are read.
inline const AccountKey kMain{std::string(kClient), "main"};
inline const AccountKey kExport{std::string(kClient), "export"};

inline v1::Event policy_event() {
  v1::Event event;
  v1::Policy& policy = *event.mutable_policy();
  policy.set_version("test 1");
  policy.set_reporting_currency("EUR");
  policy.set_fx_fallback_micro(1'000'000);
  policy.set_dispute_days(20);
  policy.set_default_limit_kind(v1::LIMIT_KIND_NONE);
  auto& segment = *policy.add_segments();
  segment.set_seller_company("2000");
  segment.set_segment("export");
  return event;
}

class RandomEvents {
 public:
  explicit RandomEvents(unsigned seed) : random_(seed) {}

  // Documents, settlements, disputes, write-offs, cancellations and reversals.
  std::vector<v1::Event> receivables(int count) {
    return draw(count, [this] { return receivable(); });
  }

  // Orders, deliveries, and invoices and credit notes that bill them. Every value is quantity times
  // a whole price, so that nothing is rounded.
  std::vector<v1::Event> orders(int count) {
    return draw(count, [this] { return order_or_bill(); });
  }

 private:
  template <class Line>
  std::vector<v1::Event> draw(int count, Line line) {
    std::vector<v1::Event> events;
    for (int i = 0; i < count; ++i) {
      events.push_back(event_of(line() + " rev " + std::to_string(++revision_)));
    }
    return events;
  }

  std::string receivable() {
    switch (up_to(10)) {
      case 0:
        return "invoice " + invoice() + " " + amount() + " 2024-05-01 due " + due();
      case 1:
        return two_lines();
      case 2:
        return "receipt R" + number() + " " + amount() + " 2024-05-03";
      case 3:
        return "credit C" + number() + " " + amount() + " 2024-05-03";
      case 4:
        return "reverse S" + number();
      case 5:
        return "cancel " + invoice();
      case 6:
        return "dispute D" + number() + " " + invoice() + (up_to(2) != 0 ? "" : ":" + amount()) +
               " " + due();
      case 7:
        return "undispute D" + number() + " " + invoice();
      case 8:
        return "writeoff W" + number() + " " + invoice() + ":" + amount();
      default:
        return settlement();
    }
  }

  std::string two_lines() {
    const int first = 1 + up_to(90);
    const int second = 1 + up_to(90);
    return "invoice " + invoice() + " " + std::to_string(first + second) + ".00 2024-05-01 due " +
           due() + ":" + std::to_string(first) + ".00 " + due() + ":" + std::to_string(second) +
           ".00";
  }

  std::string settlement() {
    const std::string moved = amount();
    const std::string receipt = up_to(2) != 0 ? "R" + number() : "C" + number();
    const std::string line = up_to(3) == 0 ? "/" + std::to_string(1 + up_to(3)) : "";
    const std::string outside = up_to(4) == 0 ? " BANK_CHARGE:1.50 " + invoice() + ":-1.50" : "";
    return "settle S" + number() + " " + invoice() + line + ":-" + moved + " " + receipt + ":" +
           moved + outside;
  }

  std::string order_or_bill() {
    switch (up_to(16)) {
      case 13:
        return "return G" + number() + " 1:" + order() + "/1:" + std::to_string(up_to(5)) +
               " 2:" + order() + "/2:" + std::to_string(up_to(5));
      case 14:
        return (up_to(6) == 0 ? "cancel B" + number()
                              : "invoice B" + number() + " 4.00 2024-05-03 bills" + billed_line() +
                                    billed_line());
      case 15:
        return posted() + " posts B" + number() + (up_to(2) != 0 ? "" : " bills" + billed_line());
      case 0:
      case 1:
      case 2:
        return "order " + order() + order_line(1) + order_line(2);
      case 3:
      case 4:
      case 5:
        return "deliver L" + number() + delivery_line(1) + delivery_line(2);
      case 6:
        return "credit C" + number() + " 1.00 2024-05-03 bills" + billed_line() + billed_line();
      case 7:
        return (up_to(3) != 0 ? "cancel I" : "cancel O") + number();
      case 8:
        return up_to(2) != 0 ? "close " + order() : "invoice I" + number() + " 2.00 2024-05-03";
      case 9:
        return "reopen " + order() + (up_to(2) != 0 ? " 2024-05-20" : " 2024-06-10") +
               order_line(1) + order_line(2);
      default:
        return "invoice I" + number() + " 3.00 2024-05-03 bills" + billed_line() + billed_line();
    }
  }

  std::string posted() {
    return up_to(4) == 0 ? "credit C" + number() + " 1.00 2024-05-03"
                         : "invoice I" + number() + " 5.00 2024-05-03";
  }

  std::string order_line(int line) {
    const int quantity = (1 + up_to(9)) * (line == 2 && up_to(2) != 0 ? -1 : 1);
    const int rejected = up_to(4) == 0 ? quantity / 2 : 0;
    return " " + std::to_string(line) + ":" + std::to_string(quantity) + ":" +
           std::to_string(quantity * (1 + up_to(5))) + ".00:" + std::to_string(rejected) +
           (up_to(8) == 0 ? ":final" : "");
  }

  std::string delivery_line(int line) {
    const int quantity = (1 + up_to(5)) * (line == 2 && up_to(2) != 0 ? -1 : 1);
    const bool free = up_to(4) == 0;
    return " " + std::to_string(line) + ":" + (free ? "-" : order() + "/" + std::to_string(line)) +
           ":" + std::to_string(quantity) +
           (free ? ":" + std::to_string(quantity * (1 + up_to(5))) + ".00" : "") +
           (up_to(8) == 0 ? ":final" : "");
  }

  // An order's line, a delivery's line, both, or the whole of either.
  std::string billed_line() {
    const std::string line = "/" + std::to_string(1 + up_to(2));
    const std::string quantity = up_to(5) == 0 ? "" : ":" + std::to_string(1 + up_to(4));
    switch (up_to(6)) {
      case 0:
        return " " + order();
      case 1:
        return " L" + number();
      case 2:
        return " L" + number() + line + ":" + std::to_string(1 + up_to(4)) + ":" + order() + line;
      case 3:
        return " " + order() + line + quantity;
      default:
        return " L" + number() + line + quantity;
    }
  }

  int up_to(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
  std::string number() { return std::to_string(up_to(6)); }
  std::string company() { return up_to(5) == 0 ? "@2000" : ""; }
  std::string invoice() { return "I" + number() + company(); }
  std::string order() { return "O" + number() + company(); }
  std::string currency() { return up_to(6) == 0 ? "USD" : ""; }
  std::string amount() { return std::to_string(1 + up_to(120)) + ".25" + currency(); }
  std::string due() { return "2024-05-" + std::to_string(10 + up_to(20)); }

  std::mt19937 random_;
  int revision_ = 0;
};

}  // namespace encours::test
