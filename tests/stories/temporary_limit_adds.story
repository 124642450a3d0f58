# A temporary limit may be added to the base; of two that overlap the later decision wins.
policy
  rules: []
  fx: {USD: 0.5}
day 2024-01-02
limit C1 L1 1000.00 EUR
limit C1 L2 600.00 USD adds to base until 2024-01-10
expect C1: limit 1300.00 EUR
day 2024-01-03
limit C1 L3 2000.00 EUR until 2024-01-05
expect C1: limit 2000.00 EUR
day 2024-01-06
expect C1: limit 1300.00 EUR
day 2024-01-11
expect C1: limit 1000.00 EUR
