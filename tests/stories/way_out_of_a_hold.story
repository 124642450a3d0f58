# Every held order says what would let it pass, each way enough by itself: what to pay, oldest first,
# what to pay of the order before it ships, which limit to ask for, and whom.
policy
  limit_approvals: [{up_to: 1500, by: credit manager}, {by: finance director}]
  rules:
    - {name: over, kind: limit_exceeded, mode: enforce, severity: high, tolerance: 5 %}
    - {name: late, kind: oldest_overdue, mode: enforce, severity: high, days: 10}
    - {name: too large, kind: order_value, mode: enforce, severity: watch}
day 2024-01-02
limit C1 L1 1000.00 EUR largest order 5000.00 EUR
invoice C1 F1 300.00 EUR due 2024-02-01
invoice C1 F2 400.00 EUR due 2024-02-10
order C1 O1: 1 at 600.00 EUR
expect order C1 O1: held, because over, pay 250.00 EUR, pay_due_through 2024-02-01,
  prepay 250.00 EUR, ask_limit 1300.00 EUR, ask_whom "credit manager"
order C1 O2: 1 at 900.00 EUR
expect order C1 O2: held, pay 550.00 EUR, pay_due_through 2024-02-10, ask_limit 1600.00 EUR,
  ask_whom "finance director"
# Paying all that is owed would not be enough: then it is no way out.
order C1 O3: 1 at 2000.00 EUR
expect order C1 O3: held, pay none, prepay 1650.00 EUR
# No payment makes an order smaller: a person has to release it.
order C1 O4: 1 at 6000.00 EUR
expect order C1 O4: held, because over and "too large", pay none, prepay none, ask_limit none
cancel order C1 O1
cancel order C1 O2
cancel order C1 O3
cancel order C1 O4
# Lateness is paid, not lent: neither a limit nor cash for the order helps. What is late and what is
# above the limit: the greater.
day 2024-02-20
order C1 O5: 1 at 100.00 EUR
expect order C1 O5: held, because late, pay 300.00 EUR, pay_due_through 2024-02-01, prepay none,
  ask_limit none
order C1 O6: 1 at 700.00 EUR
expect order C1 O6: held, because late and over, pay 350.00 EUR, pay_due_through 2024-02-10,
  prepay none
