# A finding opens at its threshold and closes only some way on the good side, so that it does not
# flicker.
policy
  rules: [{name: over, kind: limit_exceeded, mode: propose, severity: high, hysteresis: 2 %}]
day 2024-01-02
limit C1 L1 1000.00 EUR
invoice C1 F1 1001.00 EUR due 2024-03-01
expect case C1: open, told 1
receipt C1 R1 10.00 EUR
expect C1: exposure 991.00
expect case C1: open, told 1
receipt C1 R2 15.00 EUR
expect C1: exposure 976.00
expect case C1: closed, told 2
