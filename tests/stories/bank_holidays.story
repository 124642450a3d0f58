# Lateness counts from the next day on which the banks of the seller's country work.
policy
  grace_days: 0
  company_countries: {"1000": FR}
  bank_holidays: {FR: [2024-07-15]}
  rules: [{name: late, kind: oldest_overdue, mode: propose, severity: watch, days: 0}]
day 2024-07-01
invoice C1 F1 100.00 EUR due 2024-07-13
# The 13th is a Saturday, the 15th a holiday: it counts from the 16th.
day 2024-07-16
expect C1: overdue 100.00
expect case C1: none
day 2024-07-17
expect case C1: open, because late
