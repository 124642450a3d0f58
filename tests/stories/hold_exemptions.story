# A hold on the whole account lets pass what the policy names: here cash sales and not contracts that
# run. The hold says so, for whoever carries it out.
policy
  hold_exemptions: [cash]
  rules: [{name: put on hold, kind: forced_hold, mode: enforce, severity: critical}]
day 2024-01-02
hold C1 by ann
expect hold C1: active, exempt cash
order C1 O1: 1 at 100.00 EUR
order C1 O2 cash sale: 1 at 100.00 EUR
order C1 O3 running contract: 1 at 100.00 EUR
expect order C1 O1: held, because "put on hold"
expect order C1 O2: approved, noting "put on hold", because nothing
expect order C1 O3: held
policy
  hold_exemptions: [running_contract]
  rules: [{name: put on hold, kind: forced_hold, mode: enforce, severity: critical}]
day 2024-01-03
expect order C1 O3: approved, noting "put on hold"
expect order C1 O1: held
