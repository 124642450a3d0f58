# An order that a person rejects stays under a hold, whatever room there is, until a person decides
# anew.
policy
  rules: [{name: over, kind: limit_exceeded, mode: enforce, severity: high}]
day 2024-01-02
limit C1 L1 1000.00 EUR
order C1 O1: 1 at 500.00 EUR
expect order C1 O1: approved
reject C1 O1 by ann
expect order C1 O1: rejected, by ann
expect hold C1 O1: active, by ann
expect C1: open_orders 0.00, exposure 0.00
receipt C1 R1 5000.00 EUR
expect order C1 O1: rejected
recheck C1 O1 by bob
expect order C1 O1: approved, by rules
expect hold C1 O1: released
