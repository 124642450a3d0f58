# Kinds and variants that no operator hears yet go to the dead letters with their reason; nothing is
# lost in silence.
policy default
day 2024-01-02
event C1 promise
event C1 balance_asserted
receipt C1 R1 100.00 EUR by sdd_core
receipt C1 R2 100.00 EUR purpose deposit
receipt C1 R3 100.00 EUR state returned
invoice C1 F1 100.00 EUR: 50.00 due 2024-02-01, 50.00 due 2025-02-01 as retention
expect dead letters: UNSUPPORTED_KIND, UNSUPPORTED_KIND, UNSUPPORTED_KIND, UNSUPPORTED_KIND, UNSUPPORTED_KIND, UNSUPPORTED_KIND
expect C1: state none
