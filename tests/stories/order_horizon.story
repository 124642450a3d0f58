# An order that ships later than the policy's horizon does not count against the limit yet. When the
# day comes near enough it does, by time alone: the case says so, new orders are held, and the
# approval stands.
policy
  order_horizon_days: 30
  rules: [{name: over, kind: limit_exceeded, mode: enforce, severity: high}]
day 2024-01-02
limit C1 L1 1000.00 EUR
order C1 O1: 1 at 800.00 EUR, 1 at 700.00 EUR ships 2024-02-20
expect order C1 O1: approved
expect C1: open_orders 1500.00, orders_later 700.00, exposure 1500.00, total_exposure 800.00 EUR,
  utilisation 80 %
order C1 O2: 1 at 200.00 EUR
expect order C1 O2: approved
expect case C1: none
day 2024-01-20
expect case C1: none
day 2024-01-21
expect C1: orders_later 0.00, total_exposure 1700.00 EUR, utilisation 170 %
expect case C1: open, because over, at_stake 700.00 EUR
expect order C1 O1: approved, told 1
order C1 O3: 1 at 10.00 EUR
expect order C1 O3: held, because over
# What ships far in the future takes nothing yet, even of a limit that is exceeded.
order C1 O4: 1 at 5000.00 EUR ships 2024-06-01
expect order C1 O4: approved
