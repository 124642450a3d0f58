# A delivery or a bill that comes before its order waits for it and counts when the order comes.
policy default
day 2024-01-02
deliver C1 V1: 6 of O1/1
invoice C1 F1 20.00 EUR due 2024-02-01 bills 2 of O1/1
expect C1: deliveries_not_invoiced 0.00, open_items 20.00, exposure 20.00
order C1 O1: 10 at 10.00 EUR
expect C1: open_orders 40.00, deliveries_not_invoiced 40.00, open_items 20.00, exposure 100.00
expect order C1 O1: approved, amount 40.00 EUR
