# One euro above the limit does not stop a good payer: the tolerance of the rule does.
policy
  rules: [{name: over, kind: limit_exceeded, mode: enforce, severity: high, tolerance: 5 %}]
day 2024-01-02
limit C1 L1 1000.00 EUR
invoice C1 F1 900.00 EUR due 2024-02-01
order C1 O1: 1 at 150.00 EUR
expect order C1 O1: approved, amount 150.00 EUR
expect C1: utilisation 105 %, open_orders 150.00
order C1 O2: 1 at 0.01 EUR
expect order C1 O2: held, because over
expect C1: orders_held 0.01, exposure 1050.00, open_orders 150.00
