# Everything is gross: to a net value its tax is added, and where a source lists no tax the policy's
# rate is, which the sheet then says.
policy
  default_tax: 20 %
  rules: [{name: over the limit, kind: limit_exceeded, mode: enforce, severity: high}]
day 2024-01-02
limit C1 L1 250.00 EUR
order C1 O1: 1 at 100.00 net tax 5.50
expect C1: open_orders 105.50, exposure 105.50, estimated no
order C1 O2: 2 at 50.00 net
expect C1: open_orders 225.50, exposure 225.50, estimated yes
# There is room for 24.50: less than the net value of the first with its tax, half up.
order C1 O3: 1 at 20.43 net
expect order C1 O3: held
order C1 O4: 1 at 20.42 net
expect order C1 O4: approved
expect C1: exposure 250.00, orders_held 24.52
change order C1 O2: 2 at 60.00
change order C1 O4: 1 at 10.00
expect C1: estimated yes
cancel order C1 O3
expect C1: open_orders 235.50, estimated no
