#!/usr/bin/env python3
"""What was known at the end of a day is what stood on that day: a history that ends then says so.

An order waits until a limit begins, is approved on that day, and stays approved when the limit ends
a few days later, though nothing else happens to the client in between. Whoever folds the log anew
and looks at the last day only would find it held.

As of a day a document stands if the version of it that counts is posted by then: a correction that
moves it to a later month takes it out of the month before. A change of an order is no correction:
until then the order stands as it was placed.
"""

import json
import sys

import process

POLICY = """\
version: known at 1
time_zone: UTC
reporting_currency: EUR
default_limit: zero
rules:
  - {name: over the limit, kind: limit_exceeded, mode: enforce, severity: high}
"""


def event(number, client, logged_at, body):
    return json.dumps({"event_id": f"e{number}", "feed": "test", "client_id": client,
                       "revision": "1", "logged_at": logged_at, **body}) + "\n"


def order(number, date, word="order_placed", units="70"):
    return {word: {"order": {
        "ref": {"source_system": "erp", "seller_company": "1000", "kind": "DOCUMENT_KIND_ORDER",
                "number": number},
        "document_date": date,
        "lines": [{"line": 1, "quantity_milli": "1000",
                   "gross": {"currency": "EUR", "units": units}}]}}}


LIMIT = {"credit_limit_set": {
    "limit_id": "L1", "kind": "LIMIT_KIND_AMOUNT", "amount": {"currency": "EUR", "units": "100"},
    "decided_on": 20240102, "valid_from": 20240110, "valid_to": 20240112}}
EVENTS = [event(1, "C1", "2024-01-02T08:00:00Z", order("O1", 20240102)),
          event(2, "C1", "2024-01-02T09:00:00Z", LIMIT),
          event(3, "C2", "2024-01-20T08:00:00Z", order("O2", 20240120))]
# By day: whether the order is held.
HELD = {"2024-01-09": "70.00", "2024-01-10": "0.00", "2024-01-13": "0.00", "2024-01-20": "0.00"}


def invoice(number, posted):
    return {"invoice": {
        "ref": {"source_system": "erp", "seller_company": "1000", "kind": "DOCUMENT_KIND_INVOICE",
                "number": number},
        "gross": {"currency": "EUR", "units": "50"}, "posting_date": posted}}


CORRECTED = [event(1, "C1", "2024-01-10T08:00:00Z", invoice("I1", 20240110)),
             event(2, "C1", "2024-01-20T08:00:00Z", {"revision": "2", **invoice("I1", 20240212)}),
             event(3, "C2", "2024-02-12T08:00:00Z", invoice("I2", 20240212)),
             event(4, "C2", "2024-02-13T08:00:00Z", {"revision": "2", **invoice("I2", 20240110)})]
# By day: what is open of each client.
OPEN = {"2024-01-31": {"C2": "50.00"}, "2024-02-12": {"C1": "50.00", "C2": "50.00"}}

CHANGED = [event(1, "C1", "2024-01-10T08:00:00Z", order("O1", 20240110)),
           event(2, "C1", "2024-02-10T08:00:00Z",
                 {"revision": "2", **order("O1", 20240110, "order_changed", "30")}),
           event(3, "C1", "2024-03-10T08:00:00Z",
                 {"revision": "3", **order("O1", 20240110, "order_changed", "20")})]
# By day: what is held of each client.
ORDERED = {"2024-01-31": {"C1": "70.00"}, "2024-02-28": {"C1": "30.00"},
           "2024-03-31": {"C1": "20.00"}}


def versions(binary, folder, name, events, column, expected):
    (folder / f"{name}.ndjson").write_text("".join(events), encoding="utf-8")
    binary.run("replay", f"{name}.ndjson", "--data", name, "--policy", "policy.yaml")
    for day, amounts in expected.items():
        table = binary.run("clients", "--data", name, "--as-of", day, "--format", "csv")
        rows = [line.split(",") for line in table.stdout.splitlines()]
        place = rows[0].index(column)
        got = {row[0]: row[place] for row in rows[1:] if row[place] != "0.00"}
        process.check(got == amounts, f"{name}, as of {day}: {got}\n{table.stdout}")


def test(binary, folder, _):
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (folder / "events.ndjson").write_text("".join(EVENTS), encoding="utf-8")
    binary.run("replay", "events.ndjson", "--data", "whole", "--policy", "policy.yaml")
    for day, held in HELD.items():
        binary.run("replay", "events.ndjson", "--data", day, "--policy", "policy.yaml",
                   "--until", day)
        stood = binary.run("clients", "--data", day, "--format", "csv").stdout
        header, row = (line.split(",") for line in stood.splitlines()[:2])
        process.check(row[header.index("orders_held")] == held, f"on {day}\n{stood}")
        for option in ("--known-at", f"{day}T23:59:59Z"), ("--as-of", day):
            seen = binary.run("clients", "--data", "whole", *option, "--format", "csv").stdout
            process.check(seen == stood, f"{option}\n{seen}\nit stood\n{stood}")
    versions(binary, folder, "corrected", CORRECTED, "open_items", OPEN)
    versions(binary, folder, "changed", CHANGED, "orders_held", ORDERED)
    print("what was known is what stood")


if __name__ == "__main__":
    sys.exit(process.main(test))
