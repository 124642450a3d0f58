# What a client keeps back until the work is accepted is open with a due date of its own, and a payment
# that names no line pays what is due first.
policy default
day 2024-01-02
invoice C1 F1 1000.00 EUR: 950.00 due 2024-01-31, 50.00 due 2025-01-31 as retention
receipt C1 R1 950.00 EUR
settle C1 S1: invoice F1 -950.00, receipt R1 +950.00
day 2024-06-03
expect C1: open_items 50.00, current 50.00, overdue 0.00
