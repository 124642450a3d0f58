"""The verdicts on orders: the only part that depends on the order of the log."""

import datetime
from collections import defaultdict

from facts import Book, Day, Entity, Figures, InForce, Said, segment_of_ref, valued
from goods import OrderValue, add_goods, order_values
from limits import limit_on
from receivables import add_receivables, advances_of, last_day_at_risk

APPROVAL_DAYS = 366  # what policy.yaml says


def figures_of(force: InForce, orders: dict[Entity, OrderValue], today: Day) -> Book:
    book: Book = defaultdict(Figures)
    add_receivables(force, today, book)
    add_goods(force, orders, book)
    return book


class Desk:
    """The verdicts on one client's orders, in the order of the log. An order passes if documents,
    approved orders and it are within the limit; held ones are judged again as soon as they fit, by
    priority, then by date; an approval is not withdrawn by what happens to others."""

    def __init__(self) -> None:
        self.force = InForce()
        self.held: set[Entity] = set()
        self.approved: dict[Entity, Day] = {}  # with the last day of the approval

    def take(self, said: Said, today: Day) -> None:
        if not self.force.take(said):
            return
        if said.kind in ("order_placed", "order_changed"):
            self.look(today, said.entity)
        elif self.held or said.kind not in ("receipt", "settlement", "write_off",
                                            "credit_limit_set"):
            self.look(today, None)

    def turn(self, today: Day) -> None:
        """A limit, money that is final, the end of an approval: nothing else changes overnight."""
        yesterday = today - datetime.timedelta(1)
        moved = any(limit_on(self.force, segment, yesterday) != limit_on(self.force, segment, today)
                    for segment in {self.held_in(name) for name in self.held})
        final = self.held and any(last_day_at_risk(receipt) == yesterday
                                  for receipt in self.force.of("receipt"))
        if moved or final or any(last < today for last in self.approved.values()):
            self.look(today, None)

    def held_in(self, name: Entity) -> str:
        return segment_of_ref(self.force.entities[name].body["order"]["ref"])

    def look(self, today: Day, placed: Entity | None) -> None:
        orders = order_values(self.force, advances_of(self.force))
        values = {name: order for name, order in orders.items() if order.open != 0}
        self.held.intersection_update(values)
        self.approved = {name: last for name, last in self.approved.items() if name in values}
        # An approval that has ended reserves nothing any more.
        self.approved = {name: last for name, last in self.approved.items() if last >= today}
        fresh = {name for name in values if name not in self.held and name not in self.approved}
        if placed in values:
            fresh.add(placed)
        if not fresh and not self.held:
            return
        book = figures_of(self.force, orders, today)
        for name in sorted(fresh, key=self.rank) + sorted(self.held - fresh, key=self.rank):
            self.judge(name, values, book, today)

    def rank(self, name: Entity) -> tuple:
        order = self.force.entities[name].body["order"]
        return -int(order.get("priority", 0)), order["document_date"], name

    def judge(self, name: Entity, values: dict[Entity, OrderValue], book: Book,
              today: Day) -> None:
        order = values[name]
        limit = limit_on(self.force, order.segment, today)
        approved: dict[str, int] = defaultdict(int)
        for other in self.approved.keys() - {name}:
            if values[other].segment == order.segment:
                approved[values[other].currency] += (values[other].open
                                                     - values[other].prepaid_open)
        value = order.open - order.prepaid_open
        total = valued(value, order.currency, limit.currency)
        total += exposure_in(limit.currency, order.segment, book, approved)
        self.held.discard(name)
        self.approved.pop(name, None)
        if not limit.bounded() or total <= limit.minor or value <= 0:
            self.approved[name] = today + datetime.timedelta(APPROVAL_DAYS)
        else:
            self.held.add(name)


def exposure_in(currency: str, segment: str, book: Book, approved: dict[str, int]) -> int:
    documents = sum(valued(figures.documents(), own, currency)
                    for (one, own), figures in book.items() if one == segment)
    return documents + sum(valued(minor, own, currency) for own, minor in approved.items())
