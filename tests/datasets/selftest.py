#!/usr/bin/env python3
"""Shows that the comparison can fail, on rows small enough to check by eye.

The figures are worked out for hand-written documents on both sides of every edge, and each kind
of difference that compare.py and rejects.py must report has one case.
"""

import contextlib
import datetime
import io
import pathlib
import tempfile
import unittest
from decimal import Decimal

import compare
import originals
import reference
import rejects

AS_OF = datetime.date(2024, 6, 30)

# due on, days past due on 2024-06-30, bucket
BUCKET_EDGES = """
2024-07-01   -1  current
2024-06-30    0  current
2024-06-29    1  d1_30
2024-05-31   30  d1_30
2024-05-30   31  d31_60
2024-05-01   60  d31_60
2024-04-30   61  d61_90
2024-04-01   90  d61_90
2024-03-31   91  d90_plus
"""

# posted on, paid on, paid, what is left on 2024-06-30 of 100.00 ("-": the client is not listed)
SETTLEMENTS = """
2024-06-30   2024-07-01   100.00   100.00
2024-06-30   2024-06-30   100.00     0.00
2024-06-01   2024-06-30    99.99     0.01
2024-06-01   2024-07-01    99.99   100.00
2024-07-01   2024-06-30   100.00        -
"""

REFERENCE = "client_id,segment,currency,open_items\na,main,EUR,1.00\nb,main,EUR,0.00\n"

# what `encours clients` printed, and the difference to report (empty: none)
COMPARISONS = [
    ("a,main,EUR,1.00\nb,main,EUR,0.00\n", ""),
    ("a,main,EUR,1.01\nb,main,EUR,0.00\n", "a/main/EUR open_items 1.00 1.01"),
    ("a,main,EUR,1.00\nb,main,EUR,0\n", "b/main/EUR open_items 0.00 0"),
    ("a,main,EUR,1.00\n", "b/main/EUR row present missing"),
    ("a,main,EUR,1.00\nb,main,EUR,0.00\nb,main,USD,0.00\n", "b/main/USD row absent present"),
    ("a,main,EUR,1.00\nb,main,EUR,0.00\nb,main,EUR,0.00\n", "b/main/EUR row one two"),
    ("b,main,EUR,0.00\na,main,EUR,1.00\n", "* order byte order of the key another order"),
]

PAGE = "# x\n\n## Expected rejects\n\n| reason | count |\n| --- | --- |\n| BAD_DATE | 2 |\n\n## y\n"

# the lines that ingest wrote, and the difference to report
REJECTS = [
    ('{"reason": "BAD_DATE"}\n{"reason": "BAD_DATE"}\n', ""),
    ('{"reason": "BAD_DATE"}\n', "BAD_DATE 2 1"),
    ('{"reason": "BAD_DATE"}\n{"reason": "BAD_DATE"}\n{"reason": "BAD_ROW"}\n', "BAD_ROW 0 1"),
    (None, "BAD_DATE 2 0"),
]


def date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def figures(posted_on: str, due_on: str, paid_on: str, paid: str) -> dict:
    document = originals.Document("a", "EUR", date(posted_on), date(due_on), Decimal("100.00"),
                                  (originals.Payment(date(paid_on), Decimal(paid)),))
    rows = reference.figures_at([document], AS_OF, reference.ITEM_COLUMNS)
    return rows.get(("a", "EUR"), {})


class SelfTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def written(self, name: str, text: str | None) -> str:
        path = self.folder / name
        if text is not None:
            path.write_text(text, encoding="utf-8")
        return str(path)

    def check(self, program, arguments: list[str], difference: str) -> None:
        """The program reports this difference and no other, and exits accordingly."""
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            status = program(arguments)
        self.assertEqual(output.getvalue().replace("\t", " ").strip(), difference)
        self.assertEqual(status, 2 if difference else 0)

    def test_each_edge_of_a_bucket(self) -> None:
        for line in BUCKET_EDGES.strip().splitlines():
            due_on, days, bucket = line.split()
            with self.subTest(days_past_due=days):
                row = figures("2024-01-01", due_on, "2024-12-31", "100.00")
                filled = [name for name in reference.BUCKETS if row[name] != 0]
                self.assertEqual((AS_OF - date(due_on)).days, int(days))
                self.assertEqual(filled, [bucket])
                self.assertEqual(row["overdue"], Decimal("100.00") * (bucket != "current"))

    def test_what_is_left_after_a_settlement(self) -> None:
        for line in SETTLEMENTS.strip().splitlines():
            posted_on, paid_on, paid, left = line.split()
            with self.subTest(posted_on=posted_on, paid_on=paid_on, paid=paid):
                row = figures(posted_on, "2024-12-31", paid_on, paid)
                self.assertEqual(str(row["open_items"]) if row else "-", left)

    def test_guild_dates_are_day_first_unless_that_is_no_date(self) -> None:
        tally = originals.Tally()
        shapes = {"04/03/2026": "2026-03-04", "6/3/2026": "2026-03-06", "02/28/2026": "2026-02-28",
                  "30-Mar-2026": "2026-03-30", "2026/01/18": "2026-01-18"}
        for text, meant in shapes.items():
            self.assertEqual(originals.guild_date(text, tally), date(meant), text)
        self.assertEqual(tally.facts["dates read month first"], 1)

    def test_each_difference_between_clients(self) -> None:
        header = REFERENCE.splitlines(keepends=True)[0]
        expected = self.written("reference.csv", REFERENCE)
        for rows, difference in COMPARISONS:
            with self.subTest(rows=rows):
                got = self.written("encours.csv", header + rows)
                self.check(compare.main, [expected, got], difference)

    def test_a_column_that_is_missing_is_a_difference(self) -> None:
        expected = self.written("reference.csv", REFERENCE)
        got = self.written("encours.csv", "client_id,segment,currency\na,main,EUR\nb,main,EUR\n")
        self.check(compare.main, [expected, got], "* open_items a column none")

    def test_each_difference_between_rejects(self) -> None:
        page = self.written("page.md", PAGE)
        for number, (lines, difference) in enumerate(REJECTS):
            with self.subTest(lines=lines):
                got = self.written(f"{number}.ndjson", lines)
                self.check(rejects.main, [page, got], difference)


if __name__ == "__main__":
    unittest.main()
