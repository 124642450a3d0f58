# Money of nobody yet is kept under the company that received it, and moves to its client when that is
# known.
policy default
day 2024-01-02
receipt ~unidentified/1000 R1 640.00 EUR
expect ~unidentified/1000: unapplied_receipts 640.00
invoice C1 F1 640.00 EUR due 2024-01-31
day 2024-01-09
transfer out ~unidentified/1000 T1 to C1: receipt R1 -640.00
transfer in C1 T1 from ~unidentified/1000: receipt R1 -640.00
expect ~unidentified/1000: unapplied_receipts 0.00
expect C1: unapplied_receipts 640.00, exposure 0.00
settle C1 S1: invoice F1 -640.00, receipt R1 +640.00
expect C1: open_items 0.00, unapplied_receipts 0.00
