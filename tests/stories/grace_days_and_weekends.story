# Rules count from the next bank working day and after the days of grace of the kind of client;
# reports do not.
policy
  grace_days: {default: 3, public: 10}
  rules: [{name: late, kind: oldest_overdue, mode: propose, severity: watch, days: 0}]
day 2024-06-03
client C2 kind public
# Due on a Saturday: counted from Monday the 10th, and after three days of grace.
invoice C1 F1 100.00 EUR due 2024-06-08
invoice C2 F1 100.00 EUR due 2024-06-08
day 2024-06-09
expect C1: overdue 100.00, d1_30 100.00
day 2024-06-13
expect case C1: none
day 2024-06-14
expect case C1: open, because late, opened 2024-06-14
day 2024-06-20
expect case C2: none
day 2024-06-21
expect case C2: open, because late
