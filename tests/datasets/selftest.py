#!/usr/bin/env python3
"""Shows that the comparison can fail, on rows small enough to check by eye.

The figures are worked out for hand-written documents on both sides of every edge, and each kind
of difference that compare.py and rejects.py must report has one case.
"""

import contextlib
import datetime
import io
import json
import pathlib
import tempfile
import unittest
from decimal import Decimal

import arrivals
import compare
import noise
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


# Client a owes from Monday 2024-06-03 to Friday 2024-06-14; b orders on the 17th and never owes.
# What is said of them, and the rate of alerts on each working day from the 3rd to the 17th.
NOISE_EVENTS = [
    {"client_id": "a", "invoice": {"ref": {"number": "1"}, "posting_date": 20240603,
                                   "gross": {"currency": "EUR", "units": "100"}}},
    {"client_id": "a", "settlement": {"posting_date": 20240615, "movements": [
        {"item_ref": {"number": "1"}, "amount": {"currency": "EUR", "units": "-100"}},
        {"amount": {"currency": "EUR", "units": "100"}}]}},
    {"client_id": "a", "receipt": {"posting_date": 20240607}},
    {"client_id": "b", "order_placed": {"order": {"document_date": 20240617}}},
]
# case, client, said on, state, news
NOISE_SAID = """
c1   a   20240604   OPEN     OPENED
c1   a   20240605   OPEN     -
c1   a   20240608   OPEN     AMOUNT_GREW
c1   a   20240609   CLOSED   CLOSED
c2   a   20240612   OPEN     OPENED
c2   a   20240617   CLOSED   CLOSED
c3   b   20240617   OPEN     OPENED
"""
NOISE_RATES = [0, 500, 0, 0, 0, 500, 0, 500, 0, 0, 500]


def said(line: str) -> dict:
    case, client, day, state, news = line.split()
    value = {"case_id": case, "account": {"client_id": client}, "state": f"CASE_STATE_{state}",
             "origin": {"day": int(day)}, "opened_on": {"c1": 20240604, "c2": 20240612,
                                                       "c3": 20240617}[case]}
    return value if news == "-" else value | {"news": f"CASE_NEWS_{news}"}


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

    def test_alerts_are_counted_by_working_day_and_active_account(self) -> None:
        business = noise.Business(NOISE_EVENTS)
        cases = [said(line) for line in NOISE_SAID.strip().splitlines()]
        self.assertEqual(noise.alert_rates(business, cases, date("2024-06-17")), NOISE_RATES)
        # c2 closed in time and without cash; c1 with a receipt on its fourth day.
        self.assertEqual(noise.resolved_by_cash(business, cases), (3, 1))
        self.assertEqual(noise.percentile([4, 1, 3, 2], 0.5), 2)

    def test_noise_fails_beyond_its_median(self) -> None:
        events = self.written("events", "".join(json.dumps(e) + "\n" for e in NOISE_EVENTS))
        alerts = ({"topic": "credit.alerts", "value": said(line)}
                  for line in NOISE_SAID.strip().splitlines())
        told = self.written("said", "".join(json.dumps(alert) + "\n" for alert in alerts))
        silent = self.written("silent", "")
        for arguments, status in (((told, "0"), 0), ((told, "-1"), noise.NOISY),
                                  ((silent, "15"), noise.NOISY)):
            with contextlib.redirect_stdout(io.StringIO()):
                self.assertEqual(noise.main(["--events", events, "--said", arguments[0],
                                             "--median-max", arguments[1]]), status)

    def test_each_difference_between_arrivals(self) -> None:
        expected = ("f1", ["a,1.00", "b,2.00"])
        self.assertEqual(arrivals.difference(expected, ("f1", ["a,1.00", "b,2.00"])), "")
        self.assertEqual(arrivals.difference(expected, ("f2", ["a,1.00", "b,2.00"])),
                         "facts hash: f1 became f2")
        self.assertEqual(arrivals.difference(expected, ("f1", ["a,1.00", "b,3.00"])),
                         "clients: b,2.00 became b,3.00")
        self.assertEqual(arrivals.difference(expected, ("f1", ["a,1.00"])),
                         "clients: b,2.00 became None")

    def test_each_difference_between_rejects(self) -> None:
        page = self.written("page.md", PAGE)
        for number, (lines, difference) in enumerate(REJECTS):
            with self.subTest(lines=lines):
                got = self.written(f"{number}.ndjson", lines)
                self.check(rejects.main, [page, got], difference)


if __name__ == "__main__":
    unittest.main()
