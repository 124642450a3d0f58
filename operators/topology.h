// The topology of each log: which operators an event runs down, in which order. src/ sees operators
// through this page.
//
// topology.cc is the whole system on one page. Wiring is checked when it compiles: a row may hear
// only inputs or what a row above it says, and no two tables share a number.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "operators/operator.h"

namespace encours {

// The operators of one log, ready to run. Has no state of its own: all state is in Rows.
class Topology {
 public:
  virtual ~Topology() = default;

  // Runs one step: the input down all rows. The first refusal or repeat ends it; the caller undoes
  // the rows.
  virtual Verdict run(const Input& input, Rows& rows, Emit& emit) const = 0;

  // The rows the input will need.
  virtual void wants(const Input& input, Wishes& wishes) const = 0;

  // Whether some operator hears the kind.
  virtual bool hears(Kind kind) const = 0;

  // All tables, in order of their number.
  virtual std::span<const TableInfo> tables() const = 0;

  // Operators, what they hear, say and keep, as text for people; pinned by a golden file.
  virtual std::string describe() const = 0;
};

// The operators of credit.events.
const Topology& client_topology();

// All figures of a credit account as of `day`, the day that was folded last: what publish says of
// it, without an origin. For commands and views.
v1::ExposureSheet client_sheet(Rows& rows, const AccountKey& account, Day day);

// The same with one line, in the limit's currency: each amount valued by the rates in force.
v1::ExposureSheet client_sheet_in_limit(Rows& rows, const AccountKey& account, Day day);

}  // namespace encours
