// The mistakes that intake refuses in everything but receivables. Used by intake_refusals_test.cc,
// which says how to read the table.
#pragma once

#include <string_view>

namespace encours::test {

inline constexpr std::string_view kOtherRefusals = R"(
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

order      | -order.ref                                     | MISSING_FIELD | order.ref
order      | -order.document_date                           | MISSING_FIELD | order.document_date
order      | -order.lines                                   | MISSING_FIELD | order.lines
order      | -order.lines.gross | MISSING_FIELD | order.lines: gross or net
order      | order { lines { line: 3 quantity_milli: 1 gross { currency: "USD" } } }
             | BAD_CURRENCY | order.lines: gross, net, tax
order      | order { lines { line: 3 net { currency: "EUR" } tax { amount { currency: "USD" } } } }
             | BAD_CURRENCY | order.lines: gross, net, tax
order      | order { lines { line: 3 gross { currency: "EUR" } net { currency: "USD" } } }
             | BAD_CURRENCY | order.lines: gross, net, tax
order      | order { lines { line: 3 quantity_milli: 1 gross { currency: "EUR" nanos: 1 } } }
             | BAD_AMOUNT | order.lines: gross, net, tax
order      | order { lines { line: 3 net { currency: "EUR" }
             tax { amount { currency: "EUR" nanos: 1 } } } }
             | BAD_AMOUNT | order.lines: gross, net, tax
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
delivery   | lines { line: 3 } | MISSING_FIELD | lines: order_ref, gross or net
delivery   | lines { line: 3 gross { units: 1 } }           | BAD_CURRENCY  | lines: gross, net, tax
delivery   | lines { line: 3 gross { currency: "USD" } }
             | BAD_CURRENCY | lines: one currency for all
delivery   | lines { line: 3 gross { currency: "EUR" nanos: 1 } }
             | BAD_AMOUNT | lines: gross, net, tax
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
