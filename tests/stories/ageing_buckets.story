# Ageing is contractual: an item is late from the day after it was due, and moves on after 30, 60 and
# 90 days.
policy default
day 2024-01-02
invoice C1 F1 100.00 EUR due 2024-01-31
day 2024-01-31
expect C1: current 100.00, overdue 0.00, oldest_overdue_since none
day 2024-02-01
expect C1: current 0.00, d1_30 100.00, overdue 100.00, oldest_overdue_since 2024-01-31
day 2024-03-01
expect C1: d1_30 100.00
day 2024-03-02
expect C1: d1_30 0.00, d31_60 100.00
day 2024-04-01
expect C1: d31_60 0.00, d61_90 100.00
day 2024-05-01
expect C1: d61_90 0.00, d90_plus 100.00, overdue 100.00, open_items 100.00
