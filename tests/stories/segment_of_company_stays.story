# A policy that moves a company to another segment would leave its documents behind: it is refused, and
# the one in force stays.
policy
  segments: {export: ["2000"]}
  rules: []
day 2024-01-02
invoice C1 F1@2000 100.00 EUR due 2024-02-01
policy
  segments: {other: ["2000"]}
  rules: []
expect dead letters: BAD_POLICY
expect C1 in export: open_items 100.00
