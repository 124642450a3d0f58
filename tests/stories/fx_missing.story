# A currency without a rate is valued with the policy's fallback, never with nothing, and somebody is
# told.
policy
  fx_fallback: 1.5
  rules: [{name: no rate, kind: fx_missing, mode: propose, severity: note}]
day 2024-01-02
limit C1 L1 10000.00 EUR
invoice C1 F1 1000.00 CHF due 2024-02-01
expect C1: open_items 1000.00, total_exposure 1500.00 EUR, utilisation 15 %
expect case C1: open, because "no rate"
policy
  fx: {CHF: 1.05}
  fx_fallback: 1.5
  rules: [{name: no rate, kind: fx_missing, mode: propose, severity: note}]
expect C1: total_exposure 1050.00 EUR
expect case C1: closed
