"""Lists of open items of the ibm data set, made from the original file alone.

Used by lists.sh. Shares nothing with the product and nothing with reference.py.

    open_items.py dates                         the 24 month ends that the lists stand for
    open_items.py lists FILE OUT                writes OUT/open-YYYY-MM-DD.csv for each of them
    open_items.py plant LIST PLANTED EXPECTED   LIST with ten differences, and those ten as csv
    open_items.py same A B                      whether two `encours clients` csv files have the
                                                same open items and ageing, client by client
"""

import csv
import datetime
import random
import sys
from decimal import Decimal

COLUMNS = ["System", "Company", "Currency", "Client", "Kind", "Document", "Posted", "Due", "Open"]
COMPARED = ["open_items", "overdue", "current", "d1_30", "d31_60", "d61_90", "d90_plus"]
EXPECTED = ["client_id", "seller_company", "kind", "number", "difference", "currency", "ours",
            "listed", "listed_less_ours", "due_here", "due_listed"]
SEED = 20261125


def month_ends():
    """The last days of the 24 months from January 2012."""
    first_days = [datetime.date(2012 + month // 12, month % 12 + 1, 1) for month in range(1, 25)]
    return [day - datetime.timedelta(days=1) for day in first_days]


def date_of(text):
    """4/6/2012 is 6 April."""
    month, day, year = (int(part) for part in text.split("/"))
    return datetime.date(year, month, day)


def open_at(invoices, day):
    """What is posted by the end of the day and settled only later, in the order of the file."""
    return [invoice for invoice in invoices
            if date_of(invoice["InvoiceDate"]) <= day < date_of(invoice["SettledDate"])]


def row_of(invoice):
    return {"System": "ibm", "Company": "1000", "Currency": "USD", "Client": invoice["customerID"],
            "Kind": "invoice", "Document": invoice["invoiceNumber"],
            "Posted": date_of(invoice["InvoiceDate"]).isoformat(),
            "Due": date_of(invoice["DueDate"]).isoformat(), "Open": invoice["InvoiceAmount"]}


def write(path, columns, rows):
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_lists(original, out):
    invoices = read(original)
    for day in month_ends():
        write(f"{out}/open-{day}.csv", COLUMNS, map(row_of, open_at(invoices, day)))


def money(amount):
    return f"{Decimal(amount):.2f}"


def difference(row, kind, ours, listed, due_here, due_listed):
    return dict(zip(EXPECTED, [
        row["Client"], row["Company"], "INVOICE", row["Document"], kind, row["Currency"],
        money(ours), money(listed), money(Decimal(listed) - Decimal(ours)), due_here, due_listed]))


def plant(source, planted, expected):
    """Three items left out, three added, two amounts and two due dates changed."""
    rows = read(source)
    chosen = random.Random(SEED).sample(range(len(rows)), 10)
    gone, copied, raised, moved = chosen[:3], chosen[3:6], chosen[6:8], chosen[8:]
    differences = []
    for place in gone:
        row = rows[place]
        differences.append(difference(row, "missing_there", row["Open"], 0, row["Due"], ""))
    added = []
    for place in copied:
        row = dict(rows[place], Document=rows[place]["Document"] + "X")
        added.append(row)
        differences.append(difference(row, "missing_here", 0, row["Open"], "", row["Due"]))
    for place in raised:
        row = rows[place]
        listed = str(Decimal(row["Open"]) + Decimal("7.31"))
        differences.append(
            difference(row, "amount_differs", row["Open"], listed, row["Due"], row["Due"]))
        row["Open"] = listed
    for place in moved:
        row = rows[place]
        due = (datetime.date.fromisoformat(row["Due"]) + datetime.timedelta(days=5)).isoformat()
        differences.append(
            difference(row, "date_differs", row["Open"], row["Open"], row["Due"], due))
        row["Due"] = due
    kept = [row for place, row in enumerate(rows) if place not in gone]
    write(planted, COLUMNS, kept + added)
    differences.sort(key=lambda row: (row["client_id"].encode(), row["number"].encode()))
    write(expected, EXPECTED, differences)


def figures(path):
    """By client and currency what is open; a client with nothing open is left out."""
    found = {}
    for row in read(path):
        if Decimal(row["open_items"]) != 0:
            found[row["client_id"], row["currency"]] = [row[column] for column in COMPARED]
    return found


def same(path_a, path_b):
    a, b = figures(path_a), figures(path_b)
    if not a:
        print("nothing is open: there is nothing to compare")
        return 1
    for name in sorted(a.keys() | b.keys()):
        if a.get(name) != b.get(name):
            print(f"{name}: {a.get(name)} by events, {b.get(name)} by lists")
    return 0 if a == b else 1


def main(arguments):
    if arguments == ["dates"]:
        print(*month_ends())
        return 0
    command, *rest = arguments
    return {"lists": write_lists, "plant": plant, "same": same}[command](*rest) or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
