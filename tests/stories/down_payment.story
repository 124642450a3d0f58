# Money in advance for one order lowers the exposure by no more than what is open of that order: what
# is left of it is not set off against other debts.
policy default
day 2024-01-02
invoice C1 F1 500.00 EUR due 2024-02-01
receipt C1 R1 300.00 EUR in advance for O1
expect C1: unapplied_receipts 0.00, exposure 500.00
order C1 O1: 10 at 20.00 EUR
expect C1: open_orders 200.00, unapplied_receipts 200.00, exposure 500.00
deliver C1 V1: 10 of O1/1
expect C1: open_orders 0.00, deliveries_not_invoiced 200.00, unapplied_receipts 200.00, exposure 500.00
invoice C1 F2 200.00 EUR due 2024-02-01 bills 10 of O1/1
expect C1: open_items 700.00, unapplied_receipts 0.00, exposure 700.00
settle C1 S1: invoice F2 -200.00, receipt R1 +200.00
expect C1: open_items 500.00, unapplied_receipts 0.00, exposure 500.00
