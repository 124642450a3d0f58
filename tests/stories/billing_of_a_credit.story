# A credit that was billed and not posted lowers the exposure, and takes back what an invoice
# billed; when accounting posts the credit note, it is an unapplied credit and counts once.
policy default
day 2024-01-02
order C1 O1: 10 at 10.00 EUR
billing C1 B1 100.00 EUR bills 10 of O1/1
invoice C1 F1 100.00 EUR due 2024-02-01 posts B1
billing C1 B2 -40.00 EUR bills -4 of O1/1
expect C1: open_orders 40.00, billing_not_posted -40.00, open_items 100.00, exposure 100.00
credit C1 A1 40.00 EUR posts B2
expect C1: open_orders 40.00, billing_not_posted 0.00, unapplied_credits 40.00, open_items 100.00, exposure 100.00
