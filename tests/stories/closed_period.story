# A posting into books that are closed is taken, and a person is told.
policy
  rules: [{name: closed books, kind: closed_period, mode: propose, severity: info}]
day 2024-02-05
invoice C1 F1 100.00 EUR due 2024-02-29 posted 2024-01-15
close books 1000 through 2024-01-31
invoice C2 F2 100.00 EUR due 2024-02-29 posted 2024-02-01
invoice C3 F3 100.00 EUR due 2024-02-29 posted 2024-01-31
expect case C1: none
expect case C2: none
expect C3: open_items 100.00
expect case C3: open, because "closed books", at_stake 100.00 EUR
