"""What events say, in the words of the contracts: references, money, entities, what is in force.

Used by all parts of the reference. The constants are what policy.yaml says.
"""

import datetime
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

# What policy.yaml says.
SEGMENTS = {"2000": "export"}
RATES = {"EUR": Fraction(1), "USD": Fraction(92, 100), "GBP": Fraction(117, 100),
         "JPY": Fraction(61, 10_000)}
REPORTING = "EUR"
DISPUTE_DAYS = 60

DIGITS = {"EUR": 2, "USD": 2, "GBP": 2, "JPY": 0}
AMOUNTS = ("open_items", "disputed", "unapplied_receipts", "unapplied_credits",
           "bills_and_debits_at_risk", "billing_not_posted", "deliveries_not_invoiced",
           "open_orders", "orders_held", "exposure", "overdue", "overdue_net", "current", "d1_30",
           "d31_60", "d61_90", "d90_plus")

Day = datetime.date
Entity = tuple


def day_of(date: int | str | None) -> Day | None:
    date = int(date or 0)
    return Day(date // 10_000, date // 100 % 100, date % 100) if date else None


def minor_of(money: dict) -> int:
    unit = 10 ** DIGITS[money["currency"]]
    return int(money.get("units", 0)) * unit + int(money.get("nanos", 0)) * unit // 1_000_000_000


def negative(money: dict) -> dict:
    return {**money, "units": -int(money.get("units", 0)), "nanos": -int(money.get("nanos", 0))}


def rounded(numerator: int, denominator: int) -> int:
    """A quotient, half away from zero; the denominator is positive."""
    whole = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -whole if numerator < 0 else whole


def valued(minor: int, currency: str, into: str) -> int:
    if currency == into:
        return minor
    unit = Fraction(10 ** DIGITS[into], 10 ** DIGITS[currency])
    value = minor * RATES[currency] / RATES[into] * unit
    return rounded(value.numerator, value.denominator)


def name_of(ref: dict) -> Entity:
    return (ref.get("source_system", ""), ref.get("seller_company", ""), ref["kind"],
            ref["number"], ref.get("fiscal_year", 0))


def segment_of(company: str) -> str:
    return SEGMENTS.get(company, "main")


def segment_of_ref(ref: dict) -> str:
    return segment_of(ref.get("seller_company", ""))


def is_billing(ref: dict) -> bool:
    return ref["kind"] == "DOCUMENT_KIND_BILLING"


def kind_of(event: dict) -> str:
    return next(name for name in event if name in KINDS)


# By kind: what the event is about, and its business day. Ends of documents are entities of their
# own, so that they may come first.
KINDS: dict[str, tuple[Callable[[dict], Entity], Callable[[dict], int]]] = {
    "invoice": (lambda b: name_of(b["ref"]), lambda b: b["posting_date"]),
    "invoice_cancelled": (lambda b: ("cancelled", name_of(b["ref"])), lambda b: b["posting_date"]),
    "credit_note": (lambda b: name_of(b["ref"]), lambda b: b["posting_date"]),
    "receipt": (lambda b: name_of(b["ref"]), lambda b: b["posting_date"]),
    "settlement": (lambda b: ("settlement", b["seller_company"], b["settlement_id"]),
                   lambda b: b["posting_date"]),
    "settlement_reversed": (lambda b: ("reversed", b["seller_company"], b["settlement_id"]),
                            lambda b: b["posting_date"]),
    "write_off": (lambda b: ("write-off", b["write_off_id"]), lambda b: b["posting_date"]),
    "dispute_opened": (lambda b: ("dispute", b["dispute_id"]), lambda b: b["opened_on"]),
    "dispute_changed": (lambda b: ("dispute", b["dispute"]["dispute_id"]),
                        lambda b: b["changed_on"]),
    "dispute_closed": (lambda b: ("dispute closed", b["dispute_id"]), lambda b: b["closed_on"]),
    "order_placed": (lambda b: name_of(b["order"]["ref"]), lambda b: b["order"]["document_date"]),
    "order_changed": (lambda b: name_of(b["order"]["ref"]), lambda b: 0),
    "order_cancelled": (lambda b: ("ended", name_of(b["ref"]), 1), lambda b: b["cancelled_on"]),
    "order_closed": (lambda b: ("ended", name_of(b["ref"]), 2), lambda b: b["closed_on"]),
    "delivery": (lambda b: name_of(b["ref"]), lambda b: b["delivered_on"]),
    "goods_returned": (lambda b: name_of(b["ref"]), lambda b: b["returned_on"]),
    "receipt_state_changed": (lambda b: ("state", name_of(b["ref"]), b["state"], b["changed_on"]),
                              lambda b: b["changed_on"]),
    "due_date_extended": (lambda b: ("extension", name_of(b["item_ref"]),
                                     b["item_ref"].get("line", 0), b["agreed_on"]),
                          lambda b: b["agreed_on"]),
    "transfer_out": (lambda b: ("transfer out", b["transfer_id"]), lambda b: b["posting_date"]),
    "transfer_in": (lambda b: ("transfer in", b["transfer_id"]), lambda b: b["posting_date"]),
    "credit_limit_set": (lambda b: ("limit", b.get("segment", ""), b["limit_id"]),
                         lambda b: b.get("valid_from") or b["decided_on"]),
}


@dataclass
class Said:
    """An event, read."""
    kind: str
    body: dict
    entity: Entity
    revision: int
    logged_at: str
    posted_on: Day

    @property
    def logged_on(self) -> Day:
        return Day.fromisoformat(self.logged_at[:10])


def read(line: str) -> tuple[str, Said]:
    event = json.loads(line)
    kind = kind_of(event)
    entity, posted = KINDS[kind]
    body = event[kind]
    logged_on = Day.fromisoformat(event["logged_at"][:10])
    return event["client_id"], Said(kind, body, entity(body), int(event.get("revision", 0)),
                                    event["logged_at"], day_of(posted(body)) or logged_on)


# ---- What is in force of a client --------------------------------------------------------------

class InForce:
    """Of each entity the greatest revision that has come."""

    def __init__(self) -> None:
        self.entities: dict[Entity, Said] = {}

    def take(self, said: Said) -> bool:
        held = self.entities.get(said.entity)
        if held is not None and said.revision <= held.revision:
            return False
        self.entities[said.entity] = said
        return True

    def of(self, *kinds: str) -> Iterator[dict]:
        return (said.body for said in self.entities.values() if said.kind in kinds)

    def is_cancelled(self, ref: dict) -> bool:
        return ("cancelled", name_of(ref)) in self.entities

    def has_ended(self, ref: dict) -> bool:
        return any(("ended", name_of(ref), how) in self.entities for how in (1, 2))

    def movements(self) -> Iterator[tuple[dict, dict]]:
        """Each movement of an item that stands: the item's reference and the amount."""
        for settlement in self.of("settlement"):
            if ("reversed", settlement["seller_company"],
                    settlement["settlement_id"]) in self.entities:
                continue
            for movement in settlement["movements"]:
                if "item_ref" in movement:
                    yield movement["item_ref"], movement["amount"]
        for write_off in self.of("write_off"):
            yield write_off["item_ref"], negative(write_off["amount"])
        for transfer in self.of("transfer_out"):
            yield from ((item["item_ref"], negative(item["amount"]))
                        for item in transfer["items"])
        for transfer in self.of("transfer_in"):
            yield from ((item["item_ref"], item["amount"]) for item in transfer["items"])

    def orders(self) -> Iterator[dict]:
        return (body["order"] for body in self.of("order_placed", "order_changed"))


@dataclass
class Figures:
    """What an account owes in one currency, minor units; `known` once a document names it."""
    known: bool = False
    prepaid: int = 0  # what advances cover of the deliveries of their order
    prepaid_orders: int = 0  # and of what is open of it, where it is approved
    oldest_due: Day | None = None
    clean_overdue: int = 0
    amounts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(AMOUNTS, 0))

    def add(self, column: str, minor: int) -> None:
        self.amounts[column] += minor

    def documents(self) -> int:
        """Exposure without orders."""
        amounts = self.amounts
        return (amounts["open_items"] + amounts["bills_and_debits_at_risk"]
                + amounts["billing_not_posted"] + amounts["deliveries_not_invoiced"]
                - self.prepaid - amounts["unapplied_receipts"] - amounts["unapplied_credits"])

    def orders(self) -> int:
        """Approved orders, as far as no advance covers them."""
        return self.amounts["open_orders"] - self.prepaid_orders


Book = dict[tuple[str, str], Figures]  # by segment and currency
