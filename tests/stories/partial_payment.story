# A partial payment leaves the rest open, with the due date it had; discounts and charges are booked
# beside the cash.
policy default
day 2024-01-02
invoice C1 F1 1000.00 EUR due 2024-01-10
receipt C1 R1 600.00 EUR
settle C1 S1: invoice F1 -600.00, receipt R1 +600.00
expect C1: open_items 400.00, current 400.00
day 2024-01-15
expect C1: overdue 400.00, d1_30 400.00, oldest_overdue_since 2024-01-10
receipt C1 R2 380.00 EUR
settle C1 S2: invoice F1 -400.00, receipt R2 +380.00, discount +15.00, bank charge +5.00
expect C1: open_items 0.00, overdue 0.00, unapplied_receipts 0.00
