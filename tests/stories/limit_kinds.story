# No limit, a limit of zero and no ceiling are three different things.
policy
  rules: [{name: over, kind: limit_exceeded, mode: enforce, severity: high}]
day 2024-01-02
order C1 O1: 1 at 100.00 EUR
expect C1: limit_kind none, utilisation none
expect order C1 O1: approved
limit C2 L1 zero
order C2 O1: 1 at 100.00 EUR
expect C2: limit_kind zero, utilisation none
expect order C2 O1: held, because over
limit C3 L1 unlimited
order C3 O1: 1 at 100.00 EUR
expect C3: limit_kind unlimited, utilisation none
expect order C3 O1: approved
limit C4 L1 100.00 EUR
order C4 O1: 1 at 100.00 EUR
expect C4: limit_kind amount, limit 100.00 EUR, utilisation 100 %
expect order C4 O1: approved
