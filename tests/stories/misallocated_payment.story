# Money booked on an invoice of another currency or of nobody is parked and shown apart; what the
# client owes is unchanged, and somebody is told.
policy
  rules: [{name: fits nothing, kind: allocation, mode: propose, severity: note, minimum: 100}]
  fx: {USD: 0.5}
day 2024-01-02
invoice C1 F1 1000.00 EUR due 2024-02-01
receipt C1 R1 500.00 USD
settle C1 S1: invoice F1 -500.00 USD, receipt R1 +500.00 USD
expect C1 EUR: open_items 1000.00, parked 0.00
expect C1 USD: parked 500.00, unapplied_receipts 0.00, open_items 0.00
expect case C1: open, because "fits nothing", at_stake 250.00 EUR
reverse C1 S1
expect C1 USD: parked 0.00, unapplied_receipts 500.00
expect case C1: closed, told 2
