# A feed without revisions corrects a document by sending it again with other content; what it said
# before is a repeat from then on.
policy default
day 2024-01-02
invoice C1 F1 1000.00 EUR due 2024-02-01
invoice C1 F1 800.00 EUR due 2024-02-01
expect C1: open_items 800.00
invoice C1 F1 1000.00 EUR due 2024-02-01
expect C1: open_items 800.00
