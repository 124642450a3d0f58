# A rule may be for some kinds of client and some segments only.
policy
  segments: {export: ["2000"]}
  rules:
    - {name: public over, kind: limit_exceeded, mode: enforce, severity: high, for: {client_kinds: [public]}}
    - {name: export over, kind: limit_exceeded, mode: enforce, severity: high, for: {segments: [export]}}
day 2024-01-02
client C1 kind public
limit C1 L1 100.00 EUR
limit C2 L1 100.00 EUR
limit C2 L2 100.00 EUR in export
order C1 O1: 1 at 500.00 EUR
order C2 O1: 1 at 500.00 EUR
order C2 O1@2000: 1 at 500.00 EUR
expect order C1 O1: held, because "public over"
expect order C2 O1: approved
expect order C2 in export O1: held, because "export over"
