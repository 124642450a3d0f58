# How far a rule may go is its mode: off does not run, shadow says nothing, propose raises a case and
# lets the order pass, enforce holds it.
policy
  rules: [{name: over, kind: limit_exceeded, mode: off, severity: high}]
day 2024-01-02
limit C1 L1 100.00 EUR
order C1 O1: 1 at 500.00 EUR
expect order C1 O1: approved, because nothing, noting nothing
expect case C1: none
policy
  rules: [{name: over, kind: limit_exceeded, mode: shadow, severity: high}]
order C1 O2: 1 at 500.00 EUR
expect order C1 O2: approved, because nothing, noting over
expect case C1: none
expect hold C1 O2: none
policy
  rules: [{name: over, kind: limit_exceeded, mode: propose, severity: high}]
order C1 O3: 1 at 500.00 EUR
expect order C1 O3: approved, because nothing, noting over
expect hold C1 O3: proposed
# Two lines: the account is over its limit, and the order is.
expect case C1: open, because over and over
policy
  rules: [{name: over, kind: limit_exceeded, mode: enforce, severity: high}]
order C1 O4: 1 at 500.00 EUR
expect order C1 O4: held, because over
expect hold C1 O4: active
