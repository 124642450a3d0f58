# An invoice in instalments ages line by line; a payment takes the line that it names, else the one
# that was due first.
policy default
day 2024-01-02
invoice C1 F1 900.00 EUR: 300.00 due 2024-01-31, 300.00 due 2024-02-29, 300.00 due 2024-03-31
expect C1: current 900.00
day 2024-03-01
expect C1: open_items 900.00, current 300.00, d1_30 600.00, overdue 600.00, oldest_overdue_since 2024-01-31
receipt C1 R1 400.00 EUR
settle C1 S1: invoice F1/2 -300.00, receipt R1 +300.00
expect C1: d1_30 300.00, oldest_overdue_since 2024-01-31
settle C1 S2: invoice F1 -100.00, receipt R1 +100.00
expect C1: d1_30 200.00, current 300.00, unapplied_receipts 0.00
# More than a line bears goes on to the line that is due first.
receipt C1 R2 250.00 EUR
settle C1 S3: invoice F1/3 -250.00, receipt R2 +250.00
expect C1: d1_30 200.00, current 50.00
receipt C1 R3 100.00 EUR
settle C1 S4: invoice F1/3 -100.00, receipt R3 +100.00
expect C1: d1_30 150.00, current 0.00, open_items 150.00
