# Cash and credits on account pay the oldest items first, virtually: rules look at what is left.
policy
  grace_days: 0
  rules: [{name: late, kind: oldest_overdue, mode: propose, severity: watch, days: 5, minimum: 100}]
day 2024-01-02
invoice C1 F1 500.00 EUR due 2024-01-03
invoice C1 F2 300.00 EUR due 2024-01-10
receipt C1 R1 500.00 EUR
day 2024-01-12
expect C1: overdue 800.00, overdue_net 300.00
expect case C1: none
day 2024-01-16
expect case C1: open, because late, at_stake 300.00 EUR
credit C1 A1 250.00 EUR
expect C1: overdue 800.00, overdue_net 50.00
expect case C1: closed
