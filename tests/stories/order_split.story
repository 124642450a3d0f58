# One order cut into pieces: each within the largest allowed value, together above it, within so many
# days. They are judged together, whether the earlier ones have shipped or not.
policy
  rules:
    - {name: too large, kind: order_value, mode: enforce, severity: watch}
    - {name: in pieces, kind: order_split, mode: enforce, severity: high, within: 5 days}
day 2024-01-02
limit C1 L1 100000.00 EUR largest order 1000.00 EUR
order C1 O1: 1 at 600.00 EUR
expect order C1 O1: approved
deliver C1 V1: 1 of O1/1
day 2024-01-04
order C1 O2: 1 at 300.00 EUR
expect order C1 O2: approved
order C1 O3: 1 at 200.00 EUR
expect order C1 O3: held, because "in pieces"
expect case C1: open, because "in pieces", at_stake 200.00 EUR
# What was cancelled before it shipped was not bought.
cancel order C1 O2
order C1 O4: 1 at 150.00 EUR
expect order C1 O4: approved
# A large one is another matter: it stands alone, and is none of the pieces.
order C1 O5: 1 at 5000.00 EUR
expect order C1 O5: held, because "too large"
# Five days after the first.
day 2024-01-08
order C1 O6: 1 at 600.00 EUR
expect order C1 O6: approved
