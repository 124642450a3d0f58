// A naive second opinion: what every client owes, worked out again from the list of accepted events
// by looking at all of them each time. Used by the simulation.
//
// It is written from contracts and READMEs, shares no code with the operators except messages and
// dates, keeps nothing between two questions, and is as plain as it can be: it may be slow, it may
// not be clever. Amounts are minor units.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "encours/v1/event.pb.h"
#include "operators/domain/day.h"

namespace encours::simulation {

// One currency of an account, as a sheet shows it.
struct Figures {
  std::int64_t open_items = 0;
  std::int64_t disputed = 0;
  std::int64_t unapplied_receipts = 0;
  std::int64_t unapplied_credits = 0;
  std::int64_t billing_not_posted = 0;
  std::int64_t deliveries_not_invoiced = 0;
  std::int64_t at_risk = 0;
  std::int64_t deposits = 0;
  std::int64_t advances = 0;            // for orders, used or not
  std::int64_t assigned = 0;            // open, and sold without recourse
  std::int64_t prepaid_deliveries = 0;  // deliveries that advances for their orders cover
  std::int64_t orders = 0;              // open value of all orders, whatever was decided on them
  std::int64_t parked = 0;              // signed
  std::int64_t parked_gross = 0;
  std::int64_t overdue = 0;
  std::int64_t overdue_net = 0;
  std::array<std::int64_t, 5> buckets{};
  std::int32_t oldest_overdue_since = 0;  // yyyymmdd
  bool estimated = false;                 // a part of it is
  // What came and what moved it: debits - credits + moved = open + assigned - receipts - credits -
  // advances - deposits + parked.
  std::int64_t debits = 0;
  std::int64_t credits = 0;
  std::int64_t moved = 0;
};

// An order that has something open.
struct OpenOrder {
  std::int64_t revision = 0;
  std::string currency;
  std::int64_t open = 0;
  std::int64_t prepaid = 0;  // the part of it that advances cover
  std::int64_t prepaid_delivered = 0;
  std::int64_t later = 0;  // the part of it that ships beyond the policy's horizon
};

struct LimitInForce {
  v1::LimitKind kind = v1::LIMIT_KIND_NONE;
  std::string currency;
  std::int64_t amount = 0;
};

struct Account {
  std::map<std::string, Figures> figures;   // by currency
  std::map<std::string, OpenOrder> orders;  // by number
  // Advances that are left, by order and currency.
  std::map<std::pair<std::string, std::string>, std::int64_t> advances;
  LimitInForce limit;
};

// By client and segment.
using Accounts = std::map<std::pair<std::string, std::string>, Account>;

// `events`: those of one shard's log that were not refused, in order, ticks and policies included.
Accounts figures_of(std::span<const v1::Event> events);

// The newest balance that a source states of some books, and what stood there on its day.
struct StatedBalance {
  std::string client_id;
  std::string segment;
  std::string source_system;
  std::string company;
  std::string currency;
  Day as_of = kNoDay;
  std::int64_t open = 0;
  std::int64_t unapplied = 0;
  bool is_overtaken = false;  // by a list of a later day
  bool is_known = true;       // nothing was undone later of which only the order of arrival tells
  std::int64_t own_open = 0;
  std::int64_t own_unapplied = 0;
};
std::vector<StatedBalance> balances_of(std::span<const v1::Event> events);

// The last policy among the events, with the rates of the day.
v1::Policy policy_of(std::span<const v1::Event> events);

// What is used of a limit in basis points: -1 where there is none to divide by, a limit of zero
// included, unless something is owed: then a hundred times it.
std::int64_t utilisation_bp(v1::LimitKind kind, std::int64_t limit, std::int64_t exposure);

// Minor units of money that was accepted.
std::int64_t minor_of(const v1::Money& money);

// An amount in another currency by the policy's rates; the fallback where there is none.
std::int64_t value_in(const v1::Policy& policy, const std::string& from, std::int64_t minor,
                      const std::string& into);

}  // namespace encours::simulation
