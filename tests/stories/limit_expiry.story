# When a limit's last day has passed it lapses to zero, or is kept and somebody is told.
policy
  rules:
    - {name: over, kind: limit_exceeded, mode: propose, severity: high}
    - {name: limit ends, kind: limit_expired, mode: propose, severity: note, days_before: 2}
day 2024-01-02
limit C1 L1 1000.00 EUR until 2024-01-10 on expiry zero
limit C2 L1 1000.00 EUR until 2024-01-10 on expiry keep_and_alert
invoice C1 F1 500.00 EUR due 2024-02-01
invoice C2 F1 500.00 EUR due 2024-02-01
day 2024-01-07
expect case C1: none
day 2024-01-08
expect case C1: open, because "limit ends"
expect case C2: open, because "limit ends"
day 2024-01-10
expect C1: limit_kind amount, limit 1000.00 EUR
day 2024-01-11
expect C1: limit_kind zero
expect case C1: open, because "limit ends" and over
expect C2: limit_kind amount, limit 1000.00 EUR, utilisation 50 %
expect case C2: open, because "limit ends"
limit C2 L2 1500.00 EUR decided 2024-01-11
expect C2: limit 1500.00 EUR
expect case C2: closed
