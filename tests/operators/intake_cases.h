// Sound events of every kind, of which mistakes are made. Used by intake_refusals_test.cc.
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
      {"credit", R"(credit_note { ref { kind: DOCUMENT_KIND_CREDIT_NOTE number: "C1" }
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
      {"list",
       R"(open_items_list { list_id: "L1" source_system: "erp" seller_company: "1000"
          as_of: 20240531 complete: true
          items { ref { source_system: "erp" seller_company: "1000" kind: DOCUMENT_KIND_INVOICE
                        number: "I1" }
                  open { currency: "EUR" units: 10 } posting_date: 20240501 due_on: 20240531 }
          items { ref { source_system: "erp" seller_company: "1000"
                        kind: DOCUMENT_KIND_CREDIT_NOTE number: "C1" }
                  open { currency: "EUR" units: 10 } posting_date: 20240501 } })"},
      {"balance", R"(balance_asserted { source_system: "erp" seller_company: "1000" as_of: 20240531
          open { currency: "EUR" units: 100 } unapplied { currency: "EUR" } })"},
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

}  // namespace encours::test
