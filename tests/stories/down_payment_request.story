# A request for money in advance is not a claim: nothing is owed until the invoice comes.
policy default
day 2024-01-02
invoice C1 F1 1000.00 EUR: 300.00 due 2024-01-10 as down_payment_request, 700.00 due 2024-02-01
expect C1: open_items 700.00, exposure 700.00
day 2024-01-31
expect C1: overdue 0.00
