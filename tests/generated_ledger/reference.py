#!/usr/bin/env python3
"""All columns of `encours clients`, worked out a second time from a file of canonical events.

    reference.py EVENTS --as-of YYYY-MM-DD        the end of a day: what is posted later left out
    reference.py EVENTS --known-at INSTANT        what had been logged at an instant

Shares no code with the product. What an event means is taken from the contracts: which entity it
is about, which revision of it is in force, what is then open, late, ordered, delivered, billed.
Nothing is kept between dates: every figure is added up from the events in force. Only verdicts on
orders depend on what came before, so the log is walked once for them, in order of entry.
Prints CSV, one row per client, segment and currency, in byte order.
"""

import argparse
import csv
import datetime
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator

from desk import Desk, figures_of
from facts import AMOUNTS, DIGITS, Book, Day, Said, read, rounded, valued
from goods import order_values
from limits import Limit, limit_on
from receivables import advances_of

Table = list[list[str]]

ALL_OF_NOTHING_BP = 1_000_000
COLUMNS = ("client_id", "segment", "currency", *AMOUNTS, "oldest_overdue_days", "limit_kind",
           "limit", "utilisation_bp", "hold", "estimated")


def client_rows(client: str, desk: Desk, today: Day) -> Iterator[list[str]]:
    orders = order_values(desk.force, advances_of(desk.force))
    book = figures_of(desk.force, orders, today)
    for name, order in orders.items():
        figures = book[order.segment, order.currency]
        figures.add("orders_held" if name in desk.held else "open_orders", order.open)
        figures.prepaid_orders += 0 if name in desk.held else order.prepaid_open
    for figures in book.values():
        amounts = figures.amounts
        amounts["exposure"] = figures.documents() + figures.orders()
        on_account = max(0, amounts["unapplied_receipts"] + amounts["unapplied_credits"])
        amounts["overdue_net"] = max(0, figures.clean_overdue - on_account)
        # Shown with the receipts as far as it counts.
        amounts["unapplied_receipts"] += figures.prepaid + figures.prepaid_orders
    for (segment, currency), figures in sorted(book.items()):
        if figures.known:
            yield [client, segment, currency,
                   *(decimal(figures.amounts[column], currency) for column in AMOUNTS),
                   str((today - figures.oldest_due).days if figures.oldest_due else 0),
                   *limit_cells(desk, segment, currency, book, today),
                   hold_of(segment, book), "false"]


def limit_cells(desk: Desk, segment: str, currency: str, book: Book, today: Day) -> list[str]:
    limit = limit_on(desk.force, segment, today)
    if limit.currency != currency:
        return ["", "", ""]
    # Documents and orders are valued apart.
    exposure = sum(valued(figures.amounts["exposure"] - figures.orders(), own, currency)
                   + valued(figures.orders(), own, currency)
                   for (one, own), figures in book.items() if one == segment)
    return [limit.kind, decimal(limit.minor, currency) if limit.bounded() else "",
            utilisation(limit, exposure)]


def utilisation(limit: Limit, exposure: int) -> str:
    if not limit.bounded():
        return ""
    if limit.minor == 0:
        return str(ALL_OF_NOTHING_BP) if exposure > 0 else ""
    return str(max(0, rounded(exposure * 10_000, limit.minor)))


def hold_of(segment: str, book: Book) -> str:
    held = any(figures.amounts["orders_held"] for (one, _), figures in book.items()
               if one == segment)
    return "document" if held else "none"


def decimal(minor: int, currency: str) -> str:
    digits = DIGITS[currency]
    text = str(abs(minor)).zfill(digits + 1)
    whole = f"{text[:-digits]}.{text[-digits:]}" if digits else text
    return f"-{whole}" if minor < 0 else whole


class Walk:
    """The events of one client in order of entry, day by day, stopped whenever somebody asks."""

    def __init__(self, events: Iterable[Said]) -> None:
        self.desk = Desk()
        self._events = sorted(events, key=lambda said: said.logged_at)
        self._next = 0
        self._day: Day | None = None

    def to(self, today: Day, known_at: str = "~") -> Desk:
        """All that was logged until then, as it stands on that day. What is logged after the day,
        and is to count, counts on it."""
        while self._next < len(self._events) and self._events[self._next].logged_at <= known_at:
            said = self._events[self._next]
            self._next += 1
            self._turn_to(min(said.logged_on, today))
            self.desk.take(said, self._day)
        self._turn_to(today)
        return self.desk

    def _turn_to(self, day: Day) -> None:
        while self._day is not None and self._day < day:
            self._day += datetime.timedelta(1)
            self.desk.turn(self._day)
        self._day = day


class Ledger:
    def __init__(self, path: str) -> None:
        self._clients: dict[str, list[Said]] = defaultdict(list)
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                client, said = read(line)
                self._clients[client].append(said)

    def as_of(self, day: Day) -> Table:
        return [row for client in sorted(self._clients)
                for row in client_rows(client, Walk(said for said in self._clients[client]
                                                    if said.posted_on <= day).to(day), day)]

    def known_at(self, instants: list[str]) -> list[Table]:
        """One table for each instant; they rise."""
        walks = {client: Walk(events) for client, events in sorted(self._clients.items())}
        tables = []
        for instant in instants:
            day = Day.fromisoformat(instant[:10])
            tables.append([row for client, walk in walks.items()
                           for row in client_rows(client, walk.to(day, instant), day)])
        return tables


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("events")
    when = parser.add_mutually_exclusive_group(required=True)
    when.add_argument("--as-of", type=Day.fromisoformat, metavar="YYYY-MM-DD")
    when.add_argument("--known-at", metavar="YYYY-MM-DDTHH:MM:SSZ")
    options = parser.parse_args(arguments)
    ledger = Ledger(options.events)
    output = csv.writer(sys.stdout, lineterminator="\n")
    output.writerow(COLUMNS)
    output.writerows(ledger.as_of(options.as_of) if options.as_of
                     else ledger.known_at([options.known_at])[0])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
