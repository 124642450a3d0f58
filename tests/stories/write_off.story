# A write-off takes a claim off the books, wholly or in part.
policy default
day 2024-01-02
invoice C1 F1 1000.00 EUR due 2024-01-05
day 2024-06-03
expect C1: d90_plus 1000.00
write off C1 W1 400.00 EUR of F1
expect C1: open_items 600.00, d90_plus 600.00
write off C1 W2 600.00 EUR of F1
expect C1: open_items 0.00, overdue 0.00, unapplied_credits 0.00
