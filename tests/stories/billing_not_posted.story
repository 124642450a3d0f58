# A billing document is owed from the day it is billed: it stands in billing_not_posted until
# accounting posts the item with its name. The value is in one bucket all the way, also where the
# accounting item says once more what was billed.
policy default
day 2024-01-02
limit C1 L1 1000.00 EUR
order C1 O1: 10 at 10.00 EUR
deliver C1 V1: 6 of O1/1
billing C1 B1 60.00 EUR bills 6 of O1/1
expect C1: open_orders 40.00, deliveries_not_invoiced 0.00, billing_not_posted 60.00, open_items 0.00, exposure 100.00, overdue 0.00
invoice C1 F1 60.00 EUR due 2024-02-01 posts B1 bills 6 of O1/1
expect C1: open_orders 40.00, deliveries_not_invoiced 0.00, billing_not_posted 0.00, open_items 60.00, exposure 100.00

# Accounting first: the billing document then adds nothing but what it says was billed.
order C2 O1: 10 at 10.00 EUR
invoice C2 F1 60.00 EUR due 2024-02-01 posts B1
expect C2: open_orders 100.00, open_items 60.00, exposure 160.00
billing C2 B1 60.00 EUR bills 6 of O1/1
expect C2: open_orders 40.00, billing_not_posted 0.00, open_items 60.00, exposure 100.00

# What was never delivered is billed all the same.
order C3 O1: 10 at 10.00 EUR
billing C3 B1 60.00 EUR bills 6 of O1/1
expect C3: open_orders 40.00, billing_not_posted 60.00, exposure 100.00
deliver C3 V1: 6 of O1/1
expect C3: open_orders 40.00, billing_not_posted 60.00, deliveries_not_invoiced 0.00, exposure 100.00
