# A residual item that comes before the one it continues has its own due date until then; a chain of
# them hands the first one's down.
policy default
day 2024-03-01
invoice C1 F1C 50.00 EUR due 2024-06-30 continues F1B
invoice C1 F1B 150.00 EUR due 2024-05-31 continues F1
expect C1: overdue 0.00
invoice C1 F1 1000.00 EUR due 2024-01-31 posted 2024-01-02
expect C1: overdue 1200.00, d1_30 1200.00
cancel invoice C1 F1
expect C1: overdue 0.00, current 200.00
