# More automatic holds in an hour than the policy allows open the breaker: from then on rules only
# propose, until the hour is over.
policy
  holds_per_hour: 2
  rules: [{name: over, kind: limit_exceeded, mode: enforce, severity: high}]
day 2024-01-02
limit C1 L1 100.00 EUR
order C1 O1: 1 at 500.00 EUR
order C1 O2: 1 at 500.00 EUR
order C1 O3: 1 at 500.00 EUR
expect order C1 O1: held
expect order C1 O2: held
expect order C1 O3: approved, because nothing, noting over
expect hold C1 O3: proposed
day 2024-01-03
order C1 O4: 1 at 500.00 EUR
expect order C1 O4: held, because over
