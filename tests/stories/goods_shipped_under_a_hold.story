# Goods that leave although their order is held are found, the order stays held for what is left of
# it, and the decision says so for the delivery checkpoint.
policy
  rules:
    - {name: over, kind: limit_exceeded, mode: enforce, severity: high}
    - {name: shipped all the same, kind: held_delivery, mode: propose, severity: critical}
day 2024-01-02
limit C1 L1 100.00 EUR
order C1 O1 revision 1: 10 at 100.00 EUR
expect order C1 O1: held, checkpoint order_entry, amount 1000.00 EUR
expect case C1: open, because over
deliver C1 V1: 4 of O1/1
expect order C1 O1: held, checkpoint delivery, amount 600.00 EUR, told 2
expect case C1: because over and over and "shipped all the same", severity critical
# The last piece: nothing is left to hold, and what happened stands for thirty days.
deliver C1 V2: 6 of O1/1
expect hold C1 O1: released
expect case C1: because over and "shipped all the same"
receipt C1 R1 2000.00 EUR
expect case C1: because "shipped all the same"
day 2024-02-01
expect case C1: open
day 2024-02-02
expect case C1: closed
