# A share of what is open being late is a rule of its own; it closes only well on the good side.
policy
  grace_days: 0
  rules: [{name: much is late, kind: overdue_share, mode: propose, severity: watch, share: 30 %, hysteresis: 20 %}]
day 2024-01-02
invoice C1 F1 300.00 EUR due 2024-01-03
invoice C1 F2 600.00 EUR due 2024-06-01
day 2024-01-04
expect case C1: open, because "much is late", at_stake 300.00 EUR
# 28.6 % is below the threshold, yet not below 24 %.
invoice C1 F3 150.00 EUR due 2024-06-01
expect case C1: open
# 23.1 % is.
invoice C1 F4 250.00 EUR due 2024-06-01
expect case C1: closed, told 2
