# What a list no longer holds is settled; when the payment comes after all, of the list's day or
# later, it is not booked on top: nothing is paid twice.
policy default
day 2024-03-01
invoice C1 F1 100.00 EUR due 2024-02-28 posted 2024-02-01
invoice C1 F2 200.00 EUR due 2024-02-28 posted 2024-02-01
list C1 L1 as of 2024-02-29
expect C1: open_items 0.00, exposure 0.00
receipt C1 R1 300.00 EUR
settle C1 S1 posted 2024-02-29: invoice F1 -100.00, receipt R1 +100.00
settle C1 S2 posted 2024-03-01: invoice F2 -200.00, receipt R1 +200.00
expect C1: open_items 0.00, unapplied_credits 0.00, unapplied_receipts 0.00, exposure 0.00
settle C1 S3 posted 2024-03-01: invoice F1 +30.00, bank charge -30.00
expect C1: open_items 30.00
