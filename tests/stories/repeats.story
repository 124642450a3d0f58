# A document that comes again, at once or days later, changes nothing and nothing is said.
policy default
day 2024-01-02
invoice C1 F1 1000.00 EUR due 2024-02-01 posted 2024-01-02
receipt C1 R1 400.00 EUR posted 2024-01-02
limit C1 L1 100.00 EUR decided 2024-01-02
expect case C1: open, because "over the limit", told 1
day 2024-01-09
invoice C1 F1 1000.00 EUR due 2024-02-01 posted 2024-01-02 document date 2024-01-02
expect C1: open_items 1000.00
receipt C1 R1 400.00 EUR posted 2024-01-02
limit C1 L1 100.00 EUR decided 2024-01-02
expect silence
expect C1: open_items 1000.00, unapplied_receipts 400.00, limit 100.00 EUR
