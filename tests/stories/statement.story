# A client pays the total of its monthly statement and names nothing else: its credits are used, then its
# invoices paid in order. Its items are due together on the statement's day.
policy default
day 2024-01-02
invoice C1 F1 600.00 EUR due 2024-01-20
invoice C1 F2 500.00 EUR due 2024-01-25
credit C1 A1 100.00 EUR
day 2024-01-31
statement C1 R24 due 2024-02-29: invoice F1 600.00, invoice F2 500.00, credit A1 -100.00
expect C1: overdue 0.00, open_items 1100.00
receipt C1 V1 700.00 EUR
settle C1 S1: statement R24 -700.00, receipt V1 +700.00
expect C1: open_items 300.00, unapplied_credits 0.00, unapplied_receipts 0.00, parked 0.00
day 2024-03-01
expect C1: overdue 300.00, oldest_overdue_since 2024-02-29
reverse C1 S1
expect C1: open_items 1100.00, unapplied_credits 100.00, unapplied_receipts 700.00
