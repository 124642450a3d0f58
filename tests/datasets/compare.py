#!/usr/bin/env python3
"""Compares what `encours clients --format csv` printed with what reference.py printed.

    compare.py REFERENCE.csv ENCOURS.csv

Only the columns of the reference are compared, as text: money has "." and the currency's digits,
so 0 for 0.00 is a difference too. Every difference is one line of four fields, separated by tabs:

    client/segment/currency   column   expected   got

A client that is missing or too many shows as column `row`. Exit 0: nothing differs. Exit 2: it
does, or a file cannot be compared at all.
"""

import csv
import sys
from typing import Iterator

KEY = ("client_id", "segment", "currency")
DIFFERENT = 2

Row = dict[str, str]
Key = tuple[str, ...]


class Table:
    """A CSV file by its key columns, and what is wrong with it as a table."""

    def __init__(self, path: str) -> None:
        self.rows: dict[Key, Row] = {}
        self.faults: list[str] = []
        with open(path, encoding="utf-8", newline="") as text:
            reader = csv.DictReader(text, strict=True)
            self.columns = list(reader.fieldnames or [])
            missing = [column for column in KEY if column not in self.columns]
            if missing:
                raise ValueError(f"{path} has no column {', '.join(missing)}")
            for row in reader:
                self._add(row)
        keys = list(self.rows)
        if keys != sorted(keys, key=lambda key: [part.encode() for part in key]):
            self.faults.append(difference((), "order", "byte order of the key", "another order"))

    def _add(self, row: Row) -> None:
        key = tuple(row[column] for column in KEY)
        if key in self.rows:
            self.faults.append(difference(key, "row", "one", "two"))
        self.rows[key] = row


def difference(key: Key, column: str, expected: str, got: str) -> str:
    return "\t".join(("/".join(key) or "*", column, expected, got))


def differences(reference: Table, actual: Table) -> Iterator[str]:
    yield from actual.faults
    compared = [column for column in reference.columns if column not in KEY]
    missing = [column for column in compared if column not in actual.columns]
    yield from (difference((), column, "a column", "none") for column in missing)
    compared = [column for column in compared if column not in missing]
    for key in sorted(reference.rows.keys() | actual.rows.keys()):
        if key not in actual.rows:
            yield difference(key, "row", "present", "missing")
        elif key not in reference.rows:
            yield difference(key, "row", "absent", "present")
        else:
            expected, got = reference.rows[key], actual.rows[key]
            for column in compared:
                if expected[column] != got[column]:
                    yield difference(key, column, expected[column], got[column] or "")


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return DIFFERENT
    try:
        reference, actual = (Table(path) for path in arguments)
    except (OSError, ValueError, csv.Error) as error:
        print(f"cannot compare: {error}", file=sys.stderr)
        return DIFFERENT
    found = list(differences(reference, actual))
    print("".join(f"{line}\n" for line in found), end="")
    return DIFFERENT if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
