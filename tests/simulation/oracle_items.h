// The items of one client as the oracle gathers them from its events, and what each comes to.
// Private to the oracle.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "tests/simulation/oracle_parts.h"

namespace encours::simulation {

struct Moved {
  int line = 0;
  std::string currency;
  std::int64_t minor = 0;
  Day day = kNoDay;
};

struct Dispute {
  std::string id;
  int line = 0;
  bool has_amount = false;
  std::string currency;
  std::int64_t minor = 0;
};

// A due date put off.
struct Extension {
  int line = 0;
  Day agreed_on = kNoDay;
  Day until = kNoDay;
};

struct Assignment {
  bool sold = false;
  bool recourse = false;
  bool returned = false;
};

// What a transfer from another client tells.
struct Brought {
  std::string currency;
  Day posted_on = kNoDay;
  std::vector<std::pair<Day, int>> lines;  // due date, number
};

// One document, or only its name, with what was booked on it.
struct Item {
  v1::DocumentRef ref;
  const v1::Event* document = nullptr;
  bool cancelled = false;
  std::vector<Moved> moved;
  std::vector<Dispute> disputes;
  std::vector<std::pair<Day, v1::ReceiptState>> states;
  std::vector<Extension> extensions;
  std::map<std::string, Assignment> assignments;
  std::map<std::string, Brought> brought;  // by transfer
  const v1::Statement* statement = nullptr;
  std::map<std::string, Day> statement_due;  // by statement
};

using Items = std::map<std::string, Item>;

struct Line {
  Day due_on = kNoDay;
  Day put_off_to = kNoDay;
  int number = 0;
  std::int64_t open = 0;
  std::int64_t disputed = 0;
};

// All that the client's events say of its items; what moved statements is handed over to theirs.
Items items_of(const Known& known, const KnownClient& client);

// The document, or what a transfer told of it, has come and was not cancelled.
bool stands(const Item& item);

// Of what stands: its currency, and the day it is posted on.
std::string currency_of(const Item& item);
Day posted_on(const Item& item);

// What moved it in that currency.
std::int64_t moved_in(const Item& item, const std::string& currency);

// What a document came to, signed: what we owe is negative. Money asked for in advance is no claim.
std::int64_t came_to(const v1::Event& document);

// A factor has it, without recourse.
bool is_sold(const Item& item);

// What a list changes of an item: named, it is what the list says and what came after its day;
// absent, only what raised it after that day is left, and what paid it then pays what the list
// settled. An item whose document never came is the list's, kept in `listed`.
void hear_lists(const ListWord& word, std::deque<v1::Event>& listed, Item& item);

// The lines of what the client owes by the item, as they came; with a predecessor they are due when
// that is.
std::vector<Line> claim_lines(const Items& items, const Item& item);

// Its own disputes, and those of the items it continues.
std::vector<Dispute> disputes_of(const Items& items, const Item& item);

// What is open of each line; returns what was paid beyond all of them, positive.
std::int64_t pay_lines(const Item& item, const std::string& currency, std::vector<Line>& lines);

void contest_lines(std::vector<Dispute> disputes, const std::string& currency,
                   std::vector<Line>& lines);

// Adds an open line to the figures and to the clean overdue.
void add_line(const Line& line, Day today, Figures& figures, std::int64_t& clean_overdue);

// The day a payment came back, kNoDay if it did not.
Day returned_on(const Item& item);

// Whether money can still be taken back.
bool is_at_risk(const v1::Receipt& receipt, const v1::Policy& policy, Day today);

}  // namespace encours::simulation
