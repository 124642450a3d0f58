# Where the source says when money is final, its word counts, whatever the instrument.
policy default
day 2024-01-02
receipt C1 R1 500.00 EUR by transfer final 2024-01-05
receipt C1 R2 200.00 EUR by sdd_core final 2024-01-03
expect C1: unapplied_receipts 700.00, bills_and_debits_at_risk 700.00
day 2024-01-03
expect C1: bills_and_debits_at_risk 500.00
day 2024-01-05
expect C1: bills_and_debits_at_risk 0.00, exposure -700.00
