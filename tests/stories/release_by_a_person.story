# A person may release an order up to an amount and until a day; above it, and after it, the order is
# judged again.
policy
  rules: [{name: over, kind: limit_exceeded, mode: enforce, severity: high}]
day 2024-01-02
limit C1 L1 100.00 EUR
order C1 O1 revision 1: 10 at 100.00 EUR
expect order C1 O1: held, because over
release C1 O1 by ann up to 1200.00 EUR until 2024-01-10
expect order C1 O1: approved, by ann, until 2024-01-10
expect hold C1 O1: released, by ann
change order C1 O1 revision 2: 12 at 100.00 EUR
expect order C1 O1: approved, by ann, amount 1200.00 EUR
change order C1 O1 revision 3: 13 at 100.00 EUR
expect order C1 O1: held, because over, amount 1300.00 EUR, by rules
change order C1 O1 revision 4: 11 at 100.00 EUR
expect order C1 O1: approved, by ann
day 2024-01-10
expect order C1 O1: approved
day 2024-01-11
expect order C1 O1: held, because over, by rules
expect hold C1 O1: active
