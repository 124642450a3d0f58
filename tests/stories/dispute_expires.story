# A dispute older than the policy's days counts as clean again.
policy
  grace_days: 0
  dispute_days: 30
  rules: [{name: late, kind: oldest_overdue, mode: propose, severity: watch, days: 10}]
day 2024-01-02
invoice C1 F1 1000.00 EUR due 2024-01-03
dispute C1 D1 on F1 opened 2024-01-02
day 2024-02-01
expect C1: disputed 1000.00, overdue_net 0.00
expect case C1: none
day 2024-02-02
expect C1: open_items 1000.00, disputed 0.00, overdue_net 1000.00
expect case C1: open, because late, opened 2024-02-02
