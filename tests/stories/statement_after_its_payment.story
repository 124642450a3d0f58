# The payment of a statement that has not come is parked until it does; a statement that changes shares
# anew, and what is paid beyond it stays parked.
policy default
day 2024-01-02
invoice C1 F1 600.00 EUR due 2024-01-20
receipt C1 V1 650.00 EUR
settle C1 S1: statement R24 -650.00, receipt V1 +650.00
expect C1: open_items 600.00, parked 650.00
statement C1 R24 revision 1: invoice F1 600.00
expect C1: open_items 0.00, parked 50.00
invoice C1 F2 200.00 EUR due 2024-01-20
statement C1 R24 revision 2: invoice F2 200.00, invoice F1 600.00
expect C1: open_items 150.00, parked 0.00
