# Every order gets a decision, and every change of it another, which binds that revision and amount.
policy
  approval_valid_days: 10
  rules: [{name: over, kind: limit_exceeded, mode: enforce, severity: high}]
day 2024-01-02
limit C1 L1 1000.00 EUR
order C1 O1 revision 1: 4 at 100.00 EUR
expect order C1 O1: approved, revision 1, amount 400.00 EUR, until 2024-01-12, told 1
change order C1 O1 revision 2: 9 at 100.00 EUR
expect order C1 O1: approved, revision 2, amount 900.00 EUR, told 2
change order C1 O1 revision 3: 11 at 100.00 EUR
expect order C1 O1: held, revision 3, amount 1100.00 EUR, because over, told 3
change order C1 O1 revision 4: 10 at 100.00 EUR
expect order C1 O1: approved, revision 4, amount 1000.00 EUR, told 4
