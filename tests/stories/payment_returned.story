# A direct debit comes back unpaid: it never was money. What it had paid is owed again from that day
# on; when the ERP undoes the settlement the invoice has its own age back. The return is held against
# the client for some time, and a case says so.
policy
  returned_payment_days: 30
  rules: [{name: came back, kind: payment_returned, mode: propose, severity: high}]
day 2024-01-02
invoice C1 F1 1000.00 EUR due 2024-01-02
receipt C1 R1 1000.00 EUR by sdd_core
settle C1 S1: invoice F1 -1000.00, receipt R1 +1000.00
day 2024-01-05
payment C1 R1 returned because AM04 fees 12.50
expect C1: open_items 1000.00, bills_and_debits_at_risk 0.00, exposure 1000.00, overdue 0.00
expect case C1: open, severity high, because "came back", at_stake 1000.00 EUR
expect case C1: returned 1000.00 EUR, returned_payments 1, bank_fees 12.50 EUR
day 2024-01-06
expect C1: overdue 1000.00, oldest_overdue_since 2024-01-05
reverse C1 S1
expect C1: open_items 1000.00, overdue 1000.00, oldest_overdue_since 2024-01-02
expect C1: unapplied_receipts 0.00, exposure 1000.00
day 2024-02-04
expect case C1: open
day 2024-02-05
expect case C1: closed
