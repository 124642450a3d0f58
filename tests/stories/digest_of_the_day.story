# When a day turns, each portfolio is told once how many cases it has, how many opened and how many
# closed since the day before; what the turn of the day itself finds is in it.
policy
  rules:
    - {name: over, kind: limit_exceeded, mode: propose, severity: high}
    - {name: late, kind: oldest_overdue, mode: propose, severity: watch, days: 10}
day 2024-01-02
client C1 portfolio NORTH
client C2 portfolio NORTH
client C3 portfolio SOUTH
limit C1 L1 100.00 EUR
invoice C1 F1 500.00 EUR due 2024-06-01
invoice C2 F1 500.00 EUR due 2024-01-05
invoice C3 F1 500.00 EUR due 2024-06-01
expect case C1: open
expect digest NORTH: none
day 2024-01-03
expect digest NORTH: open 1, opened 1, closed 0, day 2024-01-03
expect digest SOUTH: none
# The turn of this day makes C2 late.
day 2024-01-22
expect case C2: open, because late
expect digest NORTH: open 2, day 2024-01-22
receipt C1 R1 500.00 EUR
expect case C1: closed
day 2024-01-23
expect digest NORTH: open 1, opened 0, closed 1
# A client takes its open cases along. A case that closes and comes back on one day did both, and is
# open.
client C2 portfolio SOUTH
invoice C1 F2 700.00 EUR due 2024-06-01
receipt C1 R2 700.00 EUR
invoice C1 F3 700.00 EUR due 2024-06-01
expect case C1: open
day 2024-01-24
expect digest SOUTH: open 1, opened 0
expect digest NORTH: open 1, opened 2, closed 1
receipt C1 R3 700.00 EUR
receipt C2 R1 500.00 EUR
day 2024-01-25
expect digest SOUTH: open 0, closed 1
# Nothing is open and nothing happened: nothing is said.
day 2024-01-26
expect digest SOUTH: day 2024-01-25
