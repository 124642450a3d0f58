# Money collected by direct debit can be taken back: for ten bank days it lowers the exposure and
# stands at risk, which raises it again. A transfer is final at once.
policy default
day 2024-03-18
invoice C1 F1 1000.00 EUR due 2024-03-18
receipt C1 R1 1000.00 EUR by sdd_core
expect C1: unapplied_receipts 1000.00, bills_and_debits_at_risk 1000.00, exposure 1000.00
settle C1 S1: invoice F1 -1000.00, receipt R1 +1000.00
expect C1: open_items 0.00, bills_and_debits_at_risk 1000.00, exposure 1000.00
invoice C1 F2 300.00 EUR due 2024-03-18
receipt C1 R2 300.00 EUR by transfer
expect C1: bills_and_debits_at_risk 1000.00, unapplied_receipts 300.00, exposure 1000.00
# Good Friday 2024-03-29 and Easter Monday are no bank days: the tenth is 2024-04-03.
day 2024-04-03
expect C1: bills_and_debits_at_risk 1000.00
day 2024-04-04
expect C1: bills_and_debits_at_risk 0.00, exposure 0.00
