"""The log that is made up: clients, chance, and how an event gets into it. Base of the business."""

import datetime
import random

FIRST = datetime.date(2023, 1, 2)
DAYS = 730
CLIENTS = 30
DIGITS = {"EUR": 2, "USD": 2, "GBP": 2, "JPY": 0}
COMPANIES = ("1000", "1000", "1100", "2000")
LATE_SHARE, REPEAT_SHARE, REVISED_SHARE = 0.05, 0.03, 0.05
LATE_DAYS_MAX = 45
Day = datetime.date


def yyyymmdd(day: Day) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def money(currency: str, minor: int) -> dict:
    unit = 10 ** DIGITS[currency]
    units, rest = divmod(abs(minor), unit)
    sign = -1 if minor < 0 else 1
    return {"currency": currency, "units": str(sign * units),
            "nanos": sign * rest * (1_000_000_000 // unit)}


class Client:
    def __init__(self, number: int, chance: random.Random) -> None:
        self.id = f"C{number:03d}"
        self.currencies = chance.choice((["EUR"], ["EUR"], ["EUR", "USD"], ["GBP"],
                                         ["EUR", "JPY"]))
        self.terms = chance.choice((0, 14, 30, 30, 45, 60))
        self.usual_delay = chance.choice((-5, 0, 3, 10, 25, 70))
        self.busy = chance.uniform(0.05, 0.25)
        self.numbers = 0
        self.open: list[dict] = []      # what we believe is open of its invoices
        self.on_account: list[dict] = []   # receipts and credit notes with something left
        self.orders: list[dict] = []
        self.settlements: list[dict] = []


class Log:
    def __init__(self, seed: int, features: frozenset[str]) -> None:
        self.chance = random.Random(seed)
        self.features = features
        self.events: list[tuple[str, int, dict]] = []
        self.clients = [Client(number, self.chance) for number in range(1, CLIENTS + 1)]
        self.later: dict[Day, list] = {}

    def say(self, client: Client, day: Day, body: dict, revision: int = 1,
            entered: Day | None = None) -> None:
        """Logs an event of the day, now and then weeks late, now and then twice."""
        if entered is None:
            late = self.happens(LATE_SHARE)
            entered = self.after(day, 1, LATE_DAYS_MAX) if late else day
        self._append(client, entered, body, revision)
        if self.happens(REPEAT_SHARE):
            self._append(client, self.after(entered, 0, 10), body, revision)

    def _append(self, client: Client, entered: Day, body: dict, revision: int) -> None:
        second = self.chance.randint(7 * 3600, 19 * 3600)
        stamp = f"{entered}T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}Z"
        if entered >= FIRST + datetime.timedelta(DAYS):
            return
        self.events.append((stamp, len(self.events), {
            "feed": "generated", "client_id": client.id, "revision": str(revision),
            "logged_at": stamp, **body}))

    def plan(self, day: Day, action, *arguments) -> None:
        self.later.setdefault(day, []).append((action, *arguments))

    def happens(self, share: float) -> bool:
        return self.chance.random() < share

    def after(self, day: Day, least: int, most: int) -> Day:
        return day + datetime.timedelta(self.chance.randint(least, most))

    def ref(self, client: Client, kind: str, company: str, number: str | None = None) -> dict:
        if number is None:
            client.numbers += 1
            number = f"{kind[0]}{client.id}-{client.numbers}"
        return {"source_system": "erp", "seller_company": company,
                "kind": f"DOCUMENT_KIND_{kind}", "number": number}

    def amount(self, currency: str) -> int:
        minor = int(self.chance.lognormvariate(7.2, 1.1) * 100) + 1
        return max(1, minor if DIGITS[currency] == 2 else minor)
