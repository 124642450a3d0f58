# Balances are of books: of one company, or of all of a system; each in its currency. A balance with
# two currencies, or of no system, is refused.
policy
  rules:
    - {name: differs, kind: drift, mode: propose, severity: info}
day 2024-02-01
invoice C1 F1 100.00 EUR due 2024-03-31 posted 2024-01-10
invoice C1 F2@2000 50.00 EUR due 2024-03-31 posted 2024-01-10
invoice C1 F3 20.00 USD due 2024-03-31 posted 2024-01-10
balance C1 of erp 1000 at 2024-01-31: open 100.00, unapplied 0.00 EUR
balance C1 of erp 2000 at 2024-01-31: open 50.00, unapplied 0.00 EUR
balance C1 of erp at 2024-01-31: open 150.00, unapplied 0.00 EUR
balance C1 of erp 1000 at 2024-01-31: open 20.00, unapplied 0.00 USD
balance C1 of crm 1000 at 2024-01-31: open 0.00, unapplied 0.00 EUR
expect case C1: state none
balance C1 of erp 2000 at 2024-01-31 revision 2: open 51.00, unapplied 0.00 EUR
expect case C1: open, because differs, at_stake 1.00 EUR
balance C1 of erp 1000 at 2024-01-31: open 1.00 EUR, unapplied 0.00 USD
balance C1 at 2024-01-31: open 1.00, unapplied 0.00 EUR
expect dead letters: BAD_CURRENCY, MISSING_FIELD
