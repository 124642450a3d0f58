# A credit note is a balance of its own until a settlement applies it; it lowers exposure at once.
policy default
day 2024-01-02
invoice C1 F1 1000.00 EUR due 2024-02-01
credit C1 A1 250.00 EUR against F1
expect C1: open_items 1000.00, unapplied_credits 250.00, unapplied_receipts 0.00, exposure 750.00
settle C1 S1: invoice F1 -250.00 as credit_note, credit A1 +250.00
expect C1: open_items 750.00, unapplied_credits 0.00, exposure 750.00
