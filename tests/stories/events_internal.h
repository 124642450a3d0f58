// The readers of single kinds of event, which events.cc lists. Private to the story parser. Each
// reads what stands behind the client: clauses in any order, then, behind ":", entries parted by
// ",".
#pragma once

#include <algorithm>
#include <cctype>
#include <string>

#include <fmt/format.h>

#include "tests/stories/events.h"

namespace encours::story {

void read_invoice(Words& words, const Place& place, v1::Event& event);
void read_billing(Words& words, const Place& place, v1::Event& event);
void read_invoice_cancelled(Words& words, const Place& place, v1::Event& event);
void read_billing_cancelled(Words& words, const Place& place, v1::Event& event);
void read_credit_note(Words& words, const Place& place, v1::Event& event);
void read_receipt(Words& words, const Place& place, v1::Event& event);
void read_bill(Words& words, const Place& place, v1::Event& event);
void read_payment_state(Words& words, const Place& place, v1::Event& event);
void read_statement(Words& words, const Place& place, v1::Event& event);
void read_extension(Words& words, const Place& place, v1::Event& event);
void read_recovery(Words& words, const Place& place, v1::Event& event);
void read_assignment(Words& words, const Place& place, v1::Event& event);
void read_assignment_end(Words& words, const Place& place, v1::Event& event);
void read_transfer_out(Words& words, const Place& place, v1::Event& event);
void read_transfer_in(Words& words, const Place& place, v1::Event& event);
void read_settlement(Words& words, const Place& place, v1::Event& event);
void read_reversal(Words& words, const Place& place, v1::Event& event);
void read_write_off(Words& words, const Place& place, v1::Event& event);
void read_dispute(Words& words, const Place& place, v1::Event& event);
void read_dispute_changed(Words& words, const Place& place, v1::Event& event);
void read_dispute_closed(Words& words, const Place& place, v1::Event& event);
void read_list(Words& words, const Place& place, v1::Event& event);
void read_balance(Words& words, const Place& place, v1::Event& event);
void read_list_closed(Words& words, const Place& place, v1::Event& event);
void read_order(Words& words, const Place& place, v1::Event& event);
void read_order_changed(Words& words, const Place& place, v1::Event& event);
void read_order_cancelled(Words& words, const Place& place, v1::Event& event);
void read_order_closed(Words& words, const Place& place, v1::Event& event);
void read_order_reopened(Words& words, const Place& place, v1::Event& event);
void read_acknowledgement(Words& words, const Place& place, v1::Event& event);
void read_acknowledge(Words& words, const Place& place, v1::Event& event);
void read_snooze(Words& words, const Place& place, v1::Event& event);
void read_assign(Words& words, const Place& place, v1::Event& event);
void read_breaker(Words& words, const Place& place, v1::Event& event);
void read_delivery(Words& words, const Place& place, v1::Event& event);
void read_return(Words& words, const Place& place, v1::Event& event);
void read_limit(Words& words, const Place& place, v1::Event& event);
void read_release(Words& words, const Place& place, v1::Event& event);
void read_reject(Words& words, const Place& place, v1::Event& event);
void read_recheck(Words& words, const Place& place, v1::Event& event);
void read_hold(Words& words, const Place& place, v1::Event& event);
void read_lift(Words& words, const Place& place, v1::Event& event);

// The currency of an amount that names none.
inline constexpr std::string_view kUsualCurrency = "EUR";

// A word of a protobuf enum, written small and without its prefix: "public" is CLIENT_KIND_PUBLIC.
template <class Enum, class Parse>
Enum read_enum(Words& words, std::string_view prefix, Parse parse) {
  const std::string word = words.name("a word");
  std::string value(prefix);
  std::transform(word.begin(), word.end(), std::back_inserter(value),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  Enum result{};
  if (!parse(value, &result)) {
    throw Mistake(fmt::format("'{}' is unknown: there is no {}", word, value));
  }
  return result;
}

}  // namespace encours::story
