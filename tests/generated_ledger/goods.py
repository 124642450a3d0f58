"""Orders, deliveries, goods that came back, and what of them was billed."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from facts import (Book, Entity, InForce, is_billing, minor_of, name_of, rounded, segment_of_ref)


@dataclass
class Progress:
    """Of one line of an order, in thousandths."""
    delivered: int = 0
    returned: int = 0
    invoiced: int = 0
    final: bool = False


def billing_refs(force: InForce, of_billing_documents: bool) -> set[tuple[str, str]]:
    refs = set()
    for document in force.of("invoice", "credit_note"):
        if is_billing(document["ref"]) == of_billing_documents and "billing_ref" in document and \
                not force.is_cancelled(document["ref"]):
            refs.add((document["ref"]["seller_company"], document["billing_ref"]))
    return refs


def billing_lines(force: InForce) -> Iterator[dict]:
    """The lines of invoices, each value once: a billing document that is known speaks for the item
    that accounting posted for it."""
    billed = billing_refs(force, True)
    for invoice in force.of("invoice"):
        ref = invoice["ref"]
        said_before = (not is_billing(ref)
                       and (ref["seller_company"], invoice.get("billing_ref")) in billed)
        if not said_before and not force.is_cancelled(ref):
            yield from invoice.get("lines", [])


def progress_of(force: InForce) -> dict[tuple[Entity, int], Progress]:
    progress: dict[tuple[Entity, int], Progress] = defaultdict(Progress)

    def row(ref: dict) -> Progress:
        return progress[name_of(ref), int(ref["line"])]

    for delivery in force.of("delivery"):
        for line in delivery["lines"]:
            if "order_ref" in line:
                row(line["order_ref"]).delivered += int(line["quantity_milli"])
                row(line["order_ref"]).final |= line.get("final_delivery", False)
    for returned in force.of("goods_returned"):
        for line in returned["lines"]:
            row(line["order_ref"]).returned += int(line["quantity_milli"])
    for line in billing_lines(force):
        if "order_ref" in line:
            row(line["order_ref"]).invoiced += int(line["quantity_milli"])
    return progress


def order_parts(order: dict, progress: dict, ended: bool) -> tuple[int, int]:
    """What is ordered and neither delivered nor invoiced, and what is delivered and not invoiced.
    Along its value a line is: invoiced | delivered | come back | ordered."""
    open_part = delivered_part = 0
    for line in order["lines"]:
        gross, ordered = minor_of(line["gross"]), int(line["quantity_milli"])
        sign = -1 if ordered < 0 else 1  # a return order is mirrored
        row = progress.get((name_of(order["ref"]), int(line["line"])), Progress())
        delivered, invoiced = sign * row.delivered, max(0, sign * row.invoiced)
        gone = max(delivered, invoiced)
        left = max(0, sign * ordered - sign * int(line.get("rejected_milli", 0)) - gone)

        def up_to(quantity: int) -> int:
            return rounded(gross * quantity, sign * ordered)

        if not (ended or line.get("final_delivery") or row.final):
            open_part += up_to(gone + left) - up_to(gone)
        kept = max(0, delivered - row.returned - invoiced)
        delivered_part += up_to(invoiced + kept) - up_to(invoiced)
    return open_part, delivered_part


@dataclass
class OrderValue:
    segment: str
    currency: str
    open: int       # ordered, neither delivered nor invoiced
    delivered: int  # delivered, neither invoiced nor come back
    prepaid_delivered: int = 0  # covered by advances for the order, deliveries first
    prepaid_open: int = 0

    def cover(self, advance: int) -> None:
        advance = max(0, advance)
        self.prepaid_delivered = min(max(0, self.delivered), advance)
        self.prepaid_open = min(max(0, self.open), advance - self.prepaid_delivered)


def order_values(force: InForce, advances: dict[tuple[Entity, str], int]
                 ) -> dict[Entity, OrderValue]:
    progress = progress_of(force)
    values = {}
    for order in force.orders():
        name, currency = name_of(order["ref"]), order["lines"][0]["gross"]["currency"]
        values[name] = OrderValue(segment_of_ref(order["ref"]), currency,
                                  *order_parts(order, progress, force.has_ended(order["ref"])))
        values[name].cover(advances.get((name, currency), 0))
    return values


def add_goods(force: InForce, orders: dict[Entity, OrderValue], book: Book) -> None:
    for order in orders.values():
        figures = book[order.segment, order.currency]
        figures.known = True
        figures.add("deliveries_not_invoiced", order.delivered)
        figures.prepaid += order.prepaid_delivered
    add_free_deliveries(force, book)
    posted = billing_refs(force, False)
    for billing in force.of("invoice"):
        ref = billing["ref"]
        if is_billing(ref) and not force.is_cancelled(ref):
            figures = book[segment_of_ref(ref), billing["gross"]["currency"]]
            figures.known = True
            if (ref["seller_company"], billing["billing_ref"]) not in posted:
                figures.add("billing_not_posted", minor_of(billing["gross"]))


def add_free_deliveries(force: InForce, book: Book) -> None:
    billed: dict[tuple[Entity, int], int] = defaultdict(int)
    for line in billing_lines(force):
        if "delivery_ref" in line:
            ref = line["delivery_ref"]
            billed[name_of(ref), int(ref["line"])] += int(line["quantity_milli"])
    for delivery in force.of("delivery"):
        for line in delivery["lines"]:
            if "order_ref" in line:
                continue
            figures = book[segment_of_ref(delivery["ref"]), line["gross"]["currency"]]
            figures.known = True
            gross, quantity = minor_of(line["gross"]), int(line["quantity_milli"])
            gone = min(quantity, billed[name_of(delivery["ref"]), int(line["line"])])
            figures.add("deliveries_not_invoiced",
                        gross - rounded(gross * gone, quantity))
