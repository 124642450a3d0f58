# A held order is released when cash arrives, by the rules, without anybody asking.
policy
  rules: [{name: over, kind: limit_exceeded, mode: enforce, severity: high}]
day 2024-01-02
limit C1 L1 1000.00 EUR
invoice C1 F1 900.00 EUR due 2024-02-01
order C1 O1: 1 at 300.00 EUR
expect order C1 O1: held, because over
expect hold C1 O1: active
expect case C1: open, because over
receipt C1 R1 150.00 EUR
expect order C1 O1: held
expect hold C1 O1: active
receipt C1 R2 50.00 EUR
expect order C1 O1: approved, by rules
expect hold C1 O1: released
expect case C1: closed
expect C1: open_orders 300.00, orders_held 0.00
