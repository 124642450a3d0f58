#!/usr/bin/env python3
"""How often the product asks for a person's attention, worked out from what it said.

    noise.py --events EVENTS --said SAID [--median-max 15]

EVENTS are canonical events (as `encours ingest` writes them), SAID is what `encours replay
--outputs` wrote; either may be the output of `encours log dump`. Prints, in CSV:

    alerts per working day per 500 active accounts: median, 95th percentile, worst
    cases that opened, and the share of them that cash resolved within five days

README.md says what is counted. Exit 0: the median is within --median-max. Exit 2: it is beyond
it, or there is nothing to judge by.
"""

import argparse
import bisect
import csv
import datetime
import itertools
import json
import math
import statistics
import sys
from collections import Counter, defaultdict
from decimal import Decimal
from typing import Iterable, Iterator

NOISY = 2
ACCOUNTS = 500
ORDER_DAYS = 90
CASH_DAYS = 5
OPEN = "CASE_STATE_OPEN"
# What a person is told of. A closed case is silent.
TOLD = {"CASE_NEWS_OPENED", "CASE_NEWS_SEVERITY_RAISED", "CASE_NEWS_CAUSE_ADDED",
        "CASE_NEWS_AMOUNT_GREW"}

Day = datetime.date


def records(path: str) -> Iterator[dict]:
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def events_in(path: str) -> Iterator[dict]:
    return (record.get("value", record) for record in records(path))


def cases_in(path: str) -> Iterator[dict]:
    return (record["value"] for record in records(path) if record["topic"] == "credit.alerts")


def day_of(date: int) -> Day:
    return Day(date // 10_000, date // 100 % 100, date % 100)


def money(amount: dict) -> Decimal:
    return int(amount.get("units", 0)) + Decimal(amount.get("nanos", 0)) / 1_000_000_000


def item_of(ref: dict) -> tuple:
    return tuple(ref.get(name) for name in ("source_system", "seller_company", "kind", "number",
                                            "fiscal_year"))


class Business:
    """What the events say of each client: on which days it owed something, ordered, paid."""

    def __init__(self, events: Iterable[dict]) -> None:
        self.cash: dict[str, list[Day]] = defaultdict(list)
        self.ordered: dict[str, list[Day]] = defaultdict(list)
        self._moved: dict[str, dict[tuple, list[tuple[Day, Decimal]]]] = defaultdict(
            lambda: defaultdict(list))
        self._invoices: dict[str, set[tuple]] = defaultdict(set)
        for event in events:
            self._take(event.get("client_id", ""), event)
        for days in (*self.cash.values(), *self.ordered.values()):
            days.sort()

    def _take(self, client: str, event: dict) -> None:
        if "invoice" in event:
            invoice = event["invoice"]
            self._invoices[client].add(item_of(invoice["ref"]))
            self._move(client, invoice["ref"], invoice["posting_date"], money(invoice["gross"]))
        elif "settlement" in event:
            settlement = event["settlement"]
            for movement in settlement["movements"]:
                if "item_ref" in movement:
                    self._move(client, movement["item_ref"], settlement["posting_date"],
                               money(movement["amount"]))
        elif "receipt" in event:
            self.cash[client].append(day_of(event["receipt"]["posting_date"]))
        elif "order_placed" in event:
            order = event["order_placed"]["order"]
            self.ordered[client].append(day_of(order["document_date"]))

    def _move(self, client: str, ref: dict, date: int, amount: Decimal) -> None:
        self._moved[client][item_of(ref)].append((day_of(date), amount))

    def active(self, days: list[Day]) -> list[int]:
        """How many clients are active on each of these days, which are in order."""
        counts = [0] * len(days)
        for client in self._moved.keys() | self.ordered.keys():
            spans = self._spans_owing(client)
            spans += [(day, day + datetime.timedelta(ORDER_DAYS)) for day in self.ordered[client]]
            for first, last in joined(spans):
                begin, end = bisect.bisect_left(days, first), bisect.bisect_right(days, last)
                for place in range(begin, end):
                    counts[place] += 1
        return counts

    def _spans_owing(self, client: str) -> list[tuple[Day, Day]]:
        """From the first to the last day on which each invoice had an open remainder."""
        spans = []
        for item in self._invoices[client]:
            open_amount, since = Decimal(0), None
            for day, amount in sorted(self._moved[client][item]):
                open_amount += amount
                if open_amount > 0:
                    since = since or day
                elif since is not None:
                    spans.append((since, day - datetime.timedelta(1)))
                    since = None
            if since is not None:
                spans.append((since, Day.max))
        return spans

    def first_day(self) -> Day:
        moved = (day for items in self._moved.values() for moves in items.values()
                 for day, _ in moves)
        return min(itertools.chain(moved, *self.ordered.values()))

    def paid_between(self, client: str, first: Day, last: Day) -> bool:
        days = self.cash.get(client, [])
        place = bisect.bisect_left(days, first)
        return place < len(days) and days[place] <= last


def joined(spans: list[tuple[Day, Day]]) -> Iterator[tuple[Day, Day]]:
    """The spans without overlaps."""
    held: tuple[Day, Day] | None = None
    for first, last in sorted(span for span in spans if span[0] <= span[1]):
        if held is not None and first <= held[1]:
            held = held[0], max(held[1], last)
            continue
        if held is not None:
            yield held
        held = first, last
    if held is not None:
        yield held


def working_day(day: Day) -> Day:
    """The day itself, or the Monday after a weekend: when somebody sees it."""
    return day + datetime.timedelta(max(0, 7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


def working_days(first: Day, last: Day) -> list[Day]:
    days = (first + datetime.timedelta(place) for place in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5]


def percentile(values: list[float], share: float) -> float:
    """The least value that this share of the values does not exceed."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def alert_rates(business: Business, cases: list[dict], last_day: Day) -> list[float]:
    """New or re-raised cases per 500 active accounts, for each working day with active ones."""
    told = Counter(working_day(day_of(case["origin"]["day"])) for case in cases
                   if case["state"] == OPEN and case.get("news") in TOLD)
    if not told:
        return []
    days = working_days(business.first_day(), max(last_day, max(told)))
    return [told[day] * ACCOUNTS / active
            for day, active in zip(days, business.active(days)) if active]


def resolved_by_cash(business: Business, cases: list[dict]) -> tuple[int, int]:
    """Cases that opened, and those of them that cash resolved within five days."""
    opened: dict[str, tuple[str, Day]] = {}
    resolved: set[str] = set()
    for case in cases:
        name, day = case["case_id"], day_of(case["origin"]["day"])
        if case["state"] == OPEN:
            opened.setdefault(name, (case["account"]["client_id"], day_of(case["opened_on"])))
            resolved.discard(name)  # it closed, and came back
        elif name in opened:
            client, first = opened[name]
            soon = (day - first).days <= CASH_DAYS
            if soon and business.paid_between(client, first, day):
                resolved.add(name)
    return len(opened), len(resolved)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", required=True, metavar="FILE")
    parser.add_argument("--said", required=True, metavar="FILE")
    parser.add_argument("--median-max", type=float, default=15.0, metavar="N")
    options = parser.parse_args(arguments)

    business = Business(events_in(options.events))
    cases = list(cases_in(options.said))
    last_day = max((day_of(case["origin"]["day"]) for case in cases), default=Day.min)
    rates = alert_rates(business, cases, last_day)
    if not rates:
        print("no case was told: nothing to judge by")
        return NOISY
    median = statistics.median(rates)
    opened, resolved = resolved_by_cash(business, cases)
    output = csv.writer(sys.stdout, lineterminator="\n")
    output.writerow(("figure", "value"))
    output.writerow(("working days", len(rates)))
    output.writerow(("alerts per working day per 500 active, median", f"{median:.1f}"))
    output.writerow(("the same, 95th percentile", f"{percentile(rates, 0.95):.1f}"))
    output.writerow(("the same, worst", f"{max(rates):.1f}"))
    output.writerow(("cases opened", opened))
    output.writerow(("resolved by cash within 5 days, %", f"{100 * resolved / opened:.1f}"))
    if median > options.median_max:
        print(f"the median is beyond {options.median_max:g}")
        return NOISY
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
