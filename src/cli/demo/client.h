// The clients of the demo's company: who they are, how much they buy, how they pay.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "operators/domain/day.h"
#include "src/cli/demo/random.h"

namespace encours::demo {

// How a client pays its invoices.
enum class Habit : std::uint8_t {
  kPrompt,   // on the day or before it
  kUsual,    // within two weeks after it
  kSlow,     // three to six weeks after it
  kSliding,  // a little later each month
  kFailing,  // like the usual one until the day its cash is gone, then not at all
};

struct Client {
  std::string id;
  std::string name;
  Habit habit = Habit::kUsual;
  int terms_days = 30;
  int orders_per_hundred_days = 20;
  std::int64_t order_cents = 0;  // of a usual order, gross
  std::int64_t limit_cents = 0;
  Day slides_from = kNoDay;  // when a sliding client begins to slide
  Day fails_on = kNoDay;     // when a failing client pays its last invoice
};

// The clients of a company whose year begins on `first_day`: `count` of them, one group of which
// falls like dominoes.
std::vector<Client> make_clients(Random& random, int count, Day first_day);

// Days after the due date on which an invoice due on `due_on` is paid; nothing before the year's
// end if it never is.
inline constexpr int kNeverPaid = 10'000;
int days_late(const Client& client, Day due_on, Random& random);

}  // namespace encours::demo
