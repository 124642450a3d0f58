# A source states what was open and unapplied at the end of a day. What we make of that day is
# compared with it; what was posted later is not of the day, and what comes late explains.
policy
  rules:
    - {name: differs, kind: drift, mode: propose, severity: info}
day 2024-01-31
invoice C1 F1 100.00 EUR due 2024-03-31 posted 2024-01-10
receipt C1 R1 30.00 EUR by transfer
balance C1 of erp 1000 at 2024-01-31: open 100.00, unapplied 30.00 EUR
day 2024-02-01
expect case C1: state none
settle C1 S1: invoice F1 -30.00, receipt R1 +30.00
expect case C1: state none

# it knows an invoice that has not come, and a day is compared when it is over
balance C1 of erp 1000 at 2024-02-01: open 120.00, unapplied 0.00 EUR
expect case C1: state none
day 2024-02-02
expect case C1: open, severity info, because differs, at_stake 50.00 EUR
invoice C1 F2 50.00 EUR due 2024-03-31 posted 2024-02-01
expect case C1: closed

# another, and the newer balance agrees
balance C1 of erp 1000 at 2024-02-01 revision 2: open 120.00, unapplied 5.00 EUR
expect case C1: open, because differs, at_stake 5.00 EUR
day 2024-02-03
balance C1 of erp 1000 at 2024-02-02: open 120.00, unapplied 0.00 EUR
expect case C1: closed

# an older one says nothing, nor does an older revision
balance C1 of erp 1000 at 2024-01-20: open 7.00, unapplied 0.00 EUR
balance C1 of erp 1000 at 2024-02-01 revision 1: open 8.00, unapplied 0.00 EUR
expect case C1: closed
