# A settlement is undone as a whole: every item it touched is as it was before.
policy default
day 2024-01-02
invoice C1 F1 600.00 EUR due 2024-01-10
invoice C1 F2 400.00 EUR due 2024-01-20
credit C1 A1 50.00 EUR
receipt C1 R1 950.00 EUR
settle C1 S1: invoice F1 -600.00, invoice F2 -400.00, credit A1 +50.00, receipt R1 +950.00
expect C1: open_items 0.00, unapplied_receipts 0.00, unapplied_credits 0.00
day 2024-01-25
reverse C1 S1
expect C1: open_items 1000.00, overdue 1000.00, unapplied_receipts 950.00, unapplied_credits 50.00
expect C1: overdue_net 0.00, oldest_overdue_since 2024-01-10
