# Rates alone take an account over its limit: that is a person's decision. What the client adds after it
# holds by itself again.
policy
  fx: {USD: 0.90}
  rules: [{name: over, kind: limit_exceeded, mode: enforce, severity: high}]
day 2024-01-02
limit C1 L1 9500.00 EUR
invoice C1 F1 10000.00 USD due 2024-06-30
expect case C1: none
rates from 2024-01-02: USD 1.00
expect case C1: open, because over, enforcing nothing, at_stake 500.00 EUR
invoice C1 F2 6000.00 EUR due 2024-06-30
expect case C1: open, enforcing over, at_stake 6500.00 EUR
