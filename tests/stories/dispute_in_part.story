# A disputed part stays in what the client owes and is shown apart; rules look at the clean part.
policy
  grace_days: 0
  rules: [{name: late, kind: oldest_overdue, mode: propose, severity: watch, days: 10}]
day 2024-01-02
invoice C1 F1 1000.00 EUR due 2024-01-03
dispute C1 D1 on F1 300.00 EUR reason PRICE
expect C1: open_items 1000.00, disputed 300.00, exposure 1000.00
day 2024-01-17
expect C1: overdue 1000.00, overdue_net 700.00
expect case C1: open, because late, at_stake 700.00 EUR
change dispute C1 D1 on F1 reason PRICE
expect C1: disputed 1000.00, overdue 1000.00, overdue_net 0.00
expect case C1: closed
close dispute C1 D1 on F1 as rejected
expect C1: disputed 0.00, overdue_net 1000.00
expect case C1: open, told 3
