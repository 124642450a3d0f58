# For a natural person no rule goes further than propose.
policy
  rules: [{name: over, kind: limit_exceeded, mode: enforce, severity: high}]
day 2024-01-02
client C1 kind sole_trader
limit C1 L1 100.00 EUR
order C1 O1: 1 at 500.00 EUR
expect order C1 O1: approved, because nothing, noting over
expect hold C1 O1: proposed
