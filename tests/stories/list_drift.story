# Each difference between a list and what was booked is told in one line of the case; one that a late
# event explains is taken back. A source that sends lists alone has nothing to differ from.
policy
  rules:
    - {name: differs, kind: drift, mode: propose, severity: info}
day 2024-03-01
invoice C1 F1 100.00 EUR due 2024-03-31 posted 2024-02-01
invoice C1 F2 200.00 EUR due 2024-03-31 posted 2024-02-01
invoice C1 F3 300.00 EUR due 2024-03-31 posted 2024-02-01
list C1 L1 as of 2024-02-29:
  invoice F2 150.00 from 2024-02-01 due 2024-03-31, invoice F3 300.00 from 2024-02-01 due 2024-03-31,
  invoice F9 40.00 from 2024-01-10 due 2024-02-10
expect case C1: open, severity info, because differs, at_stake 190.00 EUR
settle C1 S1 posted 2024-02-20: invoice F1 -100.00, bank charge +100.00
settle C1 S2 posted 2024-02-20: invoice F2 -50.00, bank charge +50.00
invoice C1 F9 40.00 EUR due 2024-02-10 posted 2024-01-10
expect case C1: closed
list C2 L1 as of 2024-02-29: invoice F5 40.00 from 2024-01-10
list C2 L2 as of 2024-03-01
expect case C2: state none
expect C2: open_items 0.00
