# Cash that comes in covers what is late, and the case closes; when the cash is then booked on
# something that is not due, the case comes back. Within one day it is the same case, and nobody is
# notified of it once more. On another day it is a case of its own.
policy
  grace_days: 0
  rules: [{name: late, kind: oldest_overdue, mode: propose, severity: watch, days: 5}]
day 2024-01-02
invoice C1 F1 100.00 EUR due 2024-01-03
invoice C1 F2 100.00 EUR due 2024-05-01
day 2024-01-09
expect case C1: open, news opened, because late, told 1
receipt C1 R1 100.00 EUR
expect case C1: closed, told 2
settle C1 S1: invoice F2 -100.00, receipt R1 +100.00
expect case C1: open, news unspecified, because late, told 3
receipt C1 R2 100.00 EUR
expect case C1: closed, told 4
day 2024-01-10
settle C1 S2: receipt R2 +100.00, refund -100.00
expect case C1: open, news opened, because late, told 5
