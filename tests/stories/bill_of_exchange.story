# An accepted bill settles the invoice and hides nothing: until five bank days after its maturity it
# is exposure.
policy default
day 2024-01-02
invoice C1 F1 9000.00 EUR due 2024-01-31
bill C1 B1 9000.00 EUR maturity 2024-04-05
settle C1 S1: invoice F1 -9000.00 as bill, bill B1 +9000.00
expect C1: open_items 0.00, overdue 0.00, bills_and_debits_at_risk 9000.00, exposure 9000.00
day 2024-04-12
expect C1: bills_and_debits_at_risk 9000.00
day 2024-04-13
expect C1: bills_and_debits_at_risk 0.00, exposure 0.00
