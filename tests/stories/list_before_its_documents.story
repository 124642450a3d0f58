# Items come by a list first and by their own events later: what the documents say counts, what the
# list said is open stays so, and nothing is counted twice. A payment that the list had already
# takes the place of what the list settled.
policy default
day 2024-03-01
list C1 L1 as of 2024-02-29: invoice F1 60.00 from 2024-02-01 due 2024-03-31
expect C1: open_items 60.00, current 60.00
invoice C1 F1 100.00 EUR due 2024-02-28 posted 2024-02-01
expect C1: open_items 60.00, current 0.00, d1_30 60.00
settle C1 S1 posted 2024-02-20: invoice F1 -40.00, bank charge +40.00
expect C1: open_items 60.00
settle C1 S2 posted 2024-03-01: invoice F1 -60.00, bank charge +60.00
expect C1: open_items 0.00, unapplied_credits 0.00
