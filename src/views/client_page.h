// A client's page: the figures of an account with their formula, what was found, the orders, the
// open items. Used by `encours client show`.
#pragma once

#include <string>
#include <vector>

#include "encours/v1/outputs.pb.h"
#include "operators/client_reading.h"
#include "operators/domain/day.h"
#include "src/views/order_list.h"
#include "src/views/screen.h"

namespace encours::views {

// All that the page of one account shows.
struct AccountPage {
  v1::ExposureSheet sheet;
  std::vector<v1::Cause> causes;
  std::vector<OrderLine> orders;
  std::vector<OpenItem> items;
  Day day = kNoDay;  // that the figures stand for
};

// With `explain`: how each figure is made up, down to the open items.
std::string account_page(const AccountPage& page, bool explain, const Screen& screen);

// One object on one line.
std::string account_json(const AccountPage& page);

}  // namespace encours::views
