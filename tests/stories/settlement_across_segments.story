# A settlement may clear items of two segments: each account moves by its own part.
policy
  segments: {export: ["2000"]}
  rules: []
day 2024-01-02
invoice C1 F1 1000.00 EUR due 2024-02-01
receipt C1 R1@2000 1000.00 EUR
settle C1 S1: invoice F1 -1000.00, receipt R1@2000 +1000.00
expect C1: open_items 0.00, exposure 0.00
expect C1 in export: unapplied_receipts 0.00, exposure 0.00
