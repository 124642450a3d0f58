# A due date put off: reports keep the original, because interest and the insurer do; rules count from
# the new one. The newest agreement counts.
policy
  grace_days: 0
  rules: [{name: late, kind: oldest_overdue, mode: propose, severity: watch, days: 10}]
day 2024-01-02
invoice C1 F1 1000.00 EUR due 2024-01-31
extend C1 F1 until 2024-03-15
day 2024-03-01
expect C1: overdue 1000.00, d1_30 1000.00, overdue_net 0.00, oldest_overdue_since 2024-01-31
expect case C1: none
extend C1 F1 until 2024-03-04 posted 2024-01-01
expect C1: overdue_net 0.00
day 2024-03-26
expect C1: overdue_net 1000.00, d31_60 1000.00
expect case C1: open, because late, at_stake 1000.00 EUR
extend C1 F1 until 2024-04-30
expect case C1: closed
receipt C1 R1 1000.00 EUR
settle C1 S1: invoice F1 -1000.00, receipt R1 +1000.00
expect C1: overdue 0.00, overdue_net 0.00
