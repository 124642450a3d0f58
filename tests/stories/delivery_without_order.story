# A delivery without an order counts by its own value until it is billed.
policy default
day 2024-01-02
deliver C1 V1: 3 worth 90.00 EUR, 1 worth 10.00 EUR
expect C1: deliveries_not_invoiced 100.00, exposure 100.00
invoice C1 F1 90.00 EUR due 2024-02-01 bills 3 of delivery V1/1
expect C1: deliveries_not_invoiced 10.00, open_items 90.00, exposure 100.00
cancel invoice C1 F1
expect C1: deliveries_not_invoiced 100.00, open_items 0.00
