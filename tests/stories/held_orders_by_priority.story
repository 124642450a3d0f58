# When room appears held orders are judged one by one, by priority, then by time; each release
# reserves its part before the next is judged.
policy
  rules: [{name: over, kind: limit_exceeded, mode: enforce, severity: high}]
day 2024-01-02
limit C1 L1 1000.00 EUR
invoice C1 F1 1000.00 EUR due 2024-02-01
order C1 O1 priority 1: 1 at 300.00 EUR
day 2024-01-03
order C1 O2 priority 5: 1 at 400.00 EUR
order C1 O3 priority 5: 1 at 250.00 EUR
order C1 O4 priority 1: 1 at 50.00 EUR
expect C1: orders_held 1000.00
receipt C1 R1 600.00 EUR
# 600 of room: 400 for O2, not 250 for O3; 300 of O1 do not fit, 50 of O4 do.
expect order C1 O2: approved
expect order C1 O3: held
expect order C1 O1: held
expect order C1 O4: approved
expect C1: open_orders 450.00, orders_held 550.00, exposure 850.00
