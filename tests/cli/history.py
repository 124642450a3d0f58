"""A random history of a few clients, as canonical events: the same seed gives the same bytes.

It holds what makes a fold work: invoices with several due dates, receipts before and after, partial
settlements and their reversals, disputes, limits, orders and deliveries, repeats, late entries, and
events that must be refused. Used by the tests beside it.
"""

import datetime
import json
import random

CURRENCIES = ("EUR", "EUR", "EUR", "USD")


class History:
    """Events of `days` days from `first`, for `clients` clients."""

    def __init__(self, seed, clients=40, days=90, events_per_day=40, first="2024-01-15"):
        self.random = random.Random(seed)
        self.clients = [f"C{number:04}" for number in range(clients)]
        self.first = datetime.date.fromisoformat(first)
        self.days = days
        self.events_per_day = events_per_day
        self.events = []
        self.open = []  # (client, number, currency, cents)
        self.orders = []
        self.numbers = 0
        for day in range(days):
            self._write_day(self.first + datetime.timedelta(days=day))

    def write(self, path):
        with open(path, "w", encoding="utf-8") as out:
            for event in self.events:
                out.write(json.dumps(event, separators=(",", ":")) + "\n")

    def _write_day(self, today):
        if today == self.first:
            for client in self.clients:
                self._limit(today, client)
        acts = (self._invoice, self._invoice, self._invoice, self._pay, self._pay, self._order,
                self._order, self._deliver, self._dispute, self._repeat, self._refused)
        for _ in range(self.random.randrange(self.events_per_day * 2)):
            self.random.choice(acts)(today)

    def _add(self, today, client, kind, body):
        self.numbers += 1
        seconds = self.random.randrange(86_400)
        instant = datetime.datetime.combine(today, datetime.time()) + datetime.timedelta(
            seconds=seconds)
        self.events.append({
            "event_id": f"e{self.numbers}", "feed": "history", "client_id": client,
            "revision": str(self.numbers), "logged_at": instant.isoformat() + "Z", kind: body})

    def _ref(self, kind, number):
        return {"source_system": "erp", "seller_company": "1000",
                "kind": f"DOCUMENT_KIND_{kind}", "number": number}

    def _number(self, prefix):
        return f"{prefix}{len(self.events) + 1:06}"

    @staticmethod
    def _date(day):
        return day.year * 10_000 + day.month * 100 + day.day

    @staticmethod
    def _money(currency, cents):
        sign = -1 if cents < 0 else 1
        units, rest = divmod(abs(cents), 100)
        return {"currency": currency, "units": str(sign * units), "nanos": sign * rest * 10_000_000}

    def _limit(self, today, client):
        cents = self.random.randrange(1, 80) * 100_000
        self._add(today, client, "credit_limit_set", {
            "limit_id": f"L{client}", "kind": "LIMIT_KIND_AMOUNT",
            "amount": self._money("EUR", cents), "decided_on": self._date(today)})

    def _invoice(self, today):
        client, number = self.random.choice(self.clients), self._number("I")
        currency = self.random.choice(CURRENCIES)
        count = self.random.choice((1, 1, 2))
        parts = [self.random.randrange(1_000, 400_000) for _ in range(count)]
        posted = today - datetime.timedelta(days=self.random.choice((0, 0, 0, 1, 12)))
        schedule = [{"line": line + 1, "amount": self._money(currency, cents), "due_on": self._date(
            posted + datetime.timedelta(days=self.random.choice((8, 30, 45)) + 30 * line))}
                    for line, cents in enumerate(parts)]
        self._add(today, client, "invoice", {
            "ref": self._ref("INVOICE", number), "gross": self._money(currency, sum(parts)),
            "document_date": self._date(posted), "posting_date": self._date(posted),
            "schedule": schedule})
        self.open.append((client, number, currency, sum(parts)))

    def _pay(self, today):
        if not self.open:
            return
        client, invoice, currency, cents = self.open.pop(self.random.randrange(len(self.open)))
        paid = self.random.choice((cents, cents, cents // 2, cents + 500))
        number = self._number("R")
        self._add(today, client, "receipt", {
            "ref": self._ref("RECEIPT", number), "amount": self._money(currency, paid),
            "posting_date": self._date(today)})
        settlement = {"settlement_id": f"S{number}", "source_system": "erp",
                      "seller_company": "1000", "posting_date": self._date(today)}
        self._add(today, client, "settlement", settlement | {"movements": [
            {"item_ref": self._ref("INVOICE", invoice), "amount": self._money(currency, -paid),
             "cause": "MOVEMENT_CAUSE_CASH"},
            {"item_ref": self._ref("RECEIPT", number), "amount": self._money(currency, paid),
             "cause": "MOVEMENT_CAUSE_CASH"}]})
        if self.random.random() < 0.1:
            self._add(today, client, "settlement_reversed", settlement)

    def _order(self, today):
        client, number = self.random.choice(self.clients), self._number("O")
        cents = self.random.randrange(5_000, 900_000)
        self._add(today, client, "order_placed", {"order": {
            "ref": self._ref("ORDER", number), "document_date": self._date(today),
            "lines": [{"line": 1, "quantity_milli": "10000", "gross": self._money("EUR", cents)}]}})
        self.orders.append((client, number))

    def _deliver(self, today):
        if not self.orders:
            return
        client, order = self.orders.pop(self.random.randrange(len(self.orders)))
        self._add(today, client, "delivery", {
            "ref": self._ref("DELIVERY", self._number("D")), "delivered_on": self._date(today),
            "lines": [{"line": 1, "order_ref": self._ref("ORDER", order) | {"line": 1},
                       "quantity_milli": self.random.choice(("4000", "10000")),
                       "final_delivery": True}]})

    def _dispute(self, today):
        if not self.open:
            return
        client, invoice, _, _ = self.random.choice(self.open)
        self._add(today, client, "dispute_opened", {
            "dispute_id": self._number("X"), "item_ref": self._ref("INVOICE", invoice),
            "reason": "PRICE", "opened_on": self._date(today)})

    def _repeat(self, today):
        if self.events:
            event = dict(self.random.choice(self.events))
            event["logged_at"] = datetime.datetime.combine(
                today, datetime.time(hour=23)).isoformat() + "Z"
            self.events.append(event)

    def _refused(self, today):
        client = self.random.choice(self.clients)
        self._add(today, client, "invoice", {
            "ref": self._ref("INVOICE", self._number("I")), "gross": self._money("EUR", 12_345),
            "posting_date": self._date(today),
            "schedule": [{"line": 1, "due_on": self._date(today),
                          "amount": self._money("EUR", 1)}]})
