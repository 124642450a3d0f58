#!/usr/bin/env python3
"""Every exit code that `encours --help` documents, and messages that name thing and way out.

    exit_codes_test.py BINARY
"""

import json
import pathlib
import subprocess
import sys

import history
import process
from process import BAD_DATA, CONFIG, FAILED, FINDINGS, IN_USE, IO, OK, USAGE

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
"""
LIST_MAPPING = """\
mapping: list
mode: open-items-list
format: csv
source: {system: small, company: "1"}
currency: EUR
client_id: {column: client}
events:
  - open_items_list:
      items:
        - {ref: {kind: INVOICE, number: {column: number}}, open: {column: open},
           posting_date: {column: posted}}
"""
LIST = "number,client,open,posted\nI1,C1,100.00,2024-01-02\n"
ROWS = "number,client,amount,date,due\nI1,C1,100.00,2024-01-02,2024-02-01\n"
BAD_ROW = "I2,C1,ten,2024-01-02,2024-02-01\n"

# Exit code; what standard error must name; the command line.
TABLE = [
    # The command line.
    (USAGE, "a command is missing", ""),
    (USAGE, "did you mean \"clients\"?", "clinets --data data"),
    (USAGE, "did you mean \"--format\"?", "clients --data data --fromat csv"),
    (USAGE, "--data", "clients"),
    (USAGE, "xml", "clients --data data --format xml"),
    (USAGE, "'12/02/2024' is no day; write it as", "clients --data data --as-of 12/02/2024"),
    (USAGE, "'tomorrow' is no instant; write it as", "clients --data data --known-at tomorrow"),
    (CONFIG, "no broker is named: give --brokers HOST:PORT", "topics check"),
    (USAGE, "--known-at", "clients --data data --as-of 2024-01-02 --known-at 2024-01-02T00:00:00Z"),
    (USAGE, "--partitions", "replay events.ndjson --data new --partitions 0"),
    (USAGE, "was made with 2 partitions", "replay events.ndjson --data data --partitions 3"),
    (USAGE, "did you mean \"credit.alerts\"?", "log dump --data data --topic credit.alert"),
    (USAGE, "has the partitions 0 to 1", "log dump --data data --partition 2"),
    (USAGE, "FILE", "config validate"),
    (USAGE, "--data", "dlq list"),
    (USAGE, "did you mean \"credit.events.dlq\"?", "dlq list --data data --topic credit.event.dlq"),
    (USAGE, "'3-1' is no offset; write 7", "dlq list --data data --offset 3-1"),
    (USAGE, "no dead letter has reason 'BAD'", "dlq show --data data --reason BAD"),
    (USAGE, "--codec", "decode --codec avro good.csv"),
    (USAGE, "--codec csv needs a --mapping", "decode --codec csv --topic t good.csv"),
    (USAGE, "goes with --codec csv or jsonl", "decode --mapping small.yaml --topic t good.csv"),
    (USAGE, "'x' is no NAME=VALUE", "decode --topic t --header x good.csv"),
    (USAGE, "is no hexadecimal", "decode --topic t --header x=0x1 good.csv"),
    (OK, "", "--help"),
    # What is read.
    (OK, "1 accepted", "ingest --mapping small.yaml good.csv --out e.ndjson"),
    (FINDINGS, "BAD_AMOUNT", "ingest --mapping small.yaml bad.csv --out e.ndjson"),
    (IO, "absent.csv: cannot be opened", "ingest --mapping small.yaml absent.csv"),
    (IO, "absent.yaml: cannot be opened", "ingest --mapping absent.yaml good.csv"),
    (IO, "/absent/e.ndjson: cannot be written",
     "ingest --mapping small.yaml good.csv --out /absent/e.ndjson"),
    (CONFIG, "reads no list", "reconcile --data data --mapping small.yaml --list good.csv"),
    (IO, "absent.csv: cannot be opened",
     "reconcile --data data --mapping list.yaml --list absent.csv"),
    (BAD_DATA, "--list-date", "reconcile --data data --mapping list.yaml --list list.csv"),
    (FINDINGS, "1 missing here",
     "reconcile --data data --mapping list.yaml --list list.csv --list-date 2024-01-16"),
    (BAD_DATA, "number", "ingest --mapping small.yaml columns.csv --out e.ndjson"),
    (CONFIG, "typo.yaml:2:1: formt: ", "ingest --mapping typo.yaml good.csv"),
    (CONFIG, "typo.yaml:2:1: formt: ", "config validate typo.yaml"),
    (CONFIG, "policy.yaml:1:1: ", "config validate --as policy policy.yaml"),
    (CONFIG, "policy.yaml:1:1: ", "replay events.ndjson --data new --policy policy.yaml"),
    (CONFIG, "settings.yaml:1:1: ", "run -c settings.yaml"),
    (IO, "absent.yaml", "replay events.ndjson --data new --policy absent.yaml"),
    (BAD_DATA, "broken.ndjson:2: ", "replay broken.ndjson --data new"),
    (BAD_DATA, "ticks", "replay tick.ndjson --data new"),
    (IO, "absent.ndjson", "replay absent.ndjson --data new"),
    (OK, "nothing was appended", "replay events.ndjson --data data"),
    # Records of other tools.
    (OK, "", "decode --topic erp.rows --codec csv --mapping small.yaml good.csv"),
    (FINDINGS, "BAD_AMOUNT: amount: line 3: ",
     "decode --topic erp.rows --codec csv --mapping small.yaml bad.csv"),
    (FINDINGS, "UNDECODABLE: no Case in protobuf", "decode --topic credit.alerts good.csv"),
    (BAD_DATA, "good.csv: at byte 0: no record in the format of kcat", "decode good.csv"),
    (IO, "absent.bin: cannot be opened", "decode absent.bin"),
    (CONFIG, "typo.yaml:2:1: formt: ", "decode --topic t --codec csv --mapping typo.yaml good.csv"),
    (CONFIG, "feeds.yaml:1:36: feeds[0].codec: must be one of auto, ",
     "config validate feeds.yaml"),
    (FAILED, "there is no such dead letter", "dlq show --data data --offset 1000000"),
    # The data folder.
    (IO, "there is no data in this folder", "dlq list --data nowhere"),
    (IO, "there is no data in this folder", "dlq replay --data nowhere"),
    (IO, "there is no data in this folder; it is made by", "clients --data nowhere"),
    (IO, "there is no data in this folder; it is made by", "status --data nowhere"),
    (FAILED, "there is no client 'C9999'", "client show C9999 --data data"),
    (CONFIG, "say which by --as", "config validate policy.yaml"),
    (OK, "no mistakes", "config validate small.yaml run.yaml"),
    (OK, "", "config example policy"),
    (OK, "", "config print"),
    # Snapshots.
    (USAGE, "no store is named here", "snapshot list"),
    (USAGE, "is neither a folder nor s3://", "snapshot list --store gs://bucket"),
    (USAGE, "has the partitions 0 to 1", "snapshot create --data data --store s --partition 2"),
    (CONFIG, "AWS_SECRET_ACCESS_KEY", "snapshot list --store s3://bucket"),
    (IO, "there is no data in this folder", "snapshot create --data nowhere --store s"),
    (FAILED, "there are no snapshots in s", "snapshot verify --store s"),
    (OK, "no snapshots in s", "snapshot list --store s"),
]


def prepare(binary, folder):
    write = lambda name, text: (folder / name).write_text(text, encoding="utf-8")
    write("small.yaml", MAPPING)
    write("typo.yaml", MAPPING.replace("format:", "formt:"))
    write("good.csv", ROWS)
    write("list.yaml", LIST_MAPPING)
    write("list.csv", LIST)
    write("bad.csv", ROWS + BAD_ROW)
    write("columns.csv", ROWS.replace("number,", "id,"))
    write("policy.yaml", "ruels: []\n")
    write("settings.yaml", "dta: {}\n")
    write("feeds.yaml", "feeds: [{name: a, topic: b, codec: cvs}]\n")
    write("run.yaml", "data: data\ninbox: inbox\n")
    history.History(1, clients=5, days=3).write(folder / "events.ndjson")
    good = (folder / "events.ndjson").read_text(encoding="utf-8").splitlines()[0]
    write("broken.ndjson", good + "\n{\"event_id\": 7\n")
    write("tick.ndjson", json.dumps({"event_id": "t", "day_turned": {"day": 20240115}}) + "\n")
    binary.run("replay", "events.ndjson", "--data", "data", "--partitions", 2)


def table(binary):
    for code, named, line in TABLE:
        done = binary.run(*line.split(), expect=None)
        process.check(done.returncode == code, f"encours {line}\nexit {done.returncode}, expected "
                      f"{code}\n{done.stderr}")
        process.check(named in done.stderr, f"encours {line}\nthe message lacks '{named}':\n"
                      f"{done.stderr}")
        if code not in (OK, FINDINGS):
            process.check(done.stdout == "", f"encours {line}\na failure wrote data: {done.stdout}")


def in_use(binary):
    """Another process works on the folder."""
    service = binary.start("run", "--no-input", "-c", "run.yaml", stderr=subprocess.PIPE)
    for line in service.stderr:
        if "shards" in line:
            break
    for line in ("replay events.ndjson --data data", "dlq replay --data data"):
        done = binary.run(*line.split(), expect=IN_USE)
        process.check("in use" in done.stderr, done.stderr)
    binary.run("dlq", "list", "--data", "data")
    service.terminate()
    service.communicate()
    process.check(service.returncode == OK, f"run ended with {service.returncode}")


def full_disk(binary):
    """Standard output takes no more."""
    if not pathlib.Path("/dev/full").exists():
        return
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run([binary.path, "clients", "--data", "data", "--format", "csv"],
                              cwd=binary.folder, stdout=full, stderr=subprocess.PIPE, check=False)
    process.check(done.returncode == IO, f"a full disk gave exit {done.returncode}")


def test(binary, folder, _):
    prepare(binary, folder)
    table(binary)
    in_use(binary)
    full_disk(binary)
    print(f"{len(TABLE)} command lines")


if __name__ == "__main__":
    sys.exit(process.main(test))
