# Money that comes after a write-off is booked against what was given up: nothing is owed again.
policy default
day 2024-01-02
invoice C1 F1 1000.00 EUR due 2024-01-31
write off C1 W1 1000.00 EUR of F1
expect C1: open_items 0.00
day 2024-06-03
recover C1 V1 250.00 EUR of F1
expect C1: open_items 0.00, unapplied_receipts 0.00, exposure 0.00
