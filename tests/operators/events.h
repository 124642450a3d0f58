// Events from short lines of text, so that tests of operators read like the story they tell. A verb
// and what it is about:
//
//   invoice I1 100.00 2024-05-01 due 2024-05-31          posting date, due date
//   invoice I1 100.00 2024-05-01 due 2024-05-31:60.00 2024-06-30:40.00     two schedule lines
//   invoice I1 100.00 2024-05-01 due 2024-05-31 bills O1/1:4 L1/2:3        lines billed, quantities
//   invoice B1 100.00 2024-05-01 bills O1/1:4       a billing document; its billing_ref is B1
//   invoice I1 100.00 2024-05-01 posts B1           what accounting posted for it; credit notes too
//   cancel I1                               an invoice, a billing document, or an order
//   cancel I1 2024-05-20                    posted then, on 2024-06-01 otherwise
//   credit C1 30.00 2024-05-01              may end in "bills ..."
//   receipt R1 100.00 2024-05-28
//   settle S1 I1:-100.00 R1:100.00          items and their movements; I1/2 is a schedule line
//   settle S1 I1:-100.00 R1:98.00 BANK_CHARGE:2.00       with a counterpart outside
//   settle S1 on:2024-05-28 I1:-100.00 R1:100.00         posted then, on 2024-05-01 otherwise
//   reverse S1                              posted on 2024-05-01, or: reverse S1 2024-05-30
//   writeoff W1 I1:10.00
//   dispute D1 I1:40.00 2024-05-10          without an amount all that is open
//   undispute D1 I1
//   list L1 2024-05-20 I1:60.00 C1:20.00:2024-05-03      items, what is open, posting date
//   list L1 2024-05-20 partial I1:60.00:2024-05-01:2024-05-31    not complete; ... and due date
//   list L1 2024-05-20 part:2 cutover:2024-05-31 all I1:60.00    of all companies
//   closed L1 2024-05-20                    whoever it did not name has nothing open
//   balance 2024-05-31 100.00 0.00 @2000    open and unapplied in the books of 2000; or "all"
//   order O1 1:10:100.00 2:5:50.00          lines: number, quantity, gross
//   order O1 1:10:100.00:2:final            ... and quantity rejected, and complete
//   close O1
//   reopen O1 2024-06-10 1:10:100.00        and what it is from then on
//   deliver L1 1:O1/1:4 2:-:3:30.00         lines: number, order line, quantity; without an order
//                                           the gross; may end in ":final"
//   return G1 1:O1/1:4                      lines: number, order line, quantity
//
// The first letter of a document is its kind. Amounts are EUR, or end in a currency: 100.00USD. A
// document of another seller company than 1000 is written I1@2000. A line may end in "rev 7": the
// event's revision.
#pragma once

#include <string_view>
#include <vector>

#include "encours/v1/event.pb.h"

namespace encours::test {

// The client of every event that is about one.
inline constexpr std::string_view kClient = "c-1";

v1::Event event_of(std::string_view line);

// One event a line; empty lines are left out.
std::vector<v1::Event> events_of(std::string_view text);

// The reference "I1@2000/2".
v1::DocumentRef ref_of(std::string_view text);

v1::Money money_of(std::string_view text);

}  // namespace encours::test
