"""Invoices, credit notes, receipts, and what moved or contests them: open, late, on account."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from facts import (DISPUTE_DAYS, Book, Day, Entity, Figures, InForce, day_of, is_billing, minor_of,
                   name_of, segment_of_ref)


# What the contracts say: bank days after maturity or posting. What is not here is final at once.
FINALITY = {"INSTRUMENT_BILL_ACCEPTED": 5, "INSTRUMENT_SDD_CORE": 10}
DEPOSIT, DOWN_PAYMENT = "RECEIPT_PURPOSE_DEPOSIT", "RECEIPT_PURPOSE_DOWN_PAYMENT"
# From the least grave.
STATES = tuple(f"RECEIPT_STATE_{state}" for state in ("RECEIVED", "PRESENTED", "DISCOUNTED", "PAID",
                                                      "RETURNED"))
EASTER_SUNDAYS = {2022: Day(2022, 4, 17), 2023: Day(2023, 4, 9), 2024: Day(2024, 3, 31),
                  2025: Day(2025, 4, 20)}


@dataclass
class Line:
    due_on: Day
    number: int
    open: int
    disputed: int = 0
    late_from: Day | None = None  # the day after which it is late, if its due date was put off


def schedule_of(invoice: dict) -> list[Line]:
    posted_on = day_of(invoice["posting_date"])
    lines = [Line(day_of(line.get("due_on")) or posted_on, int(line.get("line", 0)) or place,
                  minor_of(line["amount"]))
             for place, line in enumerate(invoice.get("schedule", []), 1)]
    lines = lines or [Line(posted_on, 1, minor_of(invoice["gross"]))]
    return in_order(lines)


def in_order(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.due_on, line.number))


def settle_lines(lines: list[Line], moved: list[tuple[int, int]]) -> int:
    """Movements on a line stay there, the others take the oldest first. Returns what is left over:
    a credit of the client, positive."""
    by_number = {line.number: line for line in lines}
    paid = 0
    for number, minor in moved:
        if number in by_number:
            by_number[number].open += minor
        else:
            paid -= minor
    for line in lines:
        if line.open < 0:
            paid, line.open = paid - line.open, 0
    if paid < 0:  # more is owed than the document said: as young as its last line
        lines[-1].open, paid = lines[-1].open - paid, 0
    for line in lines:
        part = min(line.open, paid)
        line.open, paid = line.open - part, paid - part
    return paid


def contest_lines(lines: list[Line], disputes: list[dict]) -> None:
    for dispute in sorted(disputes, key=lambda dispute: dispute["dispute_id"]):
        left = minor_of(dispute["amount"]) if "amount" in dispute else None
        for line in lines:
            free = line.open - line.disputed
            part = free if left is None else min(free, left)
            line.disputed += part
            left = None if left is None else left - part


def column_of_age(days: int) -> str:
    if days <= 0:
        return "current"
    return ("d1_30" if days <= 30 else "d31_60" if days <= 60 else "d61_90" if days <= 90
            else "d90_plus")


class Items:
    """The items of a client: what moved, contests, extends and continues them, by name."""

    def __init__(self, force: InForce, today: Day) -> None:
        self.force, self.today = force, today
        self.moved: dict[Entity, list[tuple[int, int]]] = defaultdict(list)
        self.place: dict[Entity, tuple[str, str]] = {}  # segment and currency
        for ref, amount in force.movements():
            self.moved[name_of(ref)].append((int(ref.get("line", 0)), minor_of(amount)))
            self.place[name_of(ref)] = segment_of_ref(ref), amount["currency"]
        self.disputes = self._running_disputes()
        self.extensions: dict[Entity, list[dict]] = defaultdict(list)
        for extension in sorted(force.of("due_date_extended"), key=lambda one: one["agreed_on"]):
            self.extensions[name_of(extension["item_ref"])].append(extension)

    def _running_disputes(self) -> dict[Entity, list[dict]]:
        disputes: dict[Entity, list[dict]] = defaultdict(list)
        for body in self.force.of("dispute_opened", "dispute_changed"):
            dispute = body.get("dispute", body)
            ends_on = day_of(dispute["opened_on"]) + datetime.timedelta(DISPUTE_DAYS)
            closed = ("dispute closed", dispute["dispute_id"]) in self.force.entities
            if not closed and self.today <= ends_on:
                disputes[name_of(dispute["item_ref"])].append(dispute)
        return disputes

    def sum_moved(self, ref: dict) -> int:
        return sum(minor for _, minor in self.moved[name_of(ref)])

    def left_by(self, ref: dict) -> list[Line] | None:
        """The lines of the item as this client has it, if it is known and was not cancelled: an
        invoice, or what a transfer brought."""
        said = self.force.entities.get(name_of(ref))
        if self.force.is_cancelled(ref):
            return None
        if said is not None:
            lines = schedule_of(said.body)
        else:
            lines = [Line(day_of(item["due_on"]), 0, 0)
                     for transfer in self.force.of("transfer_in") for item in transfer["items"]
                     if name_of(item["item_ref"]) == name_of(ref)]
        self.extend(ref, lines)
        return lines or None

    def extend(self, ref: dict, lines: list[Line]) -> None:
        """The newest agreement counts; one that names a line goes before one for the whole."""
        for line in lines:
            for number in (0, line.number):
                for extension in self.extensions[name_of(ref)]:
                    if extension["item_ref"].get("line", 0) == number:
                        line.late_from = max(line.due_on, day_of(extension["due_on"]))

    def inherit(self, invoice: dict, lines: list[Line]) -> list[dict]:
        """A residual item has the due date, the extension and the disputes of what it continues.
        Returns all disputes of the item."""
        disputes = list(self.disputes[name_of(invoice["ref"])])
        left = self.left_by(invoice["continues"]) if "continues" in invoice else None
        if left is None:
            return disputes
        named = [line for line in left if line.number == invoice["continues"].get("line", 0)]
        for line in lines:
            line.due_on, line.late_from = (named or left)[0].due_on, (named or left)[0].late_from
        return disputes + self.disputes[name_of(invoice["continues"])]


def add_receivables(force: InForce, today: Day, book: Book) -> None:
    items = Items(force, today)
    for invoice in force.of("invoice"):
        if not is_billing(invoice["ref"]) and not force.is_cancelled(invoice["ref"]):
            add_invoice(items, invoice, book)
    for name, (segment, currency) in items.place.items():
        book[segment, currency].known = True
        if ("cancelled", name) in force.entities:
            # What was paid on it is the client's.
            book[segment, currency].add("unapplied_credits",
                                        -sum(minor for _, minor in items.moved[name]))
    for note in force.of("credit_note"):
        figures = book[segment_of_ref(note["ref"]), note["gross"]["currency"]]
        figures.known = True
        figures.add("unapplied_credits", minor_of(note["gross"]) - items.sum_moved(note["ref"]))
    for receipt in force.of("receipt"):
        add_receipt(items, receipt, book)
    add_brought(items, book)


def add_invoice(items: Items, invoice: dict, book: Book) -> None:
    figures = book[segment_of_ref(invoice["ref"]), invoice["gross"]["currency"]]
    figures.known = True
    lines = schedule_of(invoice)
    disputes = items.inherit(invoice, lines)
    items.extend(invoice["ref"], lines)
    add_open(items, invoice["ref"], lines, disputes, figures)


def add_open(items: Items, ref: dict, lines: list[Line], disputes: list[dict],
             figures: Figures) -> None:
    figures.add("unapplied_credits", settle_lines(lines, items.moved[name_of(ref)]))
    contest_lines(lines, disputes)
    for line in lines:
        add_line(line, items.today, figures)


def add_receipt(items: Items, receipt: dict, book: Book) -> None:
    """Money that came back never was money: what it had paid is owed again, due that day. Money
    that can still come back is at risk, used or not. A deposit is cover."""
    figures = book[segment_of_ref(receipt["ref"]), receipt["amount"]["currency"]]
    figures.known = True
    returned = returned_on(items.force, receipt)
    if returned is not None:
        add_open(items, receipt["ref"], [Line(returned, 0, 0)],
                 items.disputes[name_of(receipt["ref"])], figures)
    elif receipt.get("purpose") != DEPOSIT:
        if receipt.get("purpose") != DOWN_PAYMENT:
            figures.add("unapplied_receipts",
                        minor_of(receipt["amount"]) - items.sum_moved(receipt["ref"]))
        if items.today <= last_day_at_risk(receipt):
            figures.add("bills_and_debits_at_risk", minor_of(receipt["amount"]))


def advances_of(force: InForce) -> dict[tuple[Entity, str], int]:
    """What is left of the advances for each order, by currency; it counts only as far as there is
    something of the order to cover."""
    advances: dict[tuple[Entity, str], int] = defaultdict(int)
    moved: dict[Entity, int] = defaultdict(int)
    receipts = [receipt for receipt in force.of("receipt")
                if receipt.get("purpose") == DOWN_PAYMENT]
    if receipts:
        for ref, amount in force.movements():
            moved[name_of(ref)] += minor_of(amount)
    for receipt in receipts:
        if returned_on(force, receipt) is None:
            order = name_of(receipt["order_ref"]), receipt["amount"]["currency"]
            advances[order] += minor_of(receipt["amount"]) - moved[name_of(receipt["ref"])]
    return advances


def returned_on(force: InForce, receipt: dict) -> Day | None:
    """The newest word on the receipt counts, of two of one day the graver."""
    words = [(change["changed_on"], STATES.index(change["state"]))
             for change in force.of("receipt_state_changed")
             if name_of(change["ref"]) == name_of(receipt["ref"])]
    words.append((receipt["posting_date"], STATES.index(receipt.get("state", STATES[0]))))
    date, state = max(words)
    return day_of(date) if STATES[state] == "RECEIPT_STATE_RETURNED" else None


def last_day_at_risk(receipt: dict) -> Day:
    if "final_on" in receipt:
        return day_of(receipt["final_on"]) - datetime.timedelta(1)
    count = FINALITY.get(receipt.get("instrument"))
    if count is None:
        return Day.min
    day = day_of(receipt.get("maturity") or receipt["posting_date"])
    while count > 0:
        day += datetime.timedelta(1)
        count -= is_bank_day(day)
    return day


def is_bank_day(day: Day) -> bool:
    easter = EASTER_SUNDAYS[day.year]
    closed = (day - easter).days in (-2, 1) or (day.month, day.day) in ((1, 1), (5, 1), (12, 25),
                                                                        (12, 26))
    return day.weekday() < 5 and not closed


def add_brought(items: Items, book: Book) -> None:
    """What a transfer brought has its dates; what moved it is among the movements."""
    for transfer in items.force.of("transfer_in"):
        for item in transfer["items"]:
            ref = item["item_ref"]
            if name_of(ref) in items.force.entities:
                continue
            figures = book[segment_of_ref(ref), item["amount"]["currency"]]
            if ref["kind"] == "DOCUMENT_KIND_INVOICE":
                lines = [Line(day_of(item["due_on"]), 0, 0)]
                items.extend(ref, lines)
                add_open(items, ref, lines, items.disputes[name_of(ref)], figures)
            else:
                column = ("unapplied_receipts" if ref["kind"] == "DOCUMENT_KIND_RECEIPT"
                          else "unapplied_credits")
                figures.add(column, -items.sum_moved(ref))


def add_line(line: Line, today: Day, figures: Figures) -> None:
    days = (today - line.due_on).days
    figures.add("open_items", line.open)
    figures.add("disputed", line.disputed)
    figures.add(column_of_age(days), line.open)
    if days > 0 and line.open > 0:
        figures.add("overdue", line.open)
        # A due date put off changes what rules look at, not the age.
        extended = line.late_from is not None and today <= line.late_from
        figures.clean_overdue += 0 if extended else line.open - line.disputed
        figures.oldest_due = min(figures.oldest_due or line.due_on, line.due_on)
