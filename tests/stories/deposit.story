# A deposit is cover, not cash: it stands apart and lowers no exposure.
policy default
day 2024-01-02
invoice C1 F1 500.00 EUR due 2024-02-01
receipt C1 R1 800.00 EUR purpose deposit
expect C1: deposits 800.00, unapplied_receipts 0.00, exposure 500.00
settle C1 S1: invoice F1 -500.00, receipt R1 +500.00
expect C1: deposits 300.00, open_items 0.00, exposure 0.00
