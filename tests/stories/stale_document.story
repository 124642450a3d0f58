# A document older than the horizon that nobody knows is not opened but looked at by a person.
policy
  idempotency_horizon_days: 100
  rules: [{name: too old, kind: stale_entity, mode: propose, severity: info}]
day 2024-06-03
invoice C1 F1 1000.00 EUR due 2024-01-31 posted 2024-01-01
expect C1: currencies none
expect case C1: open, because "too old", at_stake 1000.00 EUR
