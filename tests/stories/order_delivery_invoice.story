# Each unit of value is in one bucket: an order that is delivered and billed counts once, 60 as 60
# and never as 120.
policy default
day 2024-01-02
limit C1 L1 1000.00 EUR
order C1 O1: 10 at 10.00 EUR
expect order C1 O1: approved, amount 100.00 EUR
expect C1: open_orders 100.00, exposure 100.00
deliver C1 V1: 6 of O1/1
expect C1: open_orders 40.00, deliveries_not_invoiced 60.00, open_items 0.00, exposure 100.00
invoice C1 F1 60.00 EUR due 2024-02-01 bills 6 of O1/1
expect C1: open_orders 40.00, deliveries_not_invoiced 0.00, open_items 60.00, exposure 100.00
deliver C1 V2: 4 of O1/1
invoice C1 F2 40.00 EUR due 2024-02-01 bills 4 of O1/1
expect C1: open_orders 0.00, deliveries_not_invoiced 0.00, open_items 100.00, exposure 100.00
