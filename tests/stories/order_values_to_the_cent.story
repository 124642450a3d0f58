# A value that cannot be divided evenly is never lost or made: the parts add up to the cent.
policy default
day 2024-01-02
order C1 O1: 3 worth 100.00 EUR
deliver C1 V1: 1 of O1/1
expect C1: open_orders 66.67, deliveries_not_invoiced 33.33, exposure 100.00
deliver C1 V2: 1 of O1/1
expect C1: open_orders 33.33, deliveries_not_invoiced 66.67, exposure 100.00
invoice C1 F1 33.33 EUR due 2024-02-01 bills 1 of O1/1
expect C1: open_orders 33.33, deliveries_not_invoiced 33.34, open_items 33.33, exposure 100.00
