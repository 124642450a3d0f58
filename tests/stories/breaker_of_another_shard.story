# A breaker that opened in another shard, carried into every log, opens here too: until the hour is
# over rules only propose. A person may close it before.
policy
  rules: [{name: over, kind: limit_exceeded, mode: enforce, severity: high}]
day 2024-01-02
limit C1 L1 100.00 EUR
beat
breaker main opens
order C1 O1: 1 at 500.00 EUR
expect order C1 O1: approved, noting over
breaker main is reset
order C1 O2: 1 at 500.00 EUR
expect order C1 O2: held, because over
