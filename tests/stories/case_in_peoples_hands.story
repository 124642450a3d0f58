# People say that they have seen a case, give it to somebody, or silence it until a day. While it is
# silent nobody is told of new causes, only of more urgency; when the day has passed it is told again.
policy
  rules:
    - {name: over, kind: limit_exceeded, mode: propose, severity: watch}
    - {name: late, kind: oldest_overdue, mode: propose, severity: watch, days: 10}
    - {name: too large, kind: order_value, mode: propose, severity: high}
day 2024-01-02
limit C1 L1 1000.00 EUR largest order 5000.00 EUR
invoice C1 F1 1500.00 EUR due 2024-01-10
expect case C1: open, news opened, owner nobody, seen_by nobody
acknowledge C1 by ann
expect case C1: open, news unspecified, seen_by ann
assign C1 to bob by ann
expect case C1: owner bob, seen_by ann
snooze C1 by bob until 2024-01-31
expect case C1: silent_until 2024-01-31, news unspecified
day 2024-01-26
expect case C1: because late and over, news unspecified
day 2024-01-31
expect silence
day 2024-02-01
expect case C1: because late and over, news snooze_ended, silent_until none, owner bob
# Silenced again; what grows more urgent breaks the silence.
snooze C1 by bob until 2024-02-20
order C1 O1: 1 at 6000.00 EUR
expect case C1: news severity_raised, severity high, silent_until none
snooze C1 by bob until 2024-01-15
expect dead letters: BAD_DECISION
snooze C1 by bob until 2024-06-30 case "another one"
expect dead letters: BAD_DECISION
cancel order C1 O1
receipt C1 R1 1500.00 EUR
expect case C1: closed, owner bob, seen_by ann
acknowledge C1 by ann
expect dead letters: BAD_DECISION
