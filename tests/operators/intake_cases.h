// The mistakes that intake refuses, and the sound events they are made of. Used by
// intake_refusals_test.cc, which says how to read the table.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace encours::test {

// One sound event of each kind, as its body in text format.
inline const std::map<std::string, std::string>& sound_events() {
  static const std::map<std::string, std::string> events{
      {"client",
       R"(client { kind: CLIENT_KIND_COMPANY folded_name: "acme sa" country: "FR" currency: "EUR"
          terms_days: 30 registrations { country: "FR" scheme: "SIREN" number: "552100554" } })"},
      {"limit",
       R"(credit_limit_set { limit_id: "L1" kind: LIMIT_KIND_AMOUNT
          amount { currency: "EUR" units: 1000 } decided_on: 20240101 })"},
      {"invoice",
       R"(invoice { ref { source_system: "erp" seller_company: "1000" kind: DOCUMENT_KIND_INVOICE
          number: "I1" } gross { currency: "EUR" units: 100 } posting_date: 20240501
          schedule { due_on: 20240531 amount { currency: "EUR" units: 100 } }
          lines { line: 1 order_ref { kind: DOCUMENT_KIND_ORDER number: "O1" line: 1 }
                  quantity_milli: 1000 net { currency: "EUR" units: 80 } } })"},
      {"cancelled",
       R"(invoice_cancelled { ref { kind: DOCUMENT_KIND_INVOICE number: "I1" }
          posting_date: 20240501 })"},
      {"credit",
       R"(credit_note { ref { kind: DOCUMENT_KIND_CREDIT_NOTE number: "C1" }
          gross { currency: "EUR" units: 10 } posting_date: 20240501 })"},
      {"receipt",
       R"(receipt { ref { kind: DOCUMENT_KIND_RECEIPT number: "R1" }
          amount { currency: "EUR" units: 10 } posting_date: 20240501 })"},
      {"settlement",
       R"(settlement { settlement_id: "S1" posting_date: 20240501
          movements { item_ref { kind: DOCUMENT_KIND_INVOICE number: "I1" }
                      amount { currency: "EUR" units: -10 } cause: MOVEMENT_CAUSE_CASH }
          movements { item_ref { kind: DOCUMENT_KIND_RECEIPT number: "R1" }
                      amount { currency: "EUR" units: 10 } cause: MOVEMENT_CAUSE_CASH } })"},
      {"reversed", R"(settlement_reversed { settlement_id: "S1" posting_date: 20240501 })"},
      {"dispute",
       R"(dispute_opened { dispute_id: "D1" item_ref { kind: DOCUMENT_KIND_INVOICE number: "I1" }
          amount { currency: "EUR" units: 10 } opened_on: 20240501 })"},
      {"redispute",
       R"(dispute_changed { changed_on: 20240502 dispute { dispute_id: "D1" opened_on: 20240501
          item_ref { kind: DOCUMENT_KIND_INVOICE number: "I1" } } })"},
      {"undispute",
       R"(dispute_closed { dispute_id: "D1" item_ref { kind: DOCUMENT_KIND_INVOICE number: "I1" }
          closed_on: 20240601 })"},
      {"writeoff",
       R"(write_off { write_off_id: "W1" item_ref { kind: DOCUMENT_KIND_INVOICE number: "I1" }
          amount { currency: "EUR" units: 10 } posting_date: 20240501 })"},
      {"state",
       R"(receipt_state_changed { ref { kind: DOCUMENT_KIND_RECEIPT number: "R1" }
          state: RECEIPT_STATE_RETURNED changed_on: 20240502 reason: "AM04"
          fees { currency: "EUR" units: 10 } })"},
      {"statement",
       R"(statement { ref { kind: DOCUMENT_KIND_STATEMENT number: "R1" } document_date: 20240531
          total { currency: "EUR" units: 90 }
          items { item_ref { kind: DOCUMENT_KIND_INVOICE number: "I1" }
                  amount { currency: "EUR" units: 100 } }
          items { item_ref { kind: DOCUMENT_KIND_CREDIT_NOTE number: "C1" }
                  amount { currency: "EUR" units: -10 } } })"},
      {"extension",
       R"(due_date_extended { item_ref { kind: DOCUMENT_KIND_INVOICE number: "I1" line: 1 }
          due_on: 20240701 agreed_on: 20240501 })"},
      {"assigned",
       R"(receivable_assigned { assignment_id: "A1" item_ref { kind: DOCUMENT_KIND_INVOICE
          number: "I1" } factor_id: "factor" assigned_on: 20240501
          financed { currency: "EUR" units: 80 } })"},
      {"unassigned",
       R"(receivable_returned { assignment_id: "A1" item_ref { kind: DOCUMENT_KIND_INVOICE
          number: "I1" } returned_on: 20240601 repaid { currency: "EUR" units: 80 } })"},
      {"recovery",
       R"(recovery { recovery_id: "V1" item_ref { kind: DOCUMENT_KIND_INVOICE number: "I1" }
          amount { currency: "EUR" units: 5 } posting_date: 20240601 })"},
      {"leaving",
       R"(transfer_out { transfer_id: "T1" to_client_id: "c-2" posting_date: 20240501
          items { item_ref { kind: DOCUMENT_KIND_INVOICE number: "I1" }
                  amount { currency: "EUR" units: 100 } due_on: 20240531 } })"},
      {"entering",
       R"(transfer_in { transfer_id: "T1" from_client_id: "c-2" posting_date: 20240501
          items { item_ref { kind: DOCUMENT_KIND_RECEIPT number: "R1" }
                  amount { currency: "EUR" units: -10 } } })"},
      {"rates",
       R"(fx_table { valid_from: 20240101 base_currency: "EUR"
          rates { currency: "GBP" rate_micro: 1170000 }
          rates { currency: "USD" rate_micro: 920000 } })"},
      {"mark", R"(feed_complete_through { feed: "bank" date: 20240501 })"},
      {"period", R"(period_closed { seller_company: "1000" period: 202404 closed_on: 20240506 })"},
      {"order",
       R"(order_placed { order { ref { kind: DOCUMENT_KIND_ORDER number: "O1" }
          document_date: 20240501
          lines { line: 1 quantity_milli: 1000 gross { currency: "EUR" units: 10 } }
          lines { line: 2 quantity_milli: 1000 gross { currency: "EUR" units: 10 } } } })"},
      {"unorder",
       R"(order_cancelled { ref { kind: DOCUMENT_KIND_ORDER number: "O1" }
          cancelled_on: 20240501 })"},
      {"closing",
       R"(order_closed { ref { kind: DOCUMENT_KIND_ORDER number: "O1" } closed_on: 20240501 })"},
      {"reopening",
       R"(order_reopened { reopened_on: 20240601 order { ref { kind: DOCUMENT_KIND_ORDER
          number: "O1" } document_date: 20240501
          lines { line: 1 quantity_milli: 1000 gross { currency: "EUR" units: 10 } } } })"},
      {"answer",
       R"(erp_acknowledgement { output_id: "a1" source_system: "erp" document_revision: 3
          ref { kind: DOCUMENT_KIND_ORDER number: "O1" }
          result: ACKNOWLEDGEMENT_RESULT_APPLIED })"},
      {"breaker",
       R"(breaker_tripped { segment: "main" topic: "credit.events" partition: 3 holds: 50
          at { seconds: 1714521600 } })"},
      {"delivery",
       R"(delivery { ref { kind: DOCUMENT_KIND_DELIVERY number: "L1" } delivered_on: 20240502
          lines { line: 1 order_ref { kind: DOCUMENT_KIND_ORDER number: "O1" line: 1 }
                  quantity_milli: 1000 }
          lines { line: 2 quantity_milli: 1000 gross { currency: "EUR" units: 10 } } })"},
      {"return",
       R"(goods_returned { ref { kind: DOCUMENT_KIND_RETURN number: "G1" } returned_on: 20240502
          lines { line: 1 order_ref { kind: DOCUMENT_KIND_ORDER number: "O1" line: 1 }
                  quantity_milli: 1000 } })"},
      {"decision",
       R"(human_decision { decision_id: "H1" action: DECISION_ACTION_RELEASE decided_by: "u7"
          order_ref { kind: DOCUMENT_KIND_ORDER number: "O1" }
          cap { currency: "EUR" units: 10 } valid_until: 20240630 })"},
      {"policy",
       R"(policy { version: "1" reporting_currency: "EUR" fx_fallback_micro: 1200000
          rules { name: "limit" kind: RULE_KIND_LIMIT_EXCEEDED mode: RULE_MODE_ENFORCE
                  severity: SEVERITY_HIGH } })"},
  };
  return events;
}

inline constexpr std::string_view kRefusals = R"(
client     | kind: 77                                       | UNSUPPORTED_KIND | kind
client     | currency: "EURO"                               | BAD_CURRENCY  | currency
client     | terms_days: -1                                 | BAD_AMOUNT    | terms_days
client     | folded_name: "a\nb"                            | BAD_REFERENCE | folded_name
client     | portfolio: "a\tb"                              | BAD_REFERENCE | portfolio
client     | -registrations.number                          | BAD_REFERENCE | registrations
client     | 50 * registrations { scheme: "S" number: "1" } | TOO_LARGE     | registrations
client     | parent_id: "{long}"                            | TOO_LARGE     | parent_id

limit      | scope: LIMIT_SCOPE_GROUP
             | UNSUPPORTED_KIND | scope: limits of a group are not folded yet
limit      | basis: LIMIT_BASIS_FOLLOWS_COVER
             | UNSUPPORTED_KIND | basis: resting on others is not folded yet
limit      | basis: LIMIT_BASIS_GUARANTEE
             | UNSUPPORTED_KIND | basis: resting on others is not folded yet
limit      | kind: 77 | UNSUPPORTED_KIND | kind, mode or on_expiry
limit      | -limit_id                                      | MISSING_FIELD | limit_id
limit      | -kind                                          | MISSING_FIELD | kind
limit      | -amount                                        | MISSING_FIELD | amount
limit      | mode: LIMIT_MODE_ADDS_TO_BASE
             | MISSING_FIELD | valid_to: what adds to the base must end
limit      | amount { currency: "XXQ" }                     | BAD_CURRENCY  | amount
limit      | max_order_value { units: 5 }                   | BAD_CURRENCY  | max_order_value
limit      | amount { units: 0 } | BAD_AMOUNT | amount: none at all is kind ZERO
limit      | max_order_value { currency: "EUR" units: -5 }  | BAD_AMOUNT    | max_order_value
limit      | max_days_late: -1                              | BAD_AMOUNT    | max_days_late
limit      | max_terms_days: 9999                           | BAD_AMOUNT    | max_terms_days
limit      | valid_from: 20240230                           | BAD_DATE      | valid_from
limit      | valid_to: 5                                    | BAD_DATE      | valid_to
limit      | review_on: 20241301                            | BAD_DATE      | review_on
limit      | decided_on: 99                                 | BAD_DATE      | decided_on
limit      | valid_from: 20240301 valid_to: 20240229        | BAD_DATE      | valid_to: too early
limit      | segment: "a|b"                                 | BAD_REFERENCE | segment
limit      | approved_by: "a\nb"                            | BAD_REFERENCE | approved_by
limit      | limit_id: "{long}"                             | TOO_LARGE     | limit_id
limit      | 51 * approved_by: "u1"                         | TOO_LARGE     | approved_by

invoice    | schedule { kind: 77 amount { currency: "EUR" } } | UNSUPPORTED_KIND | schedule.kind
invoice    | -ref                                           | MISSING_FIELD | ref
invoice    | -gross                                         | MISSING_FIELD | gross
invoice    | -posting_date                                  | MISSING_FIELD | posting_date
invoice    | -schedule.amount                               | MISSING_FIELD | schedule.amount
invoice    | ref { kind: DOCUMENT_KIND_BILLING }            | MISSING_FIELD | billing_ref
invoice    | schedule { kind: SCHEDULE_KIND_RETENTION amount { currency: "EUR" } }
             | MISSING_FIELD | schedule.due_on: of a retention
invoice    | gross { currency: "eur" }                      | BAD_CURRENCY  | gross
invoice    | schedule { amount { currency: "USD" } }
             | BAD_CURRENCY | schedule.amount: not the invoice's
invoice    | gross { nanos: 1000000 }                       | BAD_AMOUNT    | gross
invoice    | schedule { amount { currency: "EUR" nanos: 1 } } | BAD_AMOUNT    | schedule.amount
invoice    | lines { net { currency: "USD" units: 1 } }     | BAD_AMOUNT    | lines.net
invoice    | lines { quantity_milli: 2000000000000000 }     | BAD_AMOUNT    | lines.quantity_milli
invoice    | document_date: 20240431                        | BAD_DATE      | document_date
invoice    | posting_date: 20240431                         | BAD_DATE      | posting_date
invoice    | performed_on: 1                                | BAD_DATE      | performed_on
invoice    | schedule { due_on: 1 amount { currency: "EUR" } } | BAD_DATE      | schedule
invoice    | ref { kind: DOCUMENT_KIND_RECEIPT }            | BAD_REFERENCE | ref
invoice    | -ref.number                                    | BAD_REFERENCE | ref
invoice    | ref { number: "a\037b" }                       | BAD_REFERENCE | ref
invoice    | ref { line: 3 }                                | BAD_REFERENCE | ref
invoice    | schedule { line: 1 amount { currency: "EUR" } } | BAD_REFERENCE | schedule.line
invoice    | lines { order_ref { number: "O1" } }           | BAD_REFERENCE | lines
invoice    | billing_ref: "a\177b"                          | BAD_REFERENCE | billing_ref
invoice    | continues { number: "I0" }                     | BAD_REFERENCE | continues
invoice    | continues { source_system: "erp" seller_company: "1000" kind: DOCUMENT_KIND_INVOICE
             number: "I1" } | BAD_REFERENCE | continues
invoice    | continues { source_system: "erp" seller_company: "2000" kind: DOCUMENT_KIND_INVOICE
             number: "I0" } | BAD_REFERENCE | continues
invoice    | gross { units: 101 } | SCHEDULE_MISMATCH | schedule: not the gross amount
invoice    | 120 * schedule { amount { currency: "EUR" } }  | TOO_LARGE     | schedule
invoice    | 9000 * lines { line: 1 }                       | TOO_LARGE     | lines
invoice    | ref { number: "{long}" }                       | TOO_LARGE     | ref
invoice    | lines { order_ref { kind: DOCUMENT_KIND_ORDER number: "{long}" } } | TOO_LARGE | lines

cancelled  | -ref                                           | MISSING_FIELD | ref
cancelled  | -posting_date                                  | MISSING_FIELD | posting_date
cancelled  | posting_date: 3                                | BAD_DATE      | posting_date
cancelled  | ref { kind: DOCUMENT_KIND_ORDER }              | BAD_REFERENCE | ref
cancelled  | ref { source_system: "{long}" }                | TOO_LARGE     | ref

credit     | -ref                                           | MISSING_FIELD | ref
credit     | -gross                                         | MISSING_FIELD | gross
credit     | -posting_date                                  | MISSING_FIELD | posting_date
credit     | gross { currency: "" }                         | BAD_CURRENCY  | gross
credit     | gross { units: -10 }                           | BAD_AMOUNT    | gross
credit     | posting_date: 20240431                         | BAD_DATE      | posting_date
credit     | ref { kind: DOCUMENT_KIND_INVOICE }            | BAD_REFERENCE | ref
credit     | billing_ref: "a\177b"                          | BAD_REFERENCE | billing_ref
credit     | 9001 * lines { line: 1 }                       | TOO_LARGE     | lines

receipt    | instrument: 77                                 | UNSUPPORTED_KIND | instrument
receipt    | state: 77                                      | UNSUPPORTED_KIND | state
receipt    | purpose: 77                                    | UNSUPPORTED_KIND | purpose
receipt    | -ref                                           | MISSING_FIELD | ref
receipt    | -amount                                        | MISSING_FIELD | amount
receipt    | -posting_date                                  | MISSING_FIELD | posting_date
receipt    | purpose: RECEIPT_PURPOSE_DOWN_PAYMENT
             | MISSING_FIELD | order_ref: of a down payment
receipt    | amount { currency: "EUX" }                     | BAD_CURRENCY  | amount
receipt    | amount { units: 0 }                            | BAD_AMOUNT    | amount
receipt    | amount { units: -1 }                           | BAD_AMOUNT    | amount
receipt    | maturity: 20240431                             | BAD_DATE      | maturity
receipt    | final_on: 20240431                             | BAD_DATE      | final_on
receipt    | ref { kind: DOCUMENT_KIND_INVOICE }            | BAD_REFERENCE | ref
receipt    | order_ref { kind: DOCUMENT_KIND_INVOICE number: "O1" } | BAD_REFERENCE | order_ref
receipt    | order_ref { kind: DOCUMENT_KIND_ORDER number: "O1" seller_company: "2000" }
             | BAD_REFERENCE | order_ref
receipt    | return_reason: "a\nb"                          | BAD_REFERENCE | return_reason
receipt    | return_reason: "{long}"                        | TOO_LARGE     | return_reason
receipt    | ref { seller_company: "{long}" }               | TOO_LARGE     | ref

settlement | movements { cause: 77 }                        | UNSUPPORTED_KIND | movements.cause
settlement | -settlement_id                                 | MISSING_FIELD | settlement_id
settlement | -posting_date                                  | MISSING_FIELD | posting_date
settlement | -movements                                     | MISSING_FIELD | movements
settlement | -movements.amount                              | MISSING_FIELD | movements.amount
settlement | -movements.cause                               | MISSING_FIELD | movements.cause
settlement | movements { amount { units: 1 } cause: MOVEMENT_CAUSE_CASH }
             | BAD_CURRENCY | movements.amount
settlement | movements { amount { currency: "EUR" nanos: 5 } cause: MOVEMENT_CAUSE_CASH }
             | BAD_AMOUNT | movements.amount
settlement | posting_date: 20240431                         | BAD_DATE      | posting_date
settlement | source_system: "a\nb" | BAD_REFERENCE | settlement_id or its source
settlement | movements { item_ref { kind: DOCUMENT_KIND_ORDER number: "O1" } amount { currency:
             "EUR" } cause: MOVEMENT_CAUSE_CASH }
             | BAD_REFERENCE | movements.item_ref
settlement | movements { amount { currency: "EUR" units: 1 } cause: MOVEMENT_CAUSE_CASH }
             | UNBALANCED_SETTLEMENT | movements: not zero in a currency
settlement | 8999 * movements { amount { currency: "EUR" } cause: MOVEMENT_CAUSE_CASH }
             | TOO_LARGE | movements
settlement | settlement_id: "{long}" | TOO_LARGE | settlement_id or its source
settlement | movements { item_ref { kind: DOCUMENT_KIND_INVOICE number: "{long}" } amount {
             currency: "EUR" } cause: MOVEMENT_CAUSE_CASH }
             | TOO_LARGE | movements.item_ref

reversed   | -settlement_id                                 | MISSING_FIELD | settlement_id
reversed   | -posting_date                                  | MISSING_FIELD | posting_date
reversed   | posting_date: 20240431                         | BAD_DATE      | posting_date
reversed   | seller_company: "a\nb" | BAD_REFERENCE | settlement_id or its source
reversed   | seller_company: "{long}" | TOO_LARGE | settlement_id or its source

dispute    | -dispute_id                                    | MISSING_FIELD | dispute_id
dispute    | -item_ref                                      | MISSING_FIELD | item_ref
dispute    | -opened_on                                     | MISSING_FIELD | opened_on
dispute    | amount { currency: "EUX" }                     | BAD_CURRENCY  | amount
dispute    | amount { units: -1 }                           | BAD_AMOUNT    | amount
dispute    | opened_on: 20240431                            | BAD_DATE      | opened_on
dispute    | expected_by: 20240431                          | BAD_DATE      | expected_by
dispute    | dispute_id: "a\nb"                             | BAD_REFERENCE | dispute_id
dispute    | item_ref { kind: DOCUMENT_KIND_ORDER }         | BAD_REFERENCE | item_ref
dispute    | owner: "a\nb"                                  | BAD_REFERENCE | owner
dispute    | reason: "{long}"                               | TOO_LARGE     | reason
redispute  | -dispute                                       | MISSING_FIELD | dispute
redispute  | -dispute.dispute_id                            | MISSING_FIELD | dispute_id
redispute  | changed_on: 20240431                           | BAD_DATE      | changed_on
undispute  | outcome: 77                                    | UNSUPPORTED_KIND | outcome
undispute  | -dispute_id                                    | MISSING_FIELD | dispute_id
undispute  | -item_ref                                      | MISSING_FIELD | item_ref
undispute  | -closed_on                                     | MISSING_FIELD | closed_on
undispute  | closed_on: 20240431                            | BAD_DATE      | closed_on
undispute  | item_ref { kind: DOCUMENT_KIND_RECEIPT }       | BAD_REFERENCE | item_ref
undispute  | dispute_id: "{long}"                           | TOO_LARGE     | dispute_id

writeoff   | -write_off_id                                  | MISSING_FIELD | write_off_id
writeoff   | -item_ref                                      | MISSING_FIELD | item_ref
writeoff   | -amount                                        | MISSING_FIELD | amount
writeoff   | -posting_date                                  | MISSING_FIELD | posting_date
writeoff   | amount { currency: "EUX" }                     | BAD_CURRENCY  | amount
writeoff   | amount { units: 0 }                            | BAD_AMOUNT    | amount
writeoff   | posting_date: 20240431                         | BAD_DATE      | posting_date
writeoff   | item_ref { kind: DOCUMENT_KIND_RECEIPT }       | BAD_REFERENCE | item_ref
writeoff   | write_off_id: "{long}"                         | TOO_LARGE     | write_off_id

state      | state: 77                                      | UNSUPPORTED_KIND | state
state      | -ref                                           | MISSING_FIELD | ref
state      | -state                                         | MISSING_FIELD | state
state      | -changed_on                                    | MISSING_FIELD | changed_on
state      | fees { currency: "EUX" }                       | BAD_CURRENCY  | fees
state      | fees { units: -10 }                            | BAD_AMOUNT    | fees
state      | changed_on: 20240431                           | BAD_DATE      | changed_on
state      | ref { kind: DOCUMENT_KIND_INVOICE }            | BAD_REFERENCE | ref
state      | reason: "a\nb"                                 | BAD_REFERENCE | reason
state      | ref { number: "{long}" }                       | TOO_LARGE     | ref
state      | reason: "{long}"                               | TOO_LARGE     | reason

statement  | -ref                                           | MISSING_FIELD | ref
statement  | -document_date                                 | MISSING_FIELD | document_date
statement  | -items                                         | MISSING_FIELD | items
statement  | -items.amount                                  | BAD_CURRENCY  | items.amount
statement  | total { currency: "USD" }                      | BAD_CURRENCY  | total
statement  | items { amount { currency: "EUR" nanos: 1 } }  | BAD_AMOUNT    | items.amount
statement  | total { nanos: 1 }                             | BAD_AMOUNT    | total
statement  | document_date: 20240431                        | BAD_DATE      | document_date
statement  | due_on: 20240431                               | BAD_DATE      | due_on
statement  | ref { kind: DOCUMENT_KIND_INVOICE }            | BAD_REFERENCE | ref
statement  | items { item_ref { kind: DOCUMENT_KIND_INVOICE number: "I1" seller_company: "2000" }
             amount { currency: "EUR" } } | BAD_REFERENCE | items.item_ref
statement  | 799 * items { item_ref { kind: DOCUMENT_KIND_INVOICE number: "I1" } amount {
             currency: "EUR" } } | TOO_LARGE | items
statement  | ref { number: "{long}" }                       | TOO_LARGE     | ref
statement  | total { units: 91 } | SCHEDULE_MISMATCH | items: not the total

extension  | -item_ref                                      | MISSING_FIELD | item_ref
extension  | -due_on                                        | MISSING_FIELD | due_on
extension  | -agreed_on                                     | MISSING_FIELD | agreed_on
extension  | due_on: 20240431                               | BAD_DATE      | due_on
extension  | agreed_on: 20240431                            | BAD_DATE      | agreed_on
extension  | item_ref { kind: DOCUMENT_KIND_RECEIPT }       | BAD_REFERENCE | item_ref
extension  | agreed_by: "a\nb"                              | BAD_REFERENCE | agreed_by
extension  | item_ref { number: "{long}" }                  | TOO_LARGE     | item_ref
extension  | agreed_by: "{long}"                            | TOO_LARGE     | agreed_by

assigned   | -assignment_id                                 | MISSING_FIELD | assignment_id
assigned   | -item_ref                                      | MISSING_FIELD | item_ref
assigned   | -assigned_on                                   | MISSING_FIELD | assigned_on
assigned   | financed { currency: "EUX" }                   | BAD_CURRENCY  | financed
assigned   | financed { units: -1 }                         | BAD_AMOUNT    | financed
assigned   | assigned_on: 20240431                          | BAD_DATE      | assigned_on
assigned   | item_ref { kind: DOCUMENT_KIND_RECEIPT }       | BAD_REFERENCE | item_ref
assigned   | factor_id: "a\nb"                              | BAD_REFERENCE | factor_id
assigned   | assignment_id: "{long}"                        | TOO_LARGE     | assignment_id
assigned   | factor_id: "{long}"                            | TOO_LARGE     | factor_id
unassigned | -assignment_id                                 | MISSING_FIELD | assignment_id
unassigned | -item_ref                                      | MISSING_FIELD | item_ref
unassigned | -returned_on                                   | MISSING_FIELD | returned_on
unassigned | repaid { currency: "EUX" }                     | BAD_CURRENCY  | repaid
unassigned | repaid { units: -1 }                           | BAD_AMOUNT    | repaid
unassigned | returned_on: 20240431                          | BAD_DATE      | returned_on
unassigned | item_ref { kind: DOCUMENT_KIND_RECEIPT }       | BAD_REFERENCE | item_ref
unassigned | reason: "a\nb"                                 | BAD_REFERENCE | reason
unassigned | reason: "{long}"                               | TOO_LARGE     | reason

recovery   | -recovery_id                                   | MISSING_FIELD | recovery_id
recovery   | -item_ref                                      | MISSING_FIELD | item_ref
recovery   | -amount                                        | MISSING_FIELD | amount
recovery   | -posting_date                                  | MISSING_FIELD | posting_date
recovery   | amount { currency: "EUX" }                     | BAD_CURRENCY  | amount
recovery   | amount { units: 0 }                            | BAD_AMOUNT    | amount
recovery   | posting_date: 20240431                         | BAD_DATE      | posting_date
recovery   | item_ref { kind: DOCUMENT_KIND_RECEIPT }       | BAD_REFERENCE | item_ref
recovery   | recovery_id: "{long}"                          | TOO_LARGE     | recovery_id

leaving    | -transfer_id                                   | MISSING_FIELD | transfer_id
leaving    | -to_client_id                                  | MISSING_FIELD | the other client
leaving    | -posting_date                                  | MISSING_FIELD | posting_date
leaving    | -items                                         | MISSING_FIELD | items
leaving    | -items.item_ref                                | MISSING_FIELD | items.item_ref
leaving    | -items.amount                                  | BAD_CURRENCY  | items.amount
leaving    | items { item_ref { kind: DOCUMENT_KIND_INVOICE number: "I2" } amount { currency: "EUR" } }
             | BAD_AMOUNT | items.amount
leaving    | posting_date: 20240431                         | BAD_DATE      | posting_date
leaving    | items { item_ref { kind: DOCUMENT_KIND_INVOICE number: "I2" } amount { currency: "EUR"
             units: 1 } due_on: 5 } | BAD_DATE | items
leaving    | transfer_id: "a\nb"                            | BAD_REFERENCE | transfer_id
leaving    | segment: "a|b"                                 | BAD_REFERENCE | segment
leaving    | items { item_ref { kind: DOCUMENT_KIND_ORDER number: "O1" } amount { currency: "EUR"
             units: 1 } } | BAD_REFERENCE | items.item_ref
leaving    | items { item_ref { kind: DOCUMENT_KIND_INVOICE number: "I1" } amount { currency: "EUR"
             units: 1 } } | BAD_REFERENCE | items: one line twice, or two currencies
leaving    | transfer_id: "{long}"                          | TOO_LARGE     | transfer_id
leaving    | to_client_id: "{long}"                         | TOO_LARGE     | the other client
entering   | -from_client_id                                | MISSING_FIELD | the other client
entering   | items { item_ref { kind: DOCUMENT_KIND_RECEIPT number: "R1" line: 2 } amount {
             currency: "USD" units: 1 } }
             | BAD_REFERENCE | items: one line twice, or two currencies

rates      | -valid_from                                    | MISSING_FIELD | valid_from
rates      | -base_currency                                 | MISSING_FIELD | base_currency
rates      | -rates                                         | MISSING_FIELD | rates
rates      | base_currency: "EUX"                           | BAD_CURRENCY  | base_currency
rates      | base_currency: "USD" | BAD_CURRENCY | base_currency: not the reporting currency
rates      | rates { currency: "ZZZ" rate_micro: 1 } | BAD_CURRENCY | rates: a currency or a rate
rates      | rates { currency: "ZAR" } | BAD_CURRENCY | rates: a currency or a rate
rates      | valid_from: 20240431                           | BAD_DATE      | valid_from
rates      | rates { currency: "CHF" rate_micro: 1 }
             | BAD_REFERENCE | rates: not sorted by currency
mark       | -feed                                          | MISSING_FIELD | feed
mark       | -date                                          | MISSING_FIELD | date
mark       | date: 20240431                                 | BAD_DATE      | date
mark       | feed: "a\nb"                                   | BAD_REFERENCE | feed
mark       | feed: "{long}"                                 | TOO_LARGE     | feed
period     | -seller_company                                | MISSING_FIELD | seller_company
period     | -period                                        | MISSING_FIELD | period
period     | period: 202413                                 | BAD_DATE      | period
period     | closed_on: 20240431                            | BAD_DATE      | closed_on
period     | seller_company: "{long}"                       | TOO_LARGE     | seller_company

order      | -order.ref                                     | MISSING_FIELD | order.ref
order      | -order.document_date                           | MISSING_FIELD | order.document_date
order      | -order.lines                                   | MISSING_FIELD | order.lines
order      | -order.lines.gross                             | MISSING_FIELD | order.lines.gross
order      | order { lines { line: 3 quantity_milli: 1 gross { currency: "USD" } } }
             | BAD_CURRENCY | order.lines.gross
order      | order { lines { line: 3 quantity_milli: 1 gross { currency: "EUR" nanos: 1 } } }
             | BAD_AMOUNT | order.lines.gross
order      | order { lines { line: 3 quantity_milli: 2000000000000000 gross { currency: "EUR" } } }
             | BAD_AMOUNT | order.lines.quantity_milli
order      | order { terms_days: -1 }                       | BAD_AMOUNT    | order.terms_days
order      | order { document_date: 20240431 }              | BAD_DATE      | order.document_date
order      | order { lines { line: 3 scheduled_on: 5 gross { currency: "EUR" } } }
             | BAD_DATE | order.lines.scheduled_on
order      | order { ref { kind: DOCUMENT_KIND_INVOICE } }  | BAD_REFERENCE | order.ref
order      | order { lines { line: 1 gross { currency: "EUR" } } }
             | BAD_REFERENCE | order.lines.line
order      | order { lines { gross { currency: "EUR" } } }  | BAD_REFERENCE | order.lines.line
order      | order { ref { number: "{long}" } }             | TOO_LARGE     | order.ref
unorder    | -ref                                           | MISSING_FIELD | ref
unorder    | -cancelled_on                                  | MISSING_FIELD | cancelled_on
unorder    | cancelled_on: 20240431                         | BAD_DATE      | cancelled_on
unorder    | ref { kind: DOCUMENT_KIND_INVOICE }            | BAD_REFERENCE | ref
unorder    | ref { number: "{long}" }                       | TOO_LARGE     | ref
closing    | -ref                                           | MISSING_FIELD | ref
closing    | -closed_on                                     | MISSING_FIELD | closed_on
closing    | closed_on: 20240431                            | BAD_DATE      | closed_on
closing    | ref { kind: DOCUMENT_KIND_INVOICE }            | BAD_REFERENCE | ref
closing    | ref { number: "{long}" }                       | TOO_LARGE     | ref
delivery   | -ref                                           | MISSING_FIELD | ref
delivery   | -delivered_on                                  | MISSING_FIELD | delivered_on
delivery   | lines { line: 3 } | MISSING_FIELD | lines.order_ref or lines.gross
delivery   | lines { line: 3 gross { units: 1 } }           | BAD_CURRENCY  | lines.gross
delivery   | lines { line: 3 gross { currency: "USD" } }
             | BAD_CURRENCY | lines.gross: one currency for all
delivery   | lines { line: 3 gross { currency: "EUR" nanos: 1 } } | BAD_AMOUNT    | lines.gross
delivery   | lines { line: 3 gross { currency: "EUR" } quantity_milli: -2000000000000000 }
             | BAD_AMOUNT | lines.quantity_milli
delivery   | delivered_on: 20240431                         | BAD_DATE      | delivered_on
delivery   | ref { kind: DOCUMENT_KIND_RETURN }             | BAD_REFERENCE | ref
delivery   | lines { line: 2 gross { currency: "EUR" } }    | BAD_REFERENCE | lines.line
delivery   | lines { line: 3 order_ref { kind: DOCUMENT_KIND_ORDER number: "O1" } }
             | BAD_REFERENCE | lines.order_ref
delivery   | ref { number: "{long}" }                       | TOO_LARGE     | ref
delivery   | lines { line: 3 order_ref { kind: DOCUMENT_KIND_ORDER line: 1 number: "{long}" } }
             | TOO_LARGE | lines.order_ref

return     | -ref                                           | MISSING_FIELD | ref
return     | -returned_on                                   | MISSING_FIELD | returned_on
return     | lines { line: 3 gross { currency: "EUR" } }    | MISSING_FIELD | lines.order_ref
return     | lines { line: 3 order_ref { kind: DOCUMENT_KIND_ORDER number: "O1" line: 1 }
                     quantity_milli: -1 }                  | BAD_AMOUNT    | lines.quantity_milli
return     | returned_on: 20240431                          | BAD_DATE      | returned_on
return     | ref { kind: DOCUMENT_KIND_DELIVERY }           | BAD_REFERENCE | ref
return     | lines { line: 1 order_ref { kind: DOCUMENT_KIND_ORDER number: "O1" line: 2 } }
             | BAD_REFERENCE | lines.line
return     | lines { line: 3 order_ref { kind: DOCUMENT_KIND_ORDER number: "O1" } }
             | BAD_REFERENCE | lines.order_ref
return     | ref { number: "{long}" }                       | TOO_LARGE     | ref
return     | lines { line: 3 order_ref { kind: DOCUMENT_KIND_ORDER line: 1 number: "{long}" } }
             | TOO_LARGE | lines.order_ref

reopening  | -order                                         | MISSING_FIELD | order
reopening  | -reopened_on                                   | MISSING_FIELD | reopened_on
reopening  | -order.lines                                   | MISSING_FIELD | order.lines
reopening  | reopened_on: 20240431                          | BAD_DATE      | reopened_on
reopening  | order { ref { line: 1 } }                      | BAD_REFERENCE | order.ref
answer     | result: 77                                     | UNSUPPORTED_KIND | result
answer     | -output_id                                     | MISSING_FIELD | output_id
answer     | -ref                                           | MISSING_FIELD | ref
answer     | -result                                        | MISSING_FIELD | result
answer     | ref { kind: DOCUMENT_KIND_INVOICE }            | BAD_REFERENCE | ref
answer     | document_revision: -1                          | BAD_REFERENCE | document_revision
answer     | error_code: "a\nb"                             | BAD_REFERENCE | error_code
answer     | output_id: "{long}"                            | TOO_LARGE     | output_id
answer     | ref { number: "{long}" }                       | TOO_LARGE     | ref
breaker    | -at                                            | MISSING_FIELD | at
breaker    | holds: -1                                      | BAD_AMOUNT    | holds
breaker    | at { seconds: -5 }                             | BAD_DATE      | at
breaker    | -segment                                       | BAD_REFERENCE | segment
breaker    | segment: "a|b"                                 | BAD_REFERENCE | segment
breaker    | segment: "{long}"                              | TOO_LARGE     | segment

decision   | action: DECISION_ACTION_LIMIT_REQUEST | UNSUPPORTED_KIND | action: not folded yet
decision   | -decision_id                                   | MISSING_FIELD | decision_id
decision   | -action                                        | MISSING_FIELD | action
decision   | -decided_by                                    | MISSING_FIELD | decided_by
decision   | -order_ref                                     | MISSING_FIELD | order_ref
decision   | action: DECISION_ACTION_SNOOZE valid_until: 0  | MISSING_FIELD | valid_until
decision   | action: DECISION_ACTION_ASSIGN                 | MISSING_FIELD | assignee
decision   | cap { currency: "EUX" }                        | BAD_CURRENCY  | cap
decision   | cap { units: 0 }                               | BAD_AMOUNT    | cap
decision   | valid_until: 20240431                          | BAD_DATE      | valid_until
decision   | decided_on: 20240431                           | BAD_DATE      | decided_on
decision   | decision_id: "a\nb"                            | BAD_REFERENCE | decision_id
decision   | order_ref { kind: DOCUMENT_KIND_INVOICE }      | BAD_REFERENCE | order_ref
decision   | segment: "a|b"                                 | BAD_REFERENCE | segment
decision   | reason: "a\nb"                                 | BAD_REFERENCE | reason
decision   | case_id: "a\nb"                                | BAD_REFERENCE | case_id
decision   | assignee: "a\nb"                               | BAD_REFERENCE | assignee
decision   | order_ref { number: "{long}" }                 | TOO_LARGE     | order_ref
decision   | decided_by: "{long}"                           | TOO_LARGE     | decided_by

policy     | reporting_currency: "EURO"                     | BAD_POLICY    | reporting_currency
policy     | 200 * rules { name: "a" }                      | BAD_POLICY    | rules: too many
policy     | rules { kind: RULE_KIND_TERMS }                | BAD_POLICY    | rules.name
policy     | rules { name: "terms" } | BAD_POLICY | rules: kind, mode or severity
policy     | rules { name: "terms" kind: RULE_KIND_TERMS mode: 9 }
             | BAD_POLICY | rules: kind, mode or severity
policy     | rules { name: "terms" kind: RULE_KIND_TERMS client_kinds: 77 }
             | BAD_POLICY | rules.client_kinds
policy     | rules { name: "terms" kind: RULE_KIND_TERMS threshold_days: -1 }
             | BAD_POLICY | rules: a threshold
policy     | rules { name: "terms" kind: RULE_KIND_TERMS threshold_bp: 200000 }
             | BAD_POLICY | rules: a threshold
policy     | rules { name: "early" kind: RULE_KIND_TERMS } | BAD_POLICY | rules: not sorted by name
policy     | grace { days: -1 }                             | BAD_POLICY    | grace
policy     | 2 * grace { days: 1 } | BAD_POLICY | grace: not sorted by kind
policy     | fx { currency: "USD" } | BAD_POLICY | fx: a currency or a rate
policy     | 2 * fx { currency: "USD" rate_micro: 1 } | BAD_POLICY | fx: not sorted by currency
policy     | fx_fallback_micro: 0 | BAD_POLICY | fx_fallback_micro: never 0
policy     | segments { seller_company: "1" segment: "a|b" } | BAD_POLICY    | segments
policy     | 2 * segments { seller_company: "1" segment: "a" } | BAD_POLICY | segments: not sorted
policy     | default_tax_bp: -1                             | BAD_POLICY    | default_tax_bp
policy     | default_limit_kind: LIMIT_KIND_AMOUNT          | BAD_POLICY    | default_limit
policy     | approval_valid_days: -1                        | BAD_POLICY    | days out of range
policy     | case_step_bp: -1                               | BAD_POLICY    | case_step
policy     | holds_per_hour_max: -1                         | BAD_POLICY    | holds_per_hour_max
policy     | order_horizon_days: -1                         | BAD_POLICY    | days out of range
policy     | acknowledge_days: 9999                         | BAD_POLICY    | days out of range
policy     | rules { name: "split" kind: RULE_KIND_ORDER_SPLIT threshold_days: 32 }
             | BAD_POLICY | rules: a threshold
policy     | checkpoint_rules { checkpoint: CHECKPOINT_DELIVERY } | BAD_POLICY | checkpoint_rules
policy     | checkpoint_rules { when_unknown: WHEN_UNKNOWN_PASS } | BAD_POLICY | checkpoint_rules
policy     | checkpoint_rules { checkpoint: CHECKPOINT_DELIVERY when_unknown: WHEN_UNKNOWN_HOLD
             rule: "nobody's" } | BAD_POLICY | checkpoint_rules
policy     | 2 * checkpoint_rules { checkpoint: CHECKPOINT_DELIVERY
             when_unknown: WHEN_UNKNOWN_HOLD }
             | BAD_POLICY | checkpoint_rules: not sorted
policy     | hold_exemptions: 77                            | BAD_POLICY    | hold_exemptions
policy     | 2 * hold_exemptions: EXEMPTION_CASH | BAD_POLICY | hold_exemptions: not sorted
policy     | 21 * limit_approvals { approver: "ceo" } | BAD_POLICY | limit_approvals: too many
policy     | limit_approvals { up_to_minor: 5 }             | BAD_POLICY    | limit_approvals
policy     | 2 * limit_approvals { approver: "ceo" }
             | BAD_POLICY | limit_approvals: not sorted by amount
)";

}  // namespace encours::test
