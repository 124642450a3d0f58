# A newer revision of a settlement replaces all that the older one said; an older one that comes late
# changes nothing.
policy default
day 2024-01-02
invoice C1 F1 600.00 EUR due 2024-02-01 revision 1
invoice C1 F2 600.00 EUR due 2024-02-01 revision 1
receipt C1 R1 600.00 EUR revision 1
settle C1 S1 revision 1: invoice F1 -600.00, receipt R1 +600.00
settle C1 S1 revision 3: invoice F2 -500.00, receipt R1 +500.00
expect C1: open_items 700.00, unapplied_receipts 100.00
settle C1 S1 revision 2: invoice F1 -600.00, receipt R1 +600.00
expect C1: open_items 700.00, unapplied_receipts 100.00
