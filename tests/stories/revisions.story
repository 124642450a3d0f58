# The greatest revision of a document rules, whatever comes last.
policy default
day 2024-01-02
invoice C1 F1 1000.00 EUR due 2024-02-01 revision 2
invoice C1 F1 900.00 EUR due 2024-03-01 revision 1
expect C1: open_items 1000.00
invoice C1 F1 1100.00 EUR due 2024-03-01 revision 3
expect C1: open_items 1100.00
invoice C1 F1 1000.00 EUR due 2024-02-01 revision 2
expect C1: open_items 1100.00
