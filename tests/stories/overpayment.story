# What is paid beyond an invoice is a credit of the client, never a negative open item.
policy
  rules: [{name: does not fit, kind: allocation, mode: propose, severity: info}]
day 2024-01-02
invoice C1 F1 1000.00 EUR due 2024-02-01
receipt C1 R1 1100.00 EUR
settle C1 S1: invoice F1 -1100.00, receipt R1 +1100.00
expect C1: open_items 0.00, unapplied_credits 100.00, unapplied_receipts 0.00, exposure -100.00
expect case C1: open, because "does not fit", at_stake 100.00 EUR, severity info
# The money goes back.
settle C1 S2: invoice F1 +100.00 as refund, refund -100.00
expect C1: open_items 0.00, unapplied_credits 0.00, exposure 0.00
expect case C1: closed
