"""Invoices, credit notes, receipts, and what moved or contests them: open, late, on account."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from facts import (DISPUTE_DAYS, Book, Day, Entity, Figures, InForce, day_of, is_billing, minor_of,
                   name_of, segment_of_ref)


@dataclass
class Line:
    due_on: Day
    number: int
    open: int
    disputed: int = 0


def schedule_of(invoice: dict) -> list[Line]:
    posted_on = day_of(invoice["posting_date"])
    lines = [Line(day_of(line.get("due_on")) or posted_on, int(line.get("line", 0)) or place,
                  minor_of(line["amount"]))
             for place, line in enumerate(invoice.get("schedule", []), 1)]
    lines = lines or [Line(posted_on, 1, minor_of(invoice["gross"]))]
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


def add_receivables(force: InForce, today: Day, book: Book) -> None:
    moved: dict[Entity, list[tuple[int, int]]] = defaultdict(list)
    currency_moved: dict[Entity, tuple[str, str]] = {}
    for ref, amount in force.movements():
        moved[name_of(ref)].append((int(ref.get("line", 0)), minor_of(amount)))
        currency_moved[name_of(ref)] = segment_of_ref(ref), amount["currency"]
    disputes: dict[Entity, list[dict]] = defaultdict(list)
    for body in force.of("dispute_opened", "dispute_changed"):
        dispute = body.get("dispute", body)
        old = day_of(dispute["opened_on"]) < today - datetime.timedelta(DISPUTE_DAYS)
        if ("dispute closed", dispute["dispute_id"]) not in force.entities and not old:
            disputes[name_of(dispute["item_ref"])].append(dispute)
    for invoice in force.of("invoice"):
        if is_billing(invoice["ref"]):
            continue
        name = name_of(invoice["ref"])
        figures = book[segment_of_ref(invoice["ref"]), invoice["gross"]["currency"]]
        if force.is_cancelled(invoice["ref"]):
            continue
        figures.known = True
        lines = schedule_of(invoice)
        figures.add("unapplied_credits", settle_lines(lines, moved[name]))
        contest_lines(lines, disputes[name])
        for line in lines:
            add_line(line, today, figures)
    for name, (segment, currency) in currency_moved.items():
        book[segment, currency].known = True
        if ("cancelled", name) in force.entities:
            # What was paid on it is the client's.
            book[segment, currency].add("unapplied_credits",
                                        -sum(minor for _, minor in moved[name]))
    for kind, amount, column in (("credit_note", "gross", "unapplied_credits"),
                                 ("receipt", "amount", "unapplied_receipts")):
        for document in force.of(kind):
            figures = book[segment_of_ref(document["ref"]), document[amount]["currency"]]
            figures.known = True
            figures.add(column, minor_of(document[amount])
                        - sum(minor for _, minor in moved[name_of(document["ref"])]))


def add_line(line: Line, today: Day, figures: Figures) -> None:
    days = (today - line.due_on).days
    figures.add("open_items", line.open)
    figures.add("disputed", line.disputed)
    figures.add(column_of_age(days), line.open)
    if days > 0 and line.open > 0:
        figures.add("overdue", line.open)
        figures.clean_overdue += line.open - line.disputed
        figures.oldest_due = min(figures.oldest_due or line.due_on, line.due_on)
