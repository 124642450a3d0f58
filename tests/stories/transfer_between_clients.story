# The payer changes: open amounts move from one client to the other with their dates, and the sum over
# clients stays what it was.
policy default
day 2024-01-02
invoice C1 F1 1000.00 EUR due 2024-01-31
invoice C1 F2 200.00 EUR due 2024-02-29
receipt C1 R1 300.00 EUR
day 2024-03-01
transfer out C1 T1 to C2: invoice F1 1000.00 due 2024-01-31, receipt R1 -300.00
expect C1: open_items 200.00, unapplied_receipts 0.00
transfer in C2 T1 from C1: invoice F1 1000.00 due 2024-01-31, receipt R1 -300.00
expect C2: open_items 1000.00, unapplied_receipts 300.00, oldest_overdue_since 2024-01-31
settle C2 S1: invoice F1 -300.00, receipt R1 +300.00
expect C2: open_items 700.00, unapplied_receipts 0.00, d1_30 700.00
# Corrected: the receipt stays where it was.
transfer out C1 T1 to C2 revision 2: invoice F1 1000.00 due 2024-01-31
transfer in C2 T1 from C1 revision 2: invoice F1 1000.00 due 2024-01-31
expect C1: open_items 200.00, unapplied_receipts 300.00
expect C2: open_items 700.00, unapplied_receipts 0.00, parked 300.00
