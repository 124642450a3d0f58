#!/usr/bin/env python3
"""Dead letters listed, shown and sent again once; records of other tools decoded.

    dlq_test.py BINARY
"""

import json
import sys

import process

# The bytes of {"event_id": "e1", "client_id": "C1", "client": {"folded_name": "acme"}}.
EVENT = bytes.fromhex("0a0265311a024331a206061204") + b"acme"
EVENT_JSON = {"event_id": "e1", "client_id": "C1", "client": {"folded_name": "acme"}}
# Of three events two become letters: of an unknown currency, and without a number.
def invoice(event_id, client, hour, currency, number):
    ref = {"source_system": "erp", "seller_company": "1", "kind": "DOCUMENT_KIND_INVOICE"}
    if number:
        ref["number"] = number
    money = {"currency": currency, "units": "100"}
    return {"event_id": event_id, "client_id": client, "logged_at": f"2024-01-15T{hour}:00:00Z",
            "invoice": {"ref": ref, "gross": money, "document_date": 20240115,
                        "posting_date": 20240115,
                        "schedule": [{"line": 1, "due_on": 20240214, "amount": money}]}}


EVENTS = [invoice("i1", "C1", "08", "EUR", "1"), invoice("i2", "C2", "09", "XXQ", "2"),
          invoice("i3", "C3", "10", "EUR", "")]


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def letters(binary, *options):
    return lines(binary.run("dlq", "list", "--data", "data", "--format", "json", *options).stdout)


def look(binary):
    found = letters(binary)
    process.check(len(found) == 2, f"two records are refused: {found}")
    process.check({letter["from_topic"] for letter in found} == {"credit.events"}, found)
    by_event = {letter["when"]: letter for letter in found}
    process.check(set(by_event) == {"2024-01-15T09:00:00Z", "2024-01-15T10:00:00Z"}, found)
    table = binary.run("dlq", "list", "--data", "data").stdout
    process.check("Dead letter" in table and found[0]["reason"] in table, table)
    french = binary.run("dlq", "list", "--data", "data", "--lang", "fr").stdout
    process.check("Lettre morte" in french, french)
    csv = binary.run("dlq", "list", "--data", "data", "--format", "csv").stdout
    process.check(csv.startswith("topic,partition,offset,from_topic,"), csv)
    process.check(csv.count("\n") == 3, csv)
    counts = lines(binary.run("dlq", "list", "--data", "data", "--summary", "--format",
                              "json").stdout)
    process.check(sum(line["letters"] for line in counts) == 2, counts)
    one = found[0]
    picked = letters(binary, "--reason", one["reason"], "--partition", one["partition"],
                     "--offset", one["offset"], "--topic", "credit.events.dlq")
    process.check(one in picked, picked)
    page = binary.run("dlq", "show", "--data", "data", "--topic", "credit.events", "--reason",
                      one["reason"]).stdout
    for words in (one["reason"], "__connect.errors.topic: credit.events", "encours-dlq-reason",
                  "\"currency\"", "__connect.errors.stage: TASK_PUT"):
        process.check(words in page, f"the page lacks '{words}':\n{page}")


def send_again(binary):
    before = letters(binary)
    dry = binary.run("dlq", "replay", "--data", "data", "--dry-run")
    process.check(dry.stdout.count("would go to credit.events/") == 2, dry.stdout)
    process.check("2 would be sent again, 0 sent before, 0 stay; nothing was written" in dry.stderr,
                  dry.stderr)
    process.check(letters(binary) == before, "a dry run changed something")
    first = binary.run("dlq", "replay", "--data", "data", "--reason", before[0]["reason"])
    sent = sum(letter["reason"] == before[0]["reason"] for letter in before)
    process.check(f"{sent} sent again, 0 sent before, 0 stay" in first.stderr, first.stderr)
    rest = binary.run("dlq", "replay", "--data", "data")
    process.check(f"{2 - sent} sent again, {sent} sent before, 0 stay" in rest.stderr, rest.stderr)
    again = binary.run("dlq", "replay", "--data", "data", "--dry-run")
    process.check(again.stdout.count("was sent before") == 2, again.stdout)
    dumped = lines(binary.run("log", "dump", "--data", "data").stdout)
    ids = [line["value"].get("event_id") for line in dumped]
    process.check(ids.count("i1") == 1 and ids.count("i2") == 2 and ids.count("i3") == 2,
                  f"the records stand in the log again, once: {ids}")
    # Folded again, they are refused again: other letters, which may be sent in their turn.
    binary.run("replay", "more.ndjson", "--data", "data")
    process.check(len(letters(binary)) == 4, letters(binary))


def kcat(topic, key, value):
    length = -1 if value is None else len(value)
    head = f"{topic} 0 7 1700000000000 {len(key)} {length}\n".encode()
    return head + key + (value or b"") + b"\n"


def decode(binary, folder):
    stream = kcat("credit.events", b"C1", EVENT) + kcat("erp.clients", b"\n", EVENT)
    (folder / "good.kcat").write_bytes(stream + kcat("credit.alerts", b"C1|main", None))
    good = lines(binary.run("decode", "good.kcat").stdout)
    process.check(good[0] == {"topic": "credit.events", "partition": 0, "offset": 7, "key": "C1",
                              "value": EVENT_JSON}, good)
    process.check(good[1]["key"] == "\n" and good[1]["value"] == EVENT_JSON, good)
    process.check(good[2]["value"] is None, good)
    (folder / "bad.kcat").write_bytes(stream + kcat("erp.clients", b"k", b"?"))
    bad = binary.run("decode", "bad.kcat", expect=process.FINDINGS)
    process.check(len(lines(bad.stdout)) == 2, bad.stdout)
    process.check("erp.clients/0 offset 7: NOT_DETECTED: " in bad.stderr, bad.stderr)
    process.check("1 of 3 records could not be read" in bad.stderr, bad.stderr)
    (folder / "cut.kcat").write_bytes(stream[:-3])
    cut = binary.run("decode", "cut.kcat", expect=process.BAD_DATA)
    process.check("cut.kcat: at byte 57: the stream ends within a record" in cut.stderr, cut.stderr)
    (folder / "message.bin").write_bytes(EVENT)
    for topic in ("credit.events", "erp.clients"):
        alone = binary.run("decode", "--topic", topic, "message.bin")
        process.check(lines(alone.stdout) == [EVENT_JSON], alone.stdout)
    cloud = [word for name, value in (("ce_specversion", "1.0"), ("ce_id", "A1"),
                                      ("ce_source", "/erp"), ("ce_type", "0x74"))
             for word in ("--header", f"{name}={value}")]
    (folder / "bare.bin").write_bytes(EVENT[4:])
    bare = lines(binary.run("decode", "--topic", "erp", *cloud, "bare.bin").stdout)
    process.check(bare[0]["event_id"] == "/erp#A1", bare)


def test(binary, folder, _):
    text = "".join(json.dumps(event) + "\n" for event in EVENTS)
    (folder / "events.ndjson").write_text(text, encoding="utf-8")
    more = EVENTS[0] | {"event_id": "i4", "logged_at": "2024-01-16T08:00:00Z"}
    (folder / "more.ndjson").write_text(json.dumps(more) + "\n", encoding="utf-8")
    binary.run("replay", "events.ndjson", "--data", "data", "--partitions", 2)
    look(binary)
    send_again(binary)
    decode(binary, folder)
    print("listed, shown, sent again, decoded")


if __name__ == "__main__":
    sys.exit(process.main(test))
