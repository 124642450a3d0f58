# A new policy is judged by at once, for every account: cases open and close with it.
policy
  rules: [{name: over, kind: limit_exceeded, mode: propose, severity: high}]
day 2024-01-02
limit C1 L1 1000.00 EUR
limit C2 L1 1000.00 EUR
invoice C1 F1 1040.00 EUR due 2024-03-01
invoice C2 F1 2000.00 EUR due 2024-03-01
expect case C1: open
expect case C2: open
policy
  rules: [{name: over, kind: limit_exceeded, mode: propose, severity: high, tolerance: 5 %}]
expect case C1: closed
expect case C2: open
policy
  rules: []
expect case C2: closed
