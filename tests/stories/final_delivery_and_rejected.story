# What is struck from an order, and what is left after a final delivery, is no longer to come.
policy default
day 2024-01-02
order C1 O1 revision 1: 10 at 10.00 EUR, 5 at 20.00 EUR
expect C1: open_orders 200.00
change order C1 O1 revision 2: 10 at 10.00 EUR rejected 4, 5 at 20.00 EUR
expect C1: open_orders 160.00
deliver C1 V1: 3 of O1/2 final
expect C1: open_orders 60.00, deliveries_not_invoiced 60.00
