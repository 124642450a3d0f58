# The ERP answers each hold within the days of the policy. One that is not answered, or that the ERP
# could not carry out, is a cause in the case; an answer about another revision is none.
policy
  acknowledge_days: 2
  rules:
    - {name: over, kind: limit_exceeded, mode: enforce, severity: high}
    - {name: no answer, kind: hold_unacknowledged, mode: propose, severity: critical}
day 2024-01-02
limit C1 L1 100.00 EUR
order C1 O1 revision 4: 1 at 500.00 EUR
order C1 O2 revision 1: 1 at 300.00 EUR
expect order C1 O1: held
erp answers C1 O1 revision 3 applied
erp answers C1 O2 revision 1 applied
day 2024-01-04
expect case C1: because over, severity high
day 2024-01-05
expect case C1: because "no answer" and over, severity critical
erp answers C1 O1 revision 4 applied
expect case C1: because over, severity high
# A new revision is a new question, and "failed" is no answer to wait on.
change order C1 O2 revision 2: 1 at 400.00 EUR
erp answers C1 O2 revision 2 failed
expect case C1: because "no answer" and over
cancel order C1 O2
expect case C1: because over
