# A list sent again is a repeat. One that stands for an earlier day, coming late, undoes nothing that
# a newer one said.
policy default
day 2024-03-01
list C1 L2 as of 2024-02-29: invoice F1 60.00 from 2024-02-01 due 2024-03-31
list C1 L2 as of 2024-02-29: invoice F1 60.00 from 2024-02-01 due 2024-03-31
list C1 L1 as of 2024-01-31: invoice F1 100.00 from 2024-02-01, invoice F2 80.00 from 2024-01-02
expect C1: open_items 60.00
