#!/usr/bin/env python3
"""What each client owed at a date, worked out from the data sets a second time.

This script is the independent side of a comparison. It reads the original files with the Python
standard library, follows the convention on each data set's page (<name>.md beside it), and prints
what `encours clients` has to print too. It shares no code and no mapping with the product, and it
keeps no state: every date is computed from the whole file. originals.py reads, this file reckons.

    reference.py ibm --as-of 2013-06-30     each client's open, overdue and aged amounts
    reference.py ibm --rejects              reason,count of the rows that the convention refuses
    reference.py ibm --facts                counts that the page quotes
    reference.py dates ibm                  the three dates at which the comparison is made
"""

import argparse
import csv
import datetime
import os
import pathlib
import sys
from collections import Counter
from decimal import Decimal
from typing import Iterable

import originals
from originals import Document, Entry, Move, Tally

ZERO = Decimal("0.00")
SEGMENT = "main"
BUCKETS = ("current", "d1_30", "d31_60", "d61_90", "d90_plus")
ITEM_COLUMNS = ("client_id", "segment", "currency", "open_items", "overdue", *BUCKETS)
SAP_COLUMNS = (*ITEM_COLUMNS, "open_orders", "deliveries_not_invoiced", "billing_not_posted")
DEFAULT_DATASETS = pathlib.Path(__file__).resolve().parents[3] / "shared" / "data"


# One early, one in the busy middle, one late. Each page says what its dates exercise.
DATES = {
    "ibm": ("2012-02-23", "2012-09-26", "2013-11-23"),
    "highradius_cleared": ("2019-03-12", "2019-08-20", "2020-04-09"),
    "highradius_open_a": ("2020-04-08", "2020-05-08", "2020-07-08"),
    "highradius_open_b": ("2020-04-08", "2020-05-08", "2020-07-03"),
    "highradius_open_c": ("2020-04-08", "2020-05-29", "2020-07-03"),
    "udyam_payables_settled": ("2013-12-13", "2015-04-01", "2017-08-14"),
    "udyam_payables_unlabelled": ("2012-07-15", "2015-03-02", "2017-11-07"),
    "guild_invoices_raw": ("2026-02-02", "2026-03-17", "2026-04-30"),
    "sap_o2c": ("2025-04-29", "2025-05-16", "2025-07-31"),
    "sap_o2c_unposted": ("2025-04-02", "2025-04-30", "2025-07-24"),
    "uci_online_retail": ("2011-01-18", "2011-07-26", "2011-12-09"),
}
COLUMNS = dict.fromkeys(DATES, ITEM_COLUMNS) | {
    "sap_o2c": SAP_COLUMNS,
    "sap_o2c_unposted": SAP_COLUMNS,
    "uci_online_retail": ("client_id", "segment", "currency", "open_orders"),
}


def bucket_of(due_on: datetime.date, as_of: datetime.date) -> str:
    """Contractual days, no grace: a document is overdue when the day is after its due date."""
    days = (as_of - due_on).days
    if days <= 0:
        return "current"
    if days <= 30:
        return "d1_30"
    if days <= 60:
        return "d31_60"
    return "d61_90" if days <= 90 else "d90_plus"


def figures_at(entries: Iterable[Entry], as_of: datetime.date,
               columns: tuple[str, ...]) -> dict[tuple[str, str], dict[str, Decimal]]:
    """One row per client and currency that something dated on or before the day names."""
    rows: dict[tuple[str, str], dict[str, Decimal]] = {}
    for entry in entries:
        dated_on = entry.posted_on if isinstance(entry, Document) else entry.dated_on
        if dated_on > as_of:
            continue
        row = rows.setdefault((entry.client, entry.currency), dict.fromkeys(columns[3:], ZERO))
        if isinstance(entry, Move):
            row[entry.column] += entry.value
        else:
            add_document(row, entry, as_of)
    return rows


def add_document(row: dict[str, Decimal], document: Document, as_of: datetime.date) -> None:
    paid = sum((payment.amount for payment in document.payments if payment.paid_on <= as_of), ZERO)
    remainder = document.amount - paid
    if remainder <= 0:
        return
    bucket = bucket_of(document.due_on, as_of)
    row["open_items"] += remainder
    row[bucket] += remainder
    if bucket != "current":
        row["overdue"] += remainder


def print_rows(rows: dict[tuple[str, str], dict[str, Decimal]], columns: tuple[str, ...]) -> None:
    output = csv.writer(sys.stdout, lineterminator="\n")
    output.writerow(columns)
    for client, currency in sorted(rows, key=lambda key: (key[0].encode(), key[1])):
        amounts = rows[client, currency].values()
        output.writerow([client, SEGMENT, currency, *(f"{amount:.2f}" for amount in amounts)])


def print_counts(heading: str, counts: dict) -> None:
    output = csv.writer(sys.stdout, lineterminator="\n")
    output.writerow((heading, "count"))
    output.writerows(sorted((name, count) for name, count in counts.items() if count))


def facts_of(entries: list[Entry], tally: Tally) -> dict[str, object]:
    facts: Counter = Counter(tally.facts)
    facts["rejects"] = sum(tally.rejects.values())
    facts["clients"] = len({entry.client for entry in entries})
    for entry in entries:
        if isinstance(entry, Move):
            facts[f"moves of {entry.column}"] += 1
            facts[f"sum of {entry.column}, {entry.currency}"] += entry.value
            continue
        facts["documents"] += 1
        facts[f"sum of documents, {entry.currency}"] += entry.amount
        facts["credits"] += entry.amount < 0
        facts["due before posting"] += entry.due_on < entry.posted_on
        for payment in entry.payments:
            facts["part payments"] += 0 < payment.amount < entry.amount
            facts["payments before their document"] += payment.paid_on < entry.posted_on
            facts["payments on their document's day"] += payment.paid_on == entry.posted_on
    return facts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", choices=[*DATES, "dates"], metavar="NAME",
                        help="a data set, or `dates NAME` for its three dates")
    parser.add_argument("of", nargs="?", choices=list(DATES), metavar="NAME",
                        help="only after `dates`")
    parser.add_argument("--datasets", type=pathlib.Path, metavar="DIR",
                        default=os.environ.get("ENCOURS_DATASETS", DEFAULT_DATASETS),
                        help="the folder that holds ar/ (default: $ENCOURS_DATASETS)")
    wanted = parser.add_mutually_exclusive_group()
    wanted.add_argument("--as-of", type=datetime.date.fromisoformat, metavar="YYYY-MM-DD")
    wanted.add_argument("--rejects", action="store_true")
    wanted.add_argument("--facts", action="store_true")
    arguments = parser.parse_args()

    if arguments.name == "dates":
        if arguments.of is None:
            parser.error("`dates` wants the name of a data set")
        print("\n".join(DATES[arguments.of]))
        return 0
    if not (arguments.as_of or arguments.rejects or arguments.facts):
        parser.error("one of --as-of, --rejects, --facts is wanted")

    tally = Tally()
    folder = pathlib.Path(arguments.datasets) / "ar"
    entries = list(originals.READERS[arguments.name](folder, tally))
    if arguments.rejects:
        print_counts("reason", tally.rejects)
    elif arguments.facts:
        print_counts("fact", facts_of(entries, tally))
    else:
        columns = COLUMNS[arguments.name]
        print_rows(figures_at(entries, arguments.as_of, columns), columns)
    return 0


if __name__ == "__main__":
    sys.exit(main())
