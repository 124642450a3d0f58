# A billing document that is cancelled, before or after it comes, bills nothing: what it billed is
# to be billed again. An accounting item that is cancelled leaves its billing document unposted.
policy default
day 2024-01-02
order C1 O1: 10 at 10.00 EUR
deliver C1 V1: 6 of O1/1
billing C1 B1 60.00 EUR bills 6 of O1/1
expect C1: billing_not_posted 60.00, deliveries_not_invoiced 0.00, exposure 100.00
cancel billing C1 B1
expect C1: billing_not_posted 0.00, deliveries_not_invoiced 60.00, exposure 100.00
billing C1 B1 60.00 EUR bills 6 of O1/1 revision 2
expect C1: billing_not_posted 0.00, deliveries_not_invoiced 60.00, exposure 100.00
billing C1 B2 60.00 EUR bills 6 of O1/1
invoice C1 F2 60.00 EUR due 2024-02-01 posts B2
expect C1: billing_not_posted 0.00, deliveries_not_invoiced 0.00, open_items 60.00, exposure 100.00
cancel invoice C1 F2
expect C1: billing_not_posted 60.00, deliveries_not_invoiced 0.00, open_items 0.00, exposure 100.00
cancel billing C1 B2
expect C1: billing_not_posted 0.00, deliveries_not_invoiced 60.00, exposure 100.00

# A cancellation that comes first.
cancel billing C2 B1
billing C2 B1 60.00 EUR
expect C2: total_exposure 0.00 EUR
