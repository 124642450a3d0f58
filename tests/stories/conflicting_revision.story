# Two contents under one revision: one of them rules, the same in any order, and somebody is told.
policy
  rules: [{name: contradiction, kind: conflicting_revision, mode: propose, severity: info}]
day 2024-01-02
invoice C1 F1 1000.00 EUR due 2024-02-01 revision 1
invoice C1 F1 1500.00 EUR due 2024-02-01 revision 1
invoice C2 F1 1500.00 EUR due 2024-02-01 revision 1
invoice C2 F1 1000.00 EUR due 2024-02-01 revision 1
expect case C1: open, because contradiction, severity info
expect case C2: open, because contradiction, severity info
expect C1: open_items 1000.00
expect C2: open_items 1000.00
# A newer revision settles it.
invoice C1 F1 1200.00 EUR due 2024-02-01 revision 2
expect C1: open_items 1200.00
expect case C1: closed
