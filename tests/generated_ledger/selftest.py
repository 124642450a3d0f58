#!/usr/bin/env python3
"""Shows that the comparison can fail, and that the reference is right where that can be checked by
eye: a few events, a day, and the columns of the one row that are not empty then."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import reference
import run

HERE = pathlib.Path(__file__).resolve().parent


def ref(kind: str, number: str, **more) -> dict:
    return {"source_system": "erp", "seller_company": "1000", "kind": f"DOCUMENT_KIND_{kind}",
            "number": number, **more}


def euro(units: int) -> dict:
    return {"currency": "EUR", "units": str(units)}


def invoice(number: str, units: int, posted_on: int, due_on: int, **more) -> dict:
    return {"invoice": {"ref": ref("INVOICE", number), "gross": euro(units),
                        "posting_date": posted_on, **more,
                        "schedule": [{"line": 1, "due_on": due_on, "amount": euro(units)}]}}


def order(number: str, thousandths: int, units: int) -> dict:
    return {"order_placed": {"order": {
        "ref": ref("ORDER", number), "document_date": 20240103,
        "lines": [{"line": 1, "quantity_milli": str(thousandths), "gross": euro(units)}]}}}


def moved(kind: str, number: str, units: int) -> dict:
    return {"item_ref": ref(kind, number), "amount": euro(units), "cause": "MOVEMENT_CAUSE_CASH"}


def limit(units: int) -> dict:
    return {"credit_limit_set": {"limit_id": "L1", "kind": "LIMIT_KIND_AMOUNT",
                                 "amount": euro(units), "decided_on": 20240101}}


LINE = ref("ORDER", "O1", line=1)
RECEIPT = {"receipt": {"ref": ref("RECEIPT", "R1"), "amount": euro(100), "posting_date": 20240205}}
SETTLED = {"settlement": {"settlement_id": "S1", "seller_company": "1000", "posting_date": 20240210,
                          "movements": [moved("INVOICE", "I1", -60), moved("RECEIPT", "R1", 60)]}}
BILLING = {"invoice": {"ref": ref("BILLING", "B1"), "gross": euro(40), "posting_date": 20240105,
                       "billing_ref": "B1",
                       "lines": [{"order_ref": LINE, "quantity_milli": "4000"}]}}
DELIVERY = {"delivery": {"ref": ref("DELIVERY", "V1"), "delivered_on": 20240104,
                         "lines": [{"line": 1, "order_ref": LINE, "quantity_milli": "6000"}]}}
RETURN = {"goods_returned": {"ref": ref("RETURN", "G1"), "returned_on": 20240106,
                             "lines": [{"line": 1, "order_ref": LINE, "quantity_milli": "1000"}]}}
DISPUTE = {"dispute_opened": {"dispute_id": "D1", "item_ref": ref("INVOICE", "I1"),
                              "amount": euro(30), "opened_on": 20240112}}

# What happens; events may carry the day on which they are logged, else it is 2024-01-03.
CASES = {
    "an invoice the day after it was due": (
        [invoice("I1", 100, 20240103, 20240210)], "2024-02-11",
        {"open_items": "100.00", "exposure": "100.00", "overdue": "100.00",
         "overdue_net": "100.00", "d1_30": "100.00", "oldest_overdue_days": "1"}),
    "due on the day": (
        [invoice("I1", 100, 20240103, 20240211)], "2024-02-11",
        {"open_items": "100.00", "exposure": "100.00", "current": "100.00"}),
    "cash on account covers what is late": (
        [invoice("I1", 100, 20240103, 20240131), RECEIPT], "2024-02-09",
        {"open_items": "100.00", "unapplied_receipts": "100.00", "overdue": "100.00",
         "d1_30": "100.00", "oldest_overdue_days": "9"}),
    "a settlement leaves two remainders": (
        [invoice("I1", 100, 20240103, 20240131), RECEIPT, SETTLED], "2024-02-10",
        {"open_items": "40.00", "unapplied_receipts": "40.00", "overdue": "40.00",
         "d1_30": "40.00", "oldest_overdue_days": "10"}),
    "a dispute until its sixtieth day": (
        [invoice("I1", 100, 20240103, 20240111), DISPUTE], "2024-03-12",
        {"open_items": "100.00", "disputed": "30.00", "exposure": "100.00", "overdue": "100.00",
         "overdue_net": "70.00", "d61_90": "100.00", "oldest_overdue_days": "61"}),
    "a dispute after it": (
        [invoice("I1", 100, 20240103, 20240111), DISPUTE], "2024-03-13",
        {"open_items": "100.00", "exposure": "100.00", "overdue": "100.00",
         "overdue_net": "100.00", "d61_90": "100.00", "oldest_overdue_days": "62"}),
    "each unit of an order in one bucket": (
        [order("O1", 10_000, 100), DELIVERY, BILLING, RETURN], "2024-01-06",
        {"billing_not_posted": "40.00", "deliveries_not_invoiced": "10.00",
         "open_orders": "40.00", "exposure": "90.00"}),
    "an order beyond the limit": (
        [limit(150), invoice("I1", 100, 20240103, 20240211), order("O1", 1000, 51)], "2024-01-31",
        {"open_items": "100.00", "orders_held": "51.00", "exposure": "100.00",
         "current": "100.00", "limit_kind": "amount", "limit": "150.00",
         "utilisation_bp": "6667", "hold": "document"}),
    "an order that just fits": (
        [limit(150), invoice("I1", 100, 20240103, 20240211), order("O1", 1000, 50)], "2024-01-31",
        {"open_items": "100.00", "open_orders": "50.00", "exposure": "150.00",
         "current": "100.00", "limit_kind": "amount", "limit": "150.00",
         "utilisation_bp": "10000"}),
}
EMPTY = ("", "0", "0.00", "none", "false")


class SelfTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name, "events.ndjson")

    def ledger(self, events: list[dict]) -> reference.Ledger:
        with open(self.path, "w", encoding="utf-8") as output:
            for second, event in enumerate(events):
                output.write(json.dumps({"client_id": "C1", "revision": "1",
                                         "logged_at": f"2024-01-03T08:00:{second:02d}Z", **event}))
                output.write("\n")
        return reference.Ledger(str(self.path))

    def test_figures_that_can_be_checked_by_eye(self) -> None:
        for name, (events, day, expected) in CASES.items():
            with self.subTest(name):
                (row,) = self.ledger(events).as_of(reference.Day.fromisoformat(day))
                found = {column: cell for column, cell in zip(reference.COLUMNS, row)
                         if cell not in EMPTY and column not in run.KEY}
                self.assertEqual(found, expected)

    def test_what_is_logged_later_was_not_known(self) -> None:
        late = invoice("I1", 100, 20240103, 20240211) | {"logged_at": "2024-01-20T13:00:00Z"}
        ledger = self.ledger([order("O1", 1000, 7), late])
        before, after = ledger.known_at(["2024-01-20T12:00:00Z", "2024-01-20T14:00:00Z"])
        place = reference.COLUMNS.index("open_items")
        self.assertEqual([before[0][place], after[0][place]], ["0.00", "100.00"])
        self.assertEqual(ledger.as_of(reference.Day(2024, 1, 4))[0][place], "100.00")

    def test_each_difference_is_told(self) -> None:
        (row,) = self.ledger([invoice("I1", 100, 20240103, 20240211)]).as_of(
            reference.Day(2024, 1, 31))
        self.assertEqual(list(run.differences([row], [list(row)])), [])
        for place, column in enumerate(reference.COLUMNS[3:], 3):
            other = [*row[:place], "x", *row[place + 1:]]
            (told,) = run.differences([row], [other])
            self.assertIn(f"C1/main/EUR {column}: expected", told)
        self.assertIn("is missing", next(run.differences([row], [])))
        self.assertIn("no document", next(run.differences([], [row])))

    def test_a_seed_makes_one_ledger_and_another_seed_another(self) -> None:
        made = [subprocess.run([sys.executable, "-B", HERE / "generate.py", seed],
                               check=True, capture_output=True).stdout for seed in "112"]
        self.assertEqual(made[0], made[1])
        self.assertNotEqual(made[0], made[2])


if __name__ == "__main__":
    unittest.main()
