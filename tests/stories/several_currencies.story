# Each currency has a line of its own; the limit sees them all in its own currency.
policy
  fx: {USD: 0.90, JPY: 0.006}
  rules: [{name: over, kind: limit_exceeded, mode: propose, severity: high}]
day 2024-01-02
limit C1 L1 10000.00 EUR
invoice C1 F1 5000.00 EUR due 2024-02-01
invoice C1 F2 5000.00 USD due 2024-02-01
expect C1 EUR: open_items 5000.00, total_exposure 9500.00 EUR, utilisation 95 %
expect C1 USD: open_items 5000.00, currencies EUR and USD
expect case C1: none
invoice C1 F3 100000 JPY due 2024-02-01
expect C1 JPY: open_items 100000, total_exposure 10100.00 EUR, utilisation 101 %
expect case C1: open, because over, at_stake 100.00 EUR
receipt C1 R1 200.00 USD
expect C1 USD: unapplied_receipts 200.00, exposure 4800.00, total_exposure 9920.00 EUR
expect case C1: closed
