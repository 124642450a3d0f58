// The mistakes that intake refuses in what clients owe and pay. Used by intake_refusals_test.cc,
// which says how to read the table.
#pragma once

#include <string_view>

namespace encours::test {

inline constexpr std::string_view kReceivableRefusals = R"(
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

list       | items { ref { kind: DOCUMENT_KIND_BILL } }       | UNSUPPORTED_KIND | items.ref: a bill
list       | -list_id                                       | MISSING_FIELD | list_id
list       | -as_of                                         | MISSING_FIELD | as_of
list       | -items.ref                                     | MISSING_FIELD | items.ref
list       | -items.open                                    | MISSING_FIELD | items.open
list       | -items.posting_date                            | MISSING_FIELD | items.posting_date
list       | -items.open.currency                           | BAD_CURRENCY  | items.open
list       | -items.open.units
           | BAD_AMOUNT | items.open: what is listed is open
list       | as_of: 20240431                                | BAD_DATE      | as_of
list       | cutover_on: 20240431                           | BAD_DATE      | cutover_on
list       | list_id: "a\nb"
           | BAD_REFERENCE | list_id or its source
list       | segment: "a|b"                                 | BAD_REFERENCE | segment
list       | part: -1                                       | BAD_REFERENCE | part
list       | -items.ref.number                              | BAD_REFERENCE | items.ref
list       | seller_company: "2000"
           | BAD_REFERENCE | items.ref: not of the list's source
list       | 2 * items { ref { source_system: "erp" seller_company: "1000" number: "I2"
             kind: DOCUMENT_KIND_INVOICE } open { currency: "EUR" units: 1 }
             posting_date: 20240501 }
           | BAD_REFERENCE | items.ref: listed twice
list       | list_id: "{long}"
           | TOO_LARGE | list_id or its source
list       | segment: "{long}"                              | TOO_LARGE     | segment

balance    | -source_system                                 | MISSING_FIELD | source_system
balance    | -as_of                                         | MISSING_FIELD | as_of
balance    | -open                                          | MISSING_FIELD | open
balance    | -unapplied                                     | MISSING_FIELD | unapplied
balance    | open { currency: "XYZ" }                       | BAD_CURRENCY  | open
balance    | unapplied { currency: "USD" }
           | BAD_CURRENCY | unapplied: not of the currency of what is open
balance    | open { units: -1 }                             | BAD_AMOUNT    | open
balance    | unapplied { units: -1 }                        | BAD_AMOUNT    | unapplied
balance    | as_of: 20240431                                | BAD_DATE      | as_of
balance    | source_system: "a\nb"                          | BAD_REFERENCE | source_system
balance    | seller_company: "a\nb"                         | BAD_REFERENCE | seller_company
balance    | segment: "a|b"                                 | BAD_REFERENCE | segment
balance    | source_system: "{long}"                        | TOO_LARGE     | source_system
balance    | seller_company: "{long}"                       | TOO_LARGE     | seller_company
balance    | segment: "{long}"                              | TOO_LARGE     | segment

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
leaving    | items { item_ref { kind: DOCUMENT_KIND_INVOICE number: "I2" } amount { currency:
             "EUR" } } | BAD_AMOUNT | items.amount
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
)";

}  // namespace encours::test
