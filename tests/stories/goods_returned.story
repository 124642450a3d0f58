# Goods that come back before they are invoiced are not owed any more: delivered - returned -
# invoiced. They do not have to ship again, so the open order stays as it is.
policy default
day 2024-01-02
order C1 O1: 10 at 10.00 EUR
deliver C1 V1: 6 of O1/1
expect C1: open_orders 40.00, deliveries_not_invoiced 60.00, exposure 100.00
return C1 G1: 2 of O1/1
expect C1: open_orders 40.00, deliveries_not_invoiced 40.00, exposure 80.00
invoice C1 F1 30.00 EUR due 2024-02-01 bills 3 of O1/1
expect C1: open_orders 40.00, deliveries_not_invoiced 10.00, open_items 30.00, exposure 80.00
# What is invoiced stays owed, whatever comes back: a credit note mends it.
return C1 G2: 3 of O1/1
expect C1: open_orders 40.00, deliveries_not_invoiced 0.00, open_items 30.00, exposure 70.00

# The return may come first, and may be corrected.
return C2 G1: 2 of O1/1 revision 1
deliver C2 V1: 6 of O1/1
order C2 O1: 10 at 10.00 EUR
expect C2: open_orders 40.00, deliveries_not_invoiced 40.00, exposure 80.00
return C2 G1: 5 of O1/1 revision 2
expect C2: open_orders 40.00, deliveries_not_invoiced 10.00, exposure 50.00

# On a return order the goods that come back are its delivery: until the credit note, they lower
# what is owed.
order C3 O1: -4 at 10.00 EUR
expect C3: open_orders -40.00, exposure -40.00
return C3 G1: 4 of O1/1
expect C3: open_orders 0.00, deliveries_not_invoiced -40.00, exposure -40.00
