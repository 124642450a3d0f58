# What was approved at order entry is judged again at the delivery checkpoint once its days are over.
# While they are not, goods may leave whatever has become of the account.
policy
  approval_valid_days: 5
  rules: [{name: over, kind: limit_exceeded, mode: enforce, severity: high}]
day 2024-01-02
limit C1 L1 1000.00 EUR
order C1 O1: 10 at 60.00 EUR
expect order C1 O1: approved, checkpoint order_entry, until 2024-01-07
invoice C1 F1 900.00 EUR due 2024-03-01
day 2024-01-05
deliver C1 V1: 5 of O1/1
expect order C1 O1: approved, checkpoint order_entry, told 1
day 2024-01-08
expect order C1 O1: held, checkpoint delivery, because over, amount 300.00 EUR
receipt C1 R1 900.00 EUR
expect order C1 O1: approved, checkpoint delivery, until 2024-01-13
# Changed before anything more ships: it is still an order of which goods have left.
change order C1 O1: 12 at 60.00 EUR
expect order C1 O1: approved, checkpoint delivery
