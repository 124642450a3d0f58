# A list that contradicts itself or its account is refused whole.
policy
  rules: []
  segments: {export: ["2000"]}
day 2024-03-01
list C1 L1 as of 2024-02-29: bill B1 100.00
list C1 L2 as of 2024-02-29: invoice F1 100.00, invoice F1 50.00
list C1 L3 as of 2024-02-29: invoice F1@2000 100.00
list C1 L4 as of 2024-02-29 of all companies: invoice F1@2000 100.00
list C1 L5 as of 2024-02-29: invoice F1/1 100.00 EUR, invoice F1/2 50.00 USD
expect dead letters: UNSUPPORTED_KIND, BAD_REFERENCE, BAD_REFERENCE, BAD_REFERENCE, BAD_CURRENCY
expect C1: state none
