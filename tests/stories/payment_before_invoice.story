# A payment that comes before its invoice waits for it.
policy default
day 2024-01-02
receipt C1 R1 1000.00 EUR
expect C1: unapplied_receipts 1000.00, open_items 0.00, exposure -1000.00
settle C1 S1: invoice F1 -1000.00, receipt R1 +1000.00
expect C1: open_items 0.00, parked 1000.00, unapplied_receipts 0.00, exposure 0.00
invoice C1 F1 1000.00 EUR due 2024-02-01
expect C1: open_items 0.00, parked 0.00, unapplied_receipts 0.00, exposure 0.00
