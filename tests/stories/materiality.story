# A case is told again when its amount grew by the policy's step, by share and by amount, and not
# below it.
policy
  case_step: {share: 20 %, amount: 5000}
  rules: [{name: over, kind: limit_exceeded, mode: propose, severity: high, minimum: 1000}]
day 2024-01-02
limit C1 L1 10000.00 EUR
invoice C1 F1 10900.00 EUR due 2024-03-01
# 900 over: below the minimum of the rule.
expect case C1: none
invoice C1 F2 20000.00 EUR due 2024-03-01
expect case C1: open, at_stake 20900.00 EUR, told 1
# 4,100 more: not by 20 %, not by 5,000.
invoice C1 F3 4100.00 EUR due 2024-03-01
expect silence
# 5,000 more than what was told last, and 20 %.
invoice C1 F4 900.00 EUR due 2024-03-01
expect case C1: open, news amount_grew, at_stake 25900.00 EUR, told 2
# 5,000 more again, but not 20 %.
invoice C1 F5 5000.00 EUR due 2024-03-01
expect silence
invoice C1 F6 180.00 EUR due 2024-03-01
expect case C1: news amount_grew, at_stake 31080.00 EUR, told 3
