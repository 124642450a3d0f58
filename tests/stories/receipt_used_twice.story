# A receipt that is used for more than it brought goes below nothing, in plain sight.
policy default
day 2024-01-02
invoice C1 F1 1000.00 EUR due 2024-02-01
invoice C1 F2 1000.00 EUR due 2024-02-01
receipt C1 R1 1000.00 EUR
settle C1 S1: invoice F1 -1000.00, receipt R1 +1000.00
settle C1 S2: invoice F2 -1000.00, receipt R1 +1000.00
expect C1: open_items 0.00, unapplied_receipts -1000.00, exposure 1000.00
expect case C1: open, because "cash that fits nothing"
reverse C1 S2
expect C1: open_items 1000.00, unapplied_receipts 0.00, exposure 1000.00
expect case C1: closed
