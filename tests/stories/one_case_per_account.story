# An account has one case, with its causes as lines; it is told again when a cause is added or it
# grows more urgent, and closes when the last cause goes.
policy
  grace_days: 0
  rules:
    - {name: a late, kind: oldest_overdue, mode: propose, severity: watch, days: 5}
    - {name: b over, kind: limit_exceeded, mode: propose, severity: note}
    - {name: c very late, kind: oldest_overdue, mode: propose, severity: high, days: 20}
day 2024-01-02
limit C1 L1 500.00 EUR
invoice C1 F1 400.00 EUR due 2024-01-03
day 2024-01-09
expect case C1: open, news opened, because "a late", severity watch, at_stake 400.00 EUR, told 1
invoice C1 F2 200.00 EUR due 2024-05-01
expect case C1: open, news cause_added, because "a late" and "b over", severity watch, told 2
day 2024-01-24
expect case C1: open, news severity_raised, severity high, because "a late" and "b over" and "c very late", told 3
receipt C1 R1 600.00 EUR
expect case C1: closed, news closed, told 4
expect C1: exposure 0.00
