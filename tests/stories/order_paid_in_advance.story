# An order that the client pays before we ship waits for the money, and passes up to what came in for
# it, whatever has become of the account. What is paid takes nothing of the limit.
policy
  hold_exemptions: [prepaid]
  rules:
    - {name: over, kind: limit_exceeded, mode: enforce, severity: high}
    - {name: not paid yet, kind: awaiting_prepayment, mode: enforce, severity: note}
    - {name: put on hold, kind: forced_hold, mode: enforce, severity: critical}
day 2024-01-02
limit C1 L1 1000.00 EUR
order C1 O1 prepaid: 10 at 80.00 EUR
expect order C1 O1: held, because "not paid yet", pay none, prepay 800.00 EUR, ask_limit none
expect case C1: open, because "not paid yet"
receipt C1 R1 500.00 EUR in advance for O1
expect order C1 O1: held
receipt C1 R2 300.00 EUR in advance for O1
expect order C1 O1: approved, because nothing
expect hold C1 O1: released
expect C1: open_orders 800.00, exposure 0.00, utilisation 0 %
order C1 O2: 1 at 1000.00 EUR
expect order C1 O2: approved
expect C1: utilisation 100 %
# A hold of the whole account lets it pass, for it is paid for; one that is not must wait.
hold C1 by ann
order C1 O3 prepaid: 1 at 50.00 EUR
expect order C1 O3: held, because "not paid yet" and over and "put on hold"
receipt C1 R3 50.00 EUR in advance for O3
expect order C1 O3: approved, noting "put on hold"
# Goods take their part of the money with them.
deliver C1 V1: 4 of O1/1
expect C1: open_orders 1530.00, deliveries_not_invoiced 320.00, exposure 1000.00
