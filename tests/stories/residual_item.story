# What is left of an invoice goes on under a new number: it has the due date of the old one, and what
# is disputed of that one is disputed of it.
policy default
day 2024-01-02
invoice C1 F1 1000.00 EUR due 2024-01-31
day 2024-03-01
dispute C1 D1 on F1 150.00
receipt C1 R1 850.00 EUR
invoice C1 F1R 150.00 EUR due 2024-04-30 continues F1
settle C1 S1: invoice F1 -1000.00, receipt R1 +850.00, transfer +150.00
settle C1 S2: invoice F1R -0.01 as small_difference, small difference +0.01
expect C1: open_items 149.99, d1_30 149.99, oldest_overdue_since 2024-01-31, disputed 149.99
expect C1: overdue_net 0.00
close dispute C1 D1 on F1 as rejected
expect C1: disputed 0.00, overdue_net 149.99
extend C1 F1 until 2024-03-31
expect C1: overdue 149.99, overdue_net 0.00
