# An order that was closed or cancelled and comes back is judged like a new one, and a finding says
# so. It may be told late: days decide, not the order in which we hear of them.
policy
  rules:
    - {name: over, kind: limit_exceeded, mode: enforce, severity: high}
    - {name: came back, kind: order_reopened, mode: propose, severity: watch}
day 2024-01-02
limit C1 L1 1000.00 EUR
order C1 O1: 10 at 60.00 EUR
close order C1 O1
expect C1: open_orders 0.00
expect case C1: none
day 2024-01-05
reopen order C1 O1: 10 at 60.00 EUR
expect order C1 O1: approved, noting "came back", told 2
expect hold C1 O1: proposed, because "came back"
expect case C1: open, because "came back", at_stake 600.00 EUR
expect C1: open_orders 600.00
release C1 O1 by ann
expect hold C1 O1: released, by ann
expect case C1: closed
# The same number, cancelled, with a later date of its own: a new order under an old name.
order C1 O2: 1 at 500.00 EUR
expect order C1 O2: held, because over
cancel order C1 O2
expect hold C1 O2: released
day 2024-01-09
order C1 O2: 1 at 900.00 EUR
expect order C1 O2: held, because over, noting "came back"
# A closing that comes late, of before the reopening, ends nothing; one of after it does.
close order C1 O1 posted 2024-01-04
expect C1: open_orders 600.00
close order C1 O1 posted 2024-01-09
expect order C1 O2: approved
expect C1: open_orders 900.00
