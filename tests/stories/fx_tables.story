# Exposure is valued by the newest table of rates of the day; a currency that it leaves out keeps its
# last rate, and one that no table names the policy's.
policy
  fx: {USD: 0.90}
  rules: [{name: over, kind: limit_exceeded, mode: enforce, severity: high}]
day 2024-01-02
limit C1 L1 10000.00 EUR
invoice C1 F1 10000.00 USD due 2024-06-30
invoice C1 F2 1000.00 GBP due 2024-06-30
rates from 2024-01-01: GBP 1.10
expect C1 USD: total_exposure 10100.00 EUR
rates from 2024-01-03: USD 0.80
expect C1 USD: total_exposure 10100.00 EUR
day 2024-01-03
expect C1 USD: total_exposure 9100.00 EUR, fx_as_of 2024-01-03
rates from 2024-01-02: USD 0.70
expect C1 USD: total_exposure 9100.00 EUR
