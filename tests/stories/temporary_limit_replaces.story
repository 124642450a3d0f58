# A temporary limit stands instead of the base limit from its first to its last day, both included.
policy
  rules: []
day 2024-01-02
limit C1 L1 1000.00 EUR
limit C1 L2 5000.00 EUR from 2024-01-04 until 2024-01-06 replaces
expect C1: limit 1000.00 EUR
day 2024-01-03
expect C1: limit 1000.00 EUR
day 2024-01-04
expect C1: limit 5000.00 EUR
day 2024-01-06
expect C1: limit 5000.00 EUR
day 2024-01-07
expect C1: limit 1000.00 EUR
