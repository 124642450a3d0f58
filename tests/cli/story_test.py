#!/usr/bin/env python3
"""A few weeks of a small company, from its CSV to every command that reads.

    story_test.py BINARY

Two clients: Dupont pays in time, Martin does not. The figures below are worked out by hand.
"""

import csv
import gzip
import io
import json
import sys

import process

MAPPING = """\
mapping: small
format: csv
source: {system: small, company: "1"}
currency: EUR
dates: [YYYY-MM-DD]
row_id: number
client_id: {column: client}
events:
  - invoice:
      ref: {column: number}
      gross: {column: amount}
      document_date: {column: date}
      posting_date: {column: date}
      schedule:
        - {due_on: {column: due}, amount: {column: amount}}
  - when: {column: paid, is: present}
    receipt:
      ref: {column: number}
      amount: {column: amount}
      posting_date: {column: paid}
  - when: {column: paid, is: present}
    settlement:
      settlement_id: "{number}"
      posting_date: {column: paid}
      movements:
        - item_ref: {column: number}
          amount: {column: amount, negate: true}
          cause: CASH
        - item_ref: {kind: RECEIPT, number: {column: number}}
          amount: {column: amount}
          cause: CASH
"""

ROWS = """\
number,client,amount,date,due,paid
F001,Dupont,1200.00,2024-01-05,2024-02-04,2024-02-01
F002,Dupont,800.50,2024-02-05,2024-03-06,
F003,Martin,5000.00,2024-01-10,2024-02-09,
F004,Martin,2500.00,2024-02-20,2024-03-21,
"""

# As of a day: client, open_items, overdue, current, d1_30, oldest_overdue_days.
EXPECTED = {
    "2024-01-05": [("Dupont", "1200.00", "0.00", "1200.00", "0.00", "0")],
    "2024-02-10": [("Dupont", "800.50", "0.00", "800.50", "0.00", "0"),
                   ("Martin", "5000.00", "5000.00", "0.00", "5000.00", "1")],
    "2024-02-29": [("Dupont", "800.50", "0.00", "800.50", "0.00", "0"),
                   ("Martin", "7500.00", "5000.00", "2500.00", "5000.00", "20")],
}
COLUMNS = ("client_id", "open_items", "overdue", "current", "d1_30", "oldest_overdue_days")


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def ages(binary):
    for day, expected in EXPECTED.items():
        done = binary.run("clients", "--data", "data", "--as-of", day, "--format", "csv")
        got = [tuple(row[column] for column in COLUMNS) for row in rows_of(done.stdout)]
        process.check(got == expected, f"as of {day}\n{got}\nexpected\n{expected}")
        process.check(day in done.stderr, f"the day is not told: {done.stderr}")


def one_state_three_ways(binary):
    """csv and json say the same; known at the last instant is what stands now."""
    as_csv = rows_of(binary.run("clients", "--data", "data", "--format", "csv").stdout)
    as_json = [json.loads(line) for line in binary.run(
        "clients", "--data", "data", "--format", "json").stdout.splitlines()]
    words = {None: "", True: "true", False: "false"}
    text = [{key: words[value] if value is None or isinstance(value, bool) else str(value)
             for key, value in row.items()} for row in as_json]
    process.check(text == as_csv, f"csv and json differ\n{as_csv}\n{text}")
    known = binary.run("clients", "--data", "data", "--known-at", "2024-12-31T00:00:00Z",
                       "--format", "csv")
    process.check(rows_of(known.stdout) == as_csv, "known at the end differs from now")
    early = binary.run("clients", "--data", "data", "--known-at", "2024-01-05T12:00:00Z",
                       "--format", "csv")
    process.check(len(rows_of(early.stdout)) == 1, f"too much was known:\n{early.stdout}")


def pages(binary):
    table = binary.run("clients", "--data", "data", environment={"COLUMNS": "80"}).stdout
    process.check("\x1b" not in table, "colour in a pipe")
    process.check(max(map(len, table.splitlines())) <= 80, f"wider than 80:\n{table}")
    french = binary.run("--lang", "fr", "client", "show", "Martin", "--data", "data",
                        "--explain").stdout
    for words in ("5\u00a0000,00", "Échéance", "INVOICE F003"):
        process.check(words in french, f"the page lacks '{words}':\n{french}")
    page = json.loads(binary.run("client", "show", "Martin", "--data", "data", "--format",
                                 "json").stdout)
    process.check([item["open"] for item in page["open_items"]] == ["5000.00", "2500.00"],
                  f"{page['open_items']}")
    for command in ("alerts", "orders"):
        for form in ("table", "csv", "json"):
            binary.run(command, "--data", "data", "--format", form)


def logs(binary):
    first = json.loads(binary.run("log", "dump", "--data", "data", "--partition", 0, "--limit",
                                  1).stdout)
    process.check(first["offset"] == 0 and "policy" in first["value"], f"{first}"[:300])
    shards = [json.loads(line) for line in binary.run(
        "status", "--data", "data", "--format", "json").stdout.splitlines()]
    process.check(all(shard["lag"] == 0 for shard in shards), f"{shards}")
    process.check({shard["day"] for shard in shards} == {"2024-02-29"}, f"{shards}")


def test(binary, folder, _):
    (folder / "small.yaml").write_text(MAPPING, encoding="utf-8")
    (folder / "rows.csv").write_text(ROWS, encoding="utf-8")
    binary.run("ingest", "--mapping", "small.yaml", "rows.csv", "--out", "events.ndjson")
    lines = (folder / "events.ndjson").read_text(encoding="utf-8").splitlines()
    process.check(len(lines) == 6, f"{len(lines)} events")
    # How a history is spread over files and packed makes no difference.
    with gzip.open(folder / "late.ndjson.gz", "wt", encoding="utf-8") as late:
        late.write("\n".join(lines[3:]) + "\n")
    (folder / "early.ndjson").write_text("\n".join(lines[:3]) + "\n", encoding="utf-8")
    shown = [binary.run("replay", *files, "--data", data, "--until", "2024-02-29").stdout
             for data, files in (("data", ["events.ndjson"]),
                                 ("other", ["late.ndjson.gz", "early.ndjson"]))]
    process.check(shown[0] == shown[1], f"the same history twice:\n{shown[0]}{shown[1]}")
    ages(binary)
    one_state_three_ways(binary)
    pages(binary)
    logs(binary)
    print("the story holds")


if __name__ == "__main__":
    sys.exit(process.main(test))
