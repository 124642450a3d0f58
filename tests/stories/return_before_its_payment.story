# The bank's return may come before the payment it is about; a later word on a payment stands,
# whatever comes first, and of two of one day the graver.
policy default
day 2024-01-02
payment C1 R1 returned because MD01
expect silence
receipt C1 R1 400.00 EUR by sdd_core
expect C1: unapplied_receipts 0.00, bills_and_debits_at_risk 0.00, exposure 0.00
payment C1 R1 paid
expect C1: unapplied_receipts 0.00
day 2024-01-03
payment C1 R1 paid
expect C1: unapplied_receipts 400.00, bills_and_debits_at_risk 400.00
