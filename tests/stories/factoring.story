# An invoice sold to a factor is no risk of ours any longer, unless the factor may give it back; when it
# is given back it is.
policy default
day 2024-01-02
invoice C1 F1 1000.00 EUR due 2024-01-31
invoice C1 F2 400.00 EUR due 2024-01-31
sell C1 A1 of F1 to FACTOR
sell C1 A2 of F2 to FACTOR with recourse
expect C1: open_items 400.00, exposure 400.00
day 2024-03-01
expect C1: overdue 400.00
take back C1 A1 of F1
expect C1: open_items 1400.00, overdue 1400.00, oldest_overdue_since 2024-01-31
