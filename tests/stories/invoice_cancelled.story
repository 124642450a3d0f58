# A cancelled invoice leaves the books as if it had not come; what was paid on it is the client's.
policy default
day 2024-01-02
invoice C1 F1 1000.00 EUR due 2024-02-01
receipt C1 R1 300.00 EUR
settle C1 S1: invoice F1 -300.00, receipt R1 +300.00
cancel invoice C1 F1
expect C1: open_items 0.00, unapplied_credits 300.00, exposure -300.00
# One that is cancelled before it comes never opens.
cancel invoice C2 F9
invoice C2 F9 500.00 EUR due 2024-02-01
expect C2: currencies none
