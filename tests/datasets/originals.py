"""The original files of the data sets, read as documents, payments and order values.

Used by reference.py only. One function per data set follows the convention on that data set's
page (<name>.md) and gives what the file says, in the order of the file. It promises exact decimal
amounts and real dates, and stops at a row that breaks the convention in a way the page does not
foresee: the page would then be wrong, and a quiet guess here would hide it.
"""

import csv
import datetime
import gzip
import json
import pathlib
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from typing import Callable, Iterator, NamedTuple

CENT = Decimal("0.01")
MONTHS = {name: number for number, name in enumerate(
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1)}
UDYAM_EXTRACT_DATE = datetime.date(2017, 11, 7)


class Payment(NamedTuple):
    paid_on: datetime.date
    amount: Decimal


class Document(NamedTuple):
    """One item of a client's account. A negative amount is a credit; it is never an open item."""
    client: str
    currency: str
    posted_on: datetime.date
    due_on: datetime.date
    amount: Decimal
    payments: tuple[Payment, ...] = ()


class Move(NamedTuple):
    """Value that enters (or, negative, leaves) one column of a client's order business."""
    client: str
    currency: str
    dated_on: datetime.date
    column: str
    value: Decimal


Entry = Document | Move


class Tally:
    """What was counted while a file was read: refused rows by reason, and facts for the page."""

    def __init__(self) -> None:
        self.rejects: Counter[str] = Counter()
        self.facts: Counter[str] = Counter()


Reader = Callable[[pathlib.Path, Tally], Iterator[Entry]]


# --- Reading: text to values. Every shape is spelled out; nothing is guessed from the machine. ---

def rows_of(path: pathlib.Path, tally: Tally) -> Iterator[dict[str, str]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as text:
        reader = csv.reader(text, strict=True)
        header = next(reader)
        for row in reader:
            if len(row) != len(header):
                raise ValueError(f"{path.name}:{reader.line_num}: {len(row)} columns")
            tally.facts["rows"] += 1
            yield dict(zip(header, row))


def lines_of(path: pathlib.Path) -> Iterator[dict]:
    with open(path, encoding="utf-8") as text:
        for line in text:
            yield json.loads(line)


def iso_date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text[:10])


def us_date(text: str) -> datetime.date:
    month, day, year = text.split("/")
    return datetime.date(int(year), int(month), int(day))


def day_month_name(text: str) -> datetime.date:
    """26-Apr-11 or 30-Mar-2026. Two digits of a year are this century's."""
    day, month, year = text.split("-")
    return datetime.date(int(year) + (2000 if len(year) == 2 else 0), MONTHS[month], int(day))


def guild_date(text: str, tally: Tally) -> datetime.date:
    """Day first; month first only where the day-first reading is not a date."""
    if "-" in text:
        return day_month_name(text)
    first, second, third = (int(part) for part in text.split("/"))
    if first > 31:
        return datetime.date(first, second, third)
    try:
        return datetime.date(third, second, first)
    except ValueError:
        tally.facts["dates read month first"] += 1
        return datetime.date(third, first, second)


def money(text: str) -> Decimal:
    """A written amount, to the cent; half a cent goes away from zero."""
    return Decimal(text.replace("$", "").replace(",", "")).quantize(CENT, ROUND_HALF_UP)


def without_leading_zeros(number: str) -> str:
    return number.lstrip("0") if number.isdigit() else number


# --- The data sets, one function each. ---

def read_ibm(folder: pathlib.Path, tally: Tally) -> Iterator[Document]:
    for row in rows_of(folder / "ibm_accounts_receivable.csv", tally):
        amount = money(row["InvoiceAmount"])
        yield Document(row["customerID"], "USD", us_date(row["InvoiceDate"]),
                       us_date(row["DueDate"]), amount,
                       (Payment(us_date(row["SettledDate"]), amount),))


def read_highradius_cleared(folder: pathlib.Path, tally: Tally) -> Iterator[Document]:
    for row in rows_of(folder / "highradius_cleared.csv.gz", tally):
        amount = money(row["total_open_amount"])
        due_on = iso_date(row["due_in_date"])
        cleared_on = iso_date(row["clear_date"])
        issued_on = min(due_on - datetime.timedelta(days=15), cleared_on)
        yield Document(row["cust_number"], "USD", issued_on, due_on, amount,
                       (Payment(cleared_on, amount),))


def highradius_open(part: str) -> Reader:
    def read(folder: pathlib.Path, tally: Tally) -> Iterator[Document]:
        for row in rows_of(folder / f"highradius_open_{part}.csv.gz", tally):
            amount = row["converted_usd"] if part == "a" else row["total_open_amount"]
            currency = "USD" if part == "a" else row["invoice_currency"]
            yield Document(without_leading_zeros(row["cust_number"]), currency,
                           iso_date(row["posting_date"]), iso_date(row["due_in_date"]),
                           money(amount))
    return read


def udyam(name: str) -> Reader:
    def read(folder: pathlib.Path, tally: Tally) -> Iterator[Document]:
        for row in rows_of(folder / f"{name}.csv", tally):
            amount, settled = money(row["Amount"]), money(row["Settled"])
            if amount - settled != money(row["Outstanding"]):
                raise ValueError(f"{name}: Outstanding is not Amount - Settled: {row}")
            issued_on = day_month_name(row["Invoice_Date"])
            paid_on = UDYAM_EXTRACT_DATE
            if "Number_of_Days_until_Payment" in row:
                days = int(row["Number_of_Days_until_Payment"])
                paid_on = issued_on + datetime.timedelta(days=days)
            yield Document(row["Vendor_Name"], "INR", issued_on,
                           day_month_name(row["Due_Date"]), amount,
                           (Payment(paid_on, settled),))
    return read


def read_guild(folder: pathlib.Path, tally: Tally) -> Iterator[Document]:
    seen: dict[str, dict[str, str]] = {}
    for row in rows_of(folder / "guild_invoices_raw.csv", tally):
        if row["invoice_id"] in seen:
            if seen[row["invoice_id"]] != row:
                raise ValueError(f"guild: {row['invoice_id']} comes twice, and differs")
            tally.facts["repeats"] += 1
            continue
        seen[row["invoice_id"]] = row
        paid = money(row["amount_paid"])
        if (paid != 0) != (row["payment_date"] != ""):
            raise ValueError(f"guild: {row['invoice_id']} has half a payment")
        payments = ()
        if paid != 0:
            payments = (Payment(guild_date(row["payment_date"], tally), paid),)
        yield Document(row["customer_id"], "AUD", guild_date(row["issue_date"], tally),
                       guild_date(row["due_date"], tally), money(row["amount_incl_gst"]), payments)


def read_sap(folder: pathlib.Path, tally: Tally) -> Iterator[Entry]:
    tables = folder / "sap_o2c"
    for line in lines_of(tables / "journal_entry_items_accounts_receivable.jsonl"):
        tally.facts["rows"] += 1
        amount = money(line["amountInTransactionCurrency"])
        posted_on = iso_date(line["postingDate"])
        cleared = line["clearingDate"]
        payments = (Payment(iso_date(cleared), amount),) if cleared else ()
        yield Document(line["customer"], line["transactionCurrency"], posted_on, posted_on, amount,
                       payments)
    yield from read_sap_unposted(folder, tally)
    posted = {line["referenceDocument"]: line
              for line in lines_of(tables / "journal_entry_items_accounts_receivable.jsonl")}
    for header in lines_of(tables / "billing_document_headers.jsonl"):
        if header["billingDocument"] in posted:
            posted_on = posted[header["billingDocument"]]["postingDate"]
            yield billing_move(header, posted_on, -1)


def read_sap_unposted(folder: pathlib.Path, _: Tally) -> Iterator[Entry]:
    """The same business as long as accounting has posted nothing."""
    tables = folder / "sap_o2c"
    yield from sap_orders(tables)
    for header in lines_of(tables / "billing_document_headers.jsonl"):
        yield billing_move(header, header["billingDocumentDate"], 1)


def billing_move(header: dict, date: str, sign: int) -> Move:
    """F2 bills, S1 takes a bill back."""
    sign = -sign if header["billingDocumentType"] == "S1" else sign
    return Move(header["soldToParty"], header["transactionCurrency"], iso_date(date),
                "billing_not_posted", sign * money(header["totalNetAmount"]))


def sap_orders(tables: pathlib.Path) -> Iterator[Move]:
    """Each order line's value from its order to the delivery that left, and out at its billing."""
    orders = {line["salesOrder"]: line
              for line in lines_of(tables / "sales_order_headers.jsonl")}
    items = {item_key(line, "salesOrder"): line
             for line in lines_of(tables / "sales_order_items.jsonl")}
    shipments = {line["deliveryDocument"]: line["actualGoodsMovementDate"]
                 for line in lines_of(tables / "outbound_delivery_headers.jsonl")}
    deliveries = {item_key(line, "deliveryDocument"): line
                  for line in lines_of(tables / "outbound_delivery_items.jsonl")}
    billings = {line["billingDocument"]: line
                for line in lines_of(tables / "billing_document_headers.jsonl")}

    def move(order_item: tuple[str, int], date: str, column: str, sign: int) -> Move:
        order = orders[order_item[0]]
        return Move(order["soldToParty"], order["transactionCurrency"], iso_date(date), column,
                    sign * money(items[order_item]["netAmount"]))

    for key, item in items.items():
        placed_on = orders[key[0]]["creationDate"]
        yield move(key, placed_on, "open_orders", 1)
        if item["salesDocumentRjcnReason"]:
            yield move(key, placed_on, "open_orders", -1)
    for key, delivery in deliveries.items():
        ordered = item_key(delivery, "referenceSdDocument")
        same_quantity(delivery["actualDeliveryQuantity"], items[ordered]["requestedQuantity"])
        if shipments[key[0]]:
            yield move(ordered, shipments[key[0]], "open_orders", -1)
            yield move(ordered, shipments[key[0]], "deliveries_not_invoiced", 1)
    for line in lines_of(tables / "billing_document_items.jsonl"):
        delivered = item_key(line, "referenceSdDocument")
        ordered = item_key(deliveries[delivered], "referenceSdDocument")
        same_quantity(line["billingQuantity"], items[ordered]["requestedQuantity"])
        billing = billings[line["billingDocument"]]
        left = "deliveries_not_invoiced" if shipments[delivered[0]] else "open_orders"
        sign = 1 if billing["billingDocumentType"] == "S1" else -1
        yield move(ordered, billing["billingDocumentDate"], left, sign)


def item_key(line: dict, document: str) -> tuple[str, int]:
    """The document and its item. Items are written 10 in one table and 000010 in another."""
    return line[document], int(line[f"{document}Item"])


def same_quantity(part: str, whole: str) -> None:
    if part != whole:
        raise ValueError(f"sap: the page says no quantity is split, but {part} of {whole} is")


def read_retail(folder: pathlib.Path, tally: Tally) -> Iterator[Move]:
    for row in rows_of(folder / "uci_online_retail.csv.gz", tally):
        if not row["CustomerID"]:
            tally.rejects["MISSING_VALUE"] += 1
            continue
        value = int(row["Quantity"]) * Decimal(row["UnitPrice"])
        yield Move(row["CustomerID"].removesuffix(".0"), "GBP", iso_date(row["InvoiceDate"]),
                   "open_orders", value.quantize(CENT, ROUND_HALF_UP))


READERS: dict[str, Reader] = {
    "ibm": read_ibm,
    "highradius_cleared": read_highradius_cleared,
    "highradius_open_a": highradius_open("a"),
    "highradius_open_b": highradius_open("b"),
    "highradius_open_c": highradius_open("c"),
    "udyam_payables_settled": udyam("udyam_payables_settled"),
    "udyam_payables_unlabelled": udyam("udyam_payables_unlabelled"),
    "guild_invoices_raw": read_guild,
    "sap_o2c": read_sap,
    "sap_o2c_unposted": read_sap_unposted,
    "uci_online_retail": read_retail,
}
