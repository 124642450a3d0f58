# An approval is not withdrawn by later growth; it is judged again when its days are over.
policy
  approval_valid_days: 5
  rules: [{name: over, kind: limit_exceeded, mode: enforce, severity: high}]
day 2024-01-02
limit C1 L1 1000.00 EUR
order C1 O1: 1 at 600.00 EUR
expect order C1 O1: approved, until 2024-01-07
invoice C1 F1 900.00 EUR due 2024-03-01
expect order C1 O1: approved, told 1
expect C1: exposure 1500.00, utilisation 150 %
day 2024-01-07
expect order C1 O1: approved, told 1
day 2024-01-08
expect order C1 O1: held, because over, told 2
expect C1: open_orders 0.00, orders_held 600.00
