# A first load finds nothing but its summary; the day after, a balance that differs is found. A list
# of the day of a balance is part of ours; a newer list of its books takes its place.
policy
  rules:
    - {name: differs, kind: drift, mode: propose, severity: info}
day 2024-03-01
list C1 L1 as of 2024-02-29 cutover 2024-03-01: invoice F1 60.00 from 2024-02-01 due 2024-03-31
expect case C1: open, because differs, at_stake 60.00 EUR
balance C1 of erp 1000 at 2024-02-29: open 9060.00, unapplied 0.00 EUR
expect case C1: at_stake 60.00 EUR, told 1
balance C2 of erp 1000 at 2024-02-29: open 60.00, unapplied 0.00 EUR
expect case C2: open, because differs, at_stake 60.00 EUR
list C2 L1 as of 2024-02-29: invoice F1 60.00 from 2024-02-01 due 2024-03-31
expect case C2: closed
day 2024-03-02
expect case C1: open, because differs, at_stake 9000.00 EUR
list C1 L2 as of 2024-03-01: invoice F1 60.00 from 2024-02-01 due 2024-03-31
expect case C1: closed
