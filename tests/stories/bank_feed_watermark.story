# Nobody is called late for days that the bank has not told of yet, and an old bank feed lets no rule
# hold orders for lateness.
policy
  grace_days: 0
  bank_feed: bank
  bank_feed_days: 2
  rules: [{name: late, kind: oldest_overdue, mode: enforce, severity: high, days: 0}]
day 2024-01-02
invoice C1 F1 100.00 EUR due 2024-01-10
day 2024-01-11
expect C1: overdue 100.00
expect case C1: none
complete bank through 2024-01-10
day 2024-01-12
expect case C1: none
complete bank through 2024-01-11
day 2024-01-13
expect case C1: open, enforcing late
complete bank through 2024-01-10
expect case C1: open
day 2024-01-16
expect case C1: open, enforcing nothing
