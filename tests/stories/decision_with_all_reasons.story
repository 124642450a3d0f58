# A decision names every reason, those that hold and those that only speak.
policy
  grace_days: 0
  rules:
    - {name: a over, kind: limit_exceeded, mode: enforce, severity: high}
    - {name: b late, kind: oldest_overdue, mode: propose, severity: watch, days: 5}
    - {name: c very late, kind: oldest_overdue, mode: enforce, severity: high, days: 20}
    - {name: d too large, kind: order_value, mode: enforce, severity: watch}
    - {name: e terms, kind: terms, mode: propose, severity: note}
    - {name: f tried out, kind: limit_exceeded, mode: shadow, severity: high}
day 2024-01-02
limit C1 L1 1000.00 EUR largest order 300.00 longest terms 30
invoice C1 F1 900.00 EUR due 2024-01-03
day 2024-02-01
order C1 O1 terms 60: 1 at 400.00 EUR
expect order C1 O1: held, because "a over" and "c very late" and "d too large", amount 400.00 EUR
expect order C1 O1: noting "b late" and "e terms" and "f tried out", until none, checkpoint order_entry
expect hold C1 O1: active, because "a over" and "c very late" and "d too large", by rules
expect C1: orders_held 400.00, open_orders 0.00, exposure 900.00
