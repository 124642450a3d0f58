# A dispute may come before its invoice, and its end before itself.
policy default
day 2024-01-02
dispute C1 D1 on F1 100.00 EUR
close dispute C1 D2 on F1 as accepted
dispute C1 D2 on F1 500.00 EUR
invoice C1 F1 1000.00 EUR due 2024-02-01
expect C1: open_items 1000.00, disputed 100.00
