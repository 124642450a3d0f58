#!/usr/bin/env python3
"""Folds a generated ledger and compares every figure with the reference.

    run.py ENCOURS SEED [--without FEATURE]...

At 24 dates over the two years, both as of the end of the day and as it was known at noon, every
column of every row of `encours clients` must be what reference.py works out. A difference is one
line: which table, row and column, the two values, and what the column is by the contracts. A
feature that goes wrong can be left out of the business, to see whether the rest is right.
Exit 0: nothing differs. Exit 2: something does; the events are kept, and their place is said.
"""

import argparse
import csv
import datetime
import pathlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator

import reference
from made_instruments import FEATURES

DIFFERENT = 2
SHOWN = 40
KEY = reference.COLUMNS[:3]
HERE = pathlib.Path(__file__).resolve().parent
DATES = [datetime.date(2023, 1, 29) + datetime.timedelta(30 * number) for number in range(24)]
MEANINGS = {
    "open_items": "positive remainders of invoices and their schedule lines, contested or not",
    "disputed": "the contested part of what is open; a dispute older than 60 days counts as none",
    "unapplied_receipts": "receipts less what was used, advances as far as they cover their order",
    "unapplied_credits": "credit notes less what was used, and what was paid beyond an invoice",
    "bills_and_debits_at_risk": "receipts that can still be taken back",
    "billing_not_posted": "billing documents without an accounting item of their billing_ref",
    "deliveries_not_invoiced": "delivered - returned - invoiced, never below nothing",
    "open_orders": "approved: ordered - max(delivered, invoiced) - rejected, 0 once complete",
    "orders_held": "the same of orders that did not fit the limit",
    "exposure": "open items + at risk + not posted + not invoiced + approved orders - on account",
    "overdue": "due before the day",
    "overdue_net": "overdue, not put off and not contested, less what is on account, or nothing",
    "oldest_overdue_days": "days since the oldest open due date",
    "limit_kind": "the limit in force on the day, on the row of its currency",
    "limit": "the same",
    "utilisation_bp": "exposure of all currencies / limit",
    "hold": "whether orders of the account are held",
}


def differences(expected: list[list[str]], found: list[list[str]]) -> Iterator[str]:
    tables = [{tuple(row[:3]): row for row in table} for table in (expected, found)]
    for key in sorted(tables[0].keys() | tables[1].keys()):
        name = "/".join(key)
        if key not in tables[1]:
            yield f"{name}: the row is missing (a document names the account in this currency)"
        elif key not in tables[0]:
            yield f"{name}: no document names the account in this currency"
        else:
            for column, want, got in zip(reference.COLUMNS, tables[0][key], tables[1][key]):
                if want != got:
                    why = MEANINGS.get(column, "open items by days after the due date")
                    yield f"{name} {column}: expected {want or 'nothing'}, got {got or 'nothing'}" \
                          f" ({why})"


def clients(encours: str, data: pathlib.Path, option: str, value: str) -> list[list[str]]:
    text = subprocess.run([encours, "clients", "--data", data, option, value, "--format", "csv"],
                          check=True, capture_output=True, text=True).stdout
    rows = list(csv.reader(text.splitlines()))
    if tuple(rows[0]) != reference.COLUMNS:
        raise ValueError(f"other columns: {rows[0]}")
    return rows[1:]


def fold(encours: str, events: pathlib.Path, data: pathlib.Path) -> None:
    replay = subprocess.run([encours, "replay", events, "--data", data, "--partitions", "2",
                             "--policy", HERE / "policy.yaml"],
                            check=True, capture_output=True, text=True)
    if "refused: 0\n" not in replay.stderr:
        raise ValueError(f"events were refused: {replay.stderr}")


def compared(encours: str, events: pathlib.Path, data: pathlib.Path) -> Iterator[str]:
    ledger = reference.Ledger(str(events))
    instants = [f"{date}T12:00:00Z" for date in DATES]
    tables = [("--as-of", str(date), ledger.as_of(date)) for date in DATES]
    tables += [("--known-at", instant, table)
               for instant, table in zip(instants, ledger.known_at(instants))]
    cells = 0
    for option, value, table in tables:
        cells += sum(map(len, table))
        for difference in differences(table, clients(encours, data, option, value)):
            yield f"{option} {value} {difference}"
    print(f"{len(tables)} tables, {cells} cells compared")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("encours")
    parser.add_argument("seed")
    parser.add_argument("--without", action="append", default=[], choices=FEATURES)
    options = parser.parse_args(arguments)
    work = pathlib.Path(tempfile.mkdtemp(prefix="encours-ledger."))
    events = work / "events.ndjson"
    features = [word for name in FEATURES if name not in options.without
                for word in ("--feature", name)]
    with open(events, "w", encoding="utf-8") as output:
        subprocess.run([sys.executable, "-B", HERE / "generate.py", options.seed, *features],
                       check=True, stdout=output)
    fold(options.encours, events, work / "data")
    found = list(compared(options.encours, events, work / "data"))
    print("".join(f"{line}\n" for line in found[:SHOWN]), end="")
    if found:
        print(f"{len(found)} differences; the events are in {events}")
        return DIFFERENT
    shutil.rmtree(work)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
