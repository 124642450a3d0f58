# What is undone after the day of a balance stood until then: a reversal, a cancellation or a sale to
# a factor is of its own day, and the next balance has it.
policy
  rules:
    - {name: differs, kind: drift, mode: propose, severity: info}
day 2024-02-01
invoice C1 F1 100.00 EUR due 2024-03-31 posted 2024-01-10
invoice C1 F2 50.00 EUR due 2024-03-31 posted 2024-01-10
invoice C1 F3 20.00 EUR due 2024-03-31 posted 2024-01-10
settle C1 S1 posted 2024-01-20: invoice F1 -100.00, bank charge +100.00
balance C1 of erp 1000 at 2024-01-31: open 70.00, unapplied 0.00 EUR
expect case C1: state none
reverse C1 S1
cancel invoice C1 F2
sell C1 A1 of F3 to FACTOR
expect C1: open_items 100.00
expect case C1: state none
day 2024-02-02
balance C1 of erp 1000 at 2024-02-01: open 100.00, unapplied 0.00 EUR
expect case C1: state none
