# A hold by a person stops all orders of the account and is not lifted by cash; only a person lifts
# it.
policy
  rules:
    - {name: over, kind: limit_exceeded, mode: enforce, severity: high}
    - {name: put on hold, kind: forced_hold, mode: enforce, severity: critical}
day 2024-01-02
limit C1 L1 1000.00 EUR
hold C1 by ann reason "no word for weeks"
expect hold C1: active, by ann
expect case C1: open, severity critical, because "put on hold"
expect C1: account_hold yes
order C1 O1: 1 at 100.00 EUR
expect order C1 O1: held, because "put on hold"
receipt C1 R1 10000.00 EUR
expect order C1 O1: held
expect hold C1: active
release C1 O1 by bob
expect order C1 O1: held
lift C1 by ann
expect hold C1: released, by ann
expect order C1 O1: approved
expect C1: account_hold no
expect case C1: closed
