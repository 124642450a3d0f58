# The whole reference is the document's name: one number in two companies, kinds or lines is two
# documents.
policy default
day 2024-01-02
invoice C1 7 100.00 EUR due 2024-02-01
invoice C1 7@1100 200.00 EUR due 2024-02-01
credit C1 7 50.00 EUR
receipt C1 7 30.00 EUR
expect C1: open_items 300.00, unapplied_credits 50.00, unapplied_receipts 30.00
