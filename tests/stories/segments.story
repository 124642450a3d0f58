# Below the client everything belongs to a credit segment: its own sheet, limit, case and hold.
policy
  segments: {export: ["2000"]}
  rules: [{name: over, kind: limit_exceeded, mode: propose, severity: high}]
day 2024-01-02
limit C1 L1 500.00 EUR
limit C1 L2 5000.00 EUR in export
invoice C1 F1 800.00 EUR due 2024-02-01
invoice C1 F1@2000 800.00 EUR due 2024-02-01
expect C1: open_items 800.00, limit 500.00 EUR, utilisation 160 %
expect C1 in export: open_items 800.00, limit 5000.00 EUR, utilisation 16 %
expect case C1: open, because over
expect case C1 in export: none
