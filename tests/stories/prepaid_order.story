# A prepaid order waits for its money and for nothing else: it passes over the limit and under a hold by a
# person that lets prepaid orders pass.
policy
  hold_exemptions: [prepaid]
  rules: [{name: over, kind: limit_exceeded, mode: enforce, severity: high}, {name: stop, kind: forced_hold, mode: enforce, severity: critical}]
day 2024-01-02
limit C1 L1 zero
order C1 O1 prepaid: 10 at 20.00 EUR
expect order C1 O1: held, because awaiting_prepayment, amount 200.00 EUR
receipt C1 R1 150.00 EUR in advance for O1
expect order C1 O1: held
expect C1: orders_held 200.00, exposure 0.00
hold C1 by ann
receipt C1 R2 50.00 EUR in advance for O1
expect order C1 O1: approved
expect C1: open_orders 200.00, unapplied_receipts 200.00, exposure 0.00, total_exposure 0.00 EUR
