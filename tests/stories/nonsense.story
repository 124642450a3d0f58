# What cannot be decoded or is wrong goes to the dead letters byte for byte, and the stream goes on.
policy default
day 2024-01-02
garbage C1
oversize C1
wrong key C2: invoice C1 F1 100.00 EUR
foreign tick
expect dead letters: UNDECODABLE, OVERSIZE, WRONG_KEY, TICK_NOT_ALLOWED
invoice C1 F1 100.00 QQQ
invoice C1 F1 100.001 EUR
invoice C1 F1 100.00 EUR: 40.00 due 2024-02-01, 50.00 due 2024-03-01
receipt C1 R1 -5.00 EUR
settle C1 S1: invoice F1 -100.00, receipt R1 +90.00
limit C1 L1 0.00 EUR
release C1 O9 by ann
hold C1
expect dead letters: BAD_CURRENCY, BAD_AMOUNT, SCHEDULE_MISMATCH, BAD_AMOUNT, UNBALANCED_SETTLEMENT, BAD_AMOUNT, BAD_DECISION, MISSING_FIELD
invoice C1 F1 100.00 EUR due 2024-02-01
expect C1: open_items 100.00
