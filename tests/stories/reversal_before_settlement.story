# A reversal that comes before its settlement undoes it when it comes.
policy default
day 2024-01-02
invoice C1 F1 600.00 EUR due 2024-02-01
receipt C1 R1 600.00 EUR
reverse C1 S1
settle C1 S1: invoice F1 -600.00, receipt R1 +600.00
expect C1: open_items 600.00, unapplied_receipts 600.00, parked 0.00
