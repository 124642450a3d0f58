# An early word before the limit is reached.
policy
  rules: [{name: near, kind: limit_near, mode: propose, severity: note, utilisation: 90 %}]
day 2024-01-02
limit C1 L1 1000.00 EUR
invoice C1 F1 899.99 EUR due 2024-03-01
expect case C1: none
invoice C1 F2 0.01 EUR due 2024-03-01
expect C1: utilisation 90 %
expect case C1: open, because near, severity note
