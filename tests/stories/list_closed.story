# When a list is closed, the clients that it did not name have nothing open in its source; what is of
# another company, or was posted later, stays.
policy default
day 2024-03-01
invoice C1 F1 100.00 EUR due 2024-03-31 posted 2024-02-01
invoice C2 F2 200.00 EUR due 2024-03-31 posted 2024-02-01
invoice C2 F3@2000 50.00 EUR due 2024-03-31 posted 2024-02-01
invoice C2 F4 25.00 EUR due 2024-03-31 posted 2024-03-01
list C1 L1 as of 2024-02-29: invoice F1 100.00 from 2024-02-01 due 2024-03-31
close list L1 as of 2024-02-29
expect C1: open_items 100.00
expect C2: open_items 75.00
invoice C3 F5 10.00 EUR due 2024-03-31 posted 2024-02-15
expect C3: open_items 0.00
list C3 L1 as of 2024-02-29: invoice F5 10.00 from 2024-02-15
expect C3: open_items 10.00
invoice C4 F6 10.00 EUR due 2024-03-31 posted 2024-03-01
close list L2 partial
expect C4: open_items 10.00
