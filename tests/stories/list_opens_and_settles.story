# A list of open items opens what is unknown with its original dates, settles what it no longer
# holds, mends what differs, and leaves alone what was posted after its day.
policy default
day 2024-03-01
invoice C1 F1 100.00 EUR due 2024-03-31 posted 2024-02-01
invoice C1 F2 200.00 EUR due 2024-03-31 posted 2024-02-01
invoice C1 F3 300.00 EUR due 2024-03-31 posted 2024-03-01
list C1 L1 as of 2024-02-29:
  invoice F2 150.00 from 2024-02-01 due 2024-03-31,
  invoice F0 40.00 from 2022-01-10 due 2022-02-10, credit A1 15.00 from 2024-02-10
expect C1: open_items 490.00, current 450.00, d90_plus 40.00, oldest_overdue_since 2022-02-10,
  unapplied_credits 15.00, exposure 475.00
list C1 L2 as of 2024-03-01: invoice F2 150.00 from 2024-02-01, invoice F3 300.00 from 2024-03-01
expect C1: open_items 450.00, unapplied_credits 0.00
