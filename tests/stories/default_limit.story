# An account that nobody has given a limit has the policy's default; withdrawing a limit brings it
# back.
policy
  default_limit: 1000 EUR
  rules: [{name: over, kind: limit_exceeded, mode: propose, severity: high}]
day 2024-01-02
invoice C1 F1 1500.00 EUR due 2024-02-01
expect C1: limit_kind amount, limit 1000.00 EUR, utilisation 150 %
expect case C1: open, because over
limit C1 L1 2000.00 EUR
expect C1: limit 2000.00 EUR, utilisation 75 %
expect case C1: closed
limit C1 L1 none decided 2024-01-02
expect C1: limit 1000.00 EUR
expect case C1: open
