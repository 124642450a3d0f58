# A due date that was put off passes, though nothing else happens to the client and no rule waits for
# the day: from the next day the amount is overdue net as well.
policy
  rules: [{name: over, kind: limit_exceeded, mode: propose, severity: note}]
day 2024-01-02
invoice C1 F1 1000.00 EUR due 2024-01-31
extend C1 F1 until 2024-03-15
day 2024-03-15
expect C1: overdue 1000.00, overdue_net 0.00
day 2024-03-16
expect C1: overdue 1000.00, overdue_net 1000.00
