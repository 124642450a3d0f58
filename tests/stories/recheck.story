# A person may have an order judged again now.
policy
  rules: [{name: over, kind: limit_exceeded, mode: enforce, severity: high}]
day 2024-01-02
limit C1 L1 1000.00 EUR
order C1 O1: 1 at 600.00 EUR
expect order C1 O1: approved, told 1
invoice C1 F1 900.00 EUR due 2024-03-01
recheck C1 O1 by ann
expect order C1 O1: held, because over, told 2
