# A cancelled or closed order has nothing more to come; what was delivered of it is still to be billed.
policy default
day 2024-01-02
order C1 O1: 10 at 10.00 EUR
order C1 O2: 10 at 10.00 EUR
deliver C1 V1: 4 of O1/1
cancel order C1 O1
expect C1: open_orders 100.00, deliveries_not_invoiced 40.00
close order C1 O2
expect C1: open_orders 0.00, deliveries_not_invoiced 40.00
