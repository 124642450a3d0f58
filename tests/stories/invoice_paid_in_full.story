# An invoice is open until it is paid; cash on account stands apart until it is applied.
policy default
day 2024-01-02
invoice C1 F1 1200.00 EUR due 2024-02-01
expect C1: open_items 1200.00, current 1200.00, overdue 0.00, exposure 1200.00
day 2024-01-20
receipt C1 R1 1200.00 EUR
expect C1: open_items 1200.00, unapplied_receipts 1200.00, exposure 0.00
settle C1 S1: invoice F1 -1200.00, receipt R1 +1200.00
expect C1: open_items 0.00, unapplied_receipts 0.00, exposure 0.00
expect case C1: none
