# A first load holds no order anew and gives one line of information; what was held stays so. From
# the day after it, what is wrong is found as usual.
policy strict
day 2024-03-01
limit C1 L1 100.00 EUR
order C1 O1: 1 at 50.00 EUR
list C1 L1 as of 2024-03-01 cutover 2024-03-01: invoice F1 9000.00 from 2023-10-01 due 2023-11-01
expect C1: open_items 9000.00, d90_plus 9000.00
expect case C1: open, severity info, because "differs from the list"
order C1 O2: 1 at 50.00 EUR
expect order C1 O2: approved
expect hold C1 O2: state none
day 2024-03-02
order C1 O3: 1 at 50.00 EUR
expect order C1 O3: held
order C2 O1: 1 at 500.00 EUR
limit C2 L1 100.00 EUR
expect order C2 O1: held
list C2 L2 as of 2024-03-02 cutover 2024-03-02: invoice F2 9000.00 from 2023-10-01 due 2023-11-01
order C2 O2: 1 at 50.00 EUR
expect order C2 O1: held
expect order C2 O2: approved
day 2024-03-03
expect order C2 O1: held
