# A list too long for one event comes in parts; only the last says that it is complete. One that is not
# complete settles nothing.
policy default
day 2024-03-01
invoice C1 F1 100.00 EUR due 2024-03-31 posted 2024-02-01
list C1 L1 as of 2024-02-29 partial part 1: invoice F2 20.00 from 2024-02-01
expect C1: open_items 120.00
list C1 L1 as of 2024-02-29 part 2: invoice F3 30.00 from 2024-02-01
expect C1: open_items 50.00
