#!/usr/bin/env python3
"""Compares the rejects that a page expects with those that were written.

    rejects.py PAGE.md REJECTS.ndjson     against `encours ingest --rejects`, one object a line
    rejects.py PAGE.md REJECTS.csv        against `reference.py NAME --rejects`

The page's table stands under the heading "Expected rejects"; a row of reason `none` counts as
nothing. Every difference is one line: reason, expected, got, separated by tabs. Exit 0: nothing
differs. Exit 2: it does, or a file cannot be read. `rejects.py PAGE.md` prints the page's total.
"""

import csv
import json
import pathlib
import sys
from collections import Counter

HEADING = "## Expected rejects"
DIFFERENT = 2


def of_page(page: pathlib.Path) -> Counter[str]:
    lines = iter(page.read_text(encoding="utf-8").splitlines())
    if HEADING not in lines:
        raise ValueError(f"{page} has no heading {HEADING!r}")
    counts: Counter[str] = Counter()
    for line in lines:
        if line.startswith("## "):
            break
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[1].isdigit():
            counts[cells[0]] += int(cells[1])
    del counts["none"]
    return counts


def of_file(path: pathlib.Path) -> Counter[str]:
    """A file that was never written means that nothing was refused."""
    if not path.exists():
        return Counter()
    with open(path, encoding="utf-8", newline="") as text:
        if path.suffix == ".csv":
            return Counter({row["reason"]: int(row["count"]) for row in csv.DictReader(text)})
        return Counter(json.loads(line)["reason"] for line in text if line.strip())


def main(arguments: list[str]) -> int:
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return DIFFERENT
    try:
        expected = of_page(pathlib.Path(arguments[0]))
        if len(arguments) == 1:
            print(expected.total())
            return 0
        got = of_file(pathlib.Path(arguments[1]))
    except (OSError, ValueError, KeyError) as error:
        print(f"cannot compare: {error!r}", file=sys.stderr)
        return DIFFERENT
    different = [reason for reason in sorted(expected | got) if expected[reason] != got[reason]]
    for reason in different:
        print(f"{reason}\t{expected[reason]}\t{got[reason]}")
    return DIFFERENT if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
