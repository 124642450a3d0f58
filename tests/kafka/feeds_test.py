#!/usr/bin/env python3
"""`encours ingest -c` on a real Kafka: records of every form that feeds take, instances killed.

    feeds_test.py ENCOURS FEED_RECORDS [--records N] [--kills N] [--instances N] [--version 4|3.9]
                  [--seed N]

In the end every event must stand in the log once and every refused record in its feed's dead
letters once: counted here by what was written, and byte for byte, in order, by `feed_records
judge`, which decodes the very topics of this run once more.
"""

import argparse
import atexit
import collections
import json
import pathlib
import random
import signal
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "broker"), str(HERE.parent / "cli")]

import kafka_jars  # noqa: E402
from broker import Cluster  # noqa: E402
from delivery_world import in_a_folder  # noqa: E402
from process import CONFIG, USAGE, Binary, Failed, check  # noqa: E402

PARTITIONS = 4
SESSION_MS = 6_000
TOPICS = {"erp.documents": 3, "shop.outbox": 1, "bank.lines": 2, "shop.lines": 1}
MAPPING = """\
mapping: {name}
format: {format}
{options}source: {{system: s, company: c}}
currency: EUR
row_id: number
revision: file
client_id: {{column: client}}
events:
  - invoice:
      ref: {{column: number}}
      gross: {{column: amount}}
      posting_date: {{column: date}}
"""
SETTINGS = """\
metrics: {{listen: ""}}
kafka:
  brokers: {brokers}
  ordinal: {ordinal}
  session_timeout_ms: {session_ms}
feeds:
  - {{name: erp, topic: erp.documents}}
  - {{name: shop, topic: shop.outbox, codec: debezium}}
  - {{name: bank, topic: bank.lines, codec: csv, mapping: bank.yaml, dead_letters: bank.refused}}
  - {{name: shop-lines, topic: shop.lines, codec: jsonl, mapping: shop.yaml}}
"""


class Instance:
    def __init__(self, binary: Binary, folder: pathlib.Path, brokers: str, ordinal: int):
        self.binary = binary
        self.settings = folder / f"encours-{ordinal}.yaml"
        self.settings.write_text(SETTINGS.format(brokers=brokers, ordinal=ordinal,
                                                 session_ms=SESSION_MS), encoding="utf-8")
        self.log_file = folder / f"log-{ordinal}"
        self.log = open(self.log_file, "ab")
        self.process = None
        atexit.register(self.put_away)

    def put_away(self):
        """Whatever became of the test, nothing of it goes on."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()

    def start(self):
        self.process = self.binary.start("ingest", "-c", self.settings, stdout=self.log,
                                         stderr=self.log)

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)

    def said(self) -> str:
        return self.log_file.read_text(encoding="utf-8")


def write_mappings(folder: pathlib.Path):
    columns = "options: {header: false, columns: [number, client, amount, date]}\n"
    for name, form, options in (("bank", "csv", columns), ("shop", "jsonl", "")):
        (folder / f"{name}.yaml").write_text(
            MAPPING.format(name=name, format=form, options=options), encoding="utf-8")


def check_refusals(binary: Binary, kafka: Cluster, settings: pathlib.Path):
    """What is missing is named, with what makes it; files and topics do not go together."""
    done = binary.run("ingest", "-c", settings, expect=CONFIG)
    check("no topic credit.events" in done.stderr and "topics create" in done.stderr, done.stderr)
    done = binary.run("topics", "create", "-c", settings, "--partitions", PARTITIONS)
    check("made bank.refused" in done.stderr, done.stderr)
    done = binary.run("ingest", "-c", settings, expect=CONFIG)
    check("no topic erp.documents" in done.stderr and "feed erp" in done.stderr, done.stderr)
    for name, partitions in TOPICS.items():
        kafka.create_topic(name, partitions=partitions)
    done = binary.run("ingest", "-c", settings, "--mapping", "bank.yaml", "x.csv", expect=USAGE)
    check("--mapping, FILE" in done.stderr, done.stderr)


def start_once_topics_are_known(instance: Instance):
    """A broker tells of a topic a little after it was made."""
    instance.start()
    deadline = time.monotonic() + 60
    while " feeds of " not in instance.said():
        check(time.monotonic() < deadline, f"it does not begin:\n{instance.said()[-3000:]}")
        if instance.process.poll() == CONFIG:
            instance.start()
        time.sleep(0.2)


def write_records(program: str, kafka: Cluster, first: int, count: int) -> list[dict]:
    done = subprocess.run([program, "write", kafka.address, str(first), str(count)],
                          capture_output=True, text=True, check=False)
    check(done.returncode == 0, f"feed_records: {done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def append_canonical_events(binary: Binary, settings: pathlib.Path, count: int):
    """Producers may also write events straight into the log, without a feed."""
    lines = "".join(json.dumps({"event_id": f"direct-{number}", "client_id": "C1",
                                "client": {"folded_name": f"direct {number}"}}) + "\n"
                    for number in range(count))
    binary.run("append", "-c", settings, stdin=lines)


class Writer(threading.Thread):
    """Writes the records piece by piece, for as long as the trouble lasts."""

    def __init__(self, program: str, kafka: Cluster, records: int, seconds: float):
        super().__init__()
        self.program, self.kafka, self.records, self.seconds = program, kafka, records, seconds
        self.becomes: list[dict] = []
        self.failure = None

    def run(self):
        pieces = 50
        size = -(-self.records // pieces)
        try:
            for first in range(0, self.records, size):
                self.becomes += write_records(self.program, self.kafka, first,
                                              min(size, self.records - first))
                time.sleep(self.seconds / pieces)
        except Failed as failure:  # told by the test's own thread
            self.failure = failure


def make_trouble(instances: list[Instance], options):
    """Instances die at any moment, some until others have what was theirs."""
    chance = random.Random(options.seed)
    for _ in range(options.kills):
        time.sleep(chance.uniform(0.5, 4))
        instance = chance.choice(instances)
        check(instance.process.poll() is None, f"it ended by itself:\n{instance.said()[-3000:]}")
        instance.end(signal.SIGKILL)
        if chance.random() < 0.3:
            time.sleep(SESSION_MS / 1000 + 1)
        instance.start()


def log_of(binary: Binary, settings: pathlib.Path) -> list[dict]:
    said = binary.run("log", "dump", "-c", settings).stdout
    return [json.loads(line) for line in said.splitlines()]


def letters_of(binary: Binary, settings: pathlib.Path) -> collections.Counter:
    """How many there are of each reason."""
    said = binary.run("dlq", "list", "-c", settings, "--summary", "--format", "json").stdout
    found = collections.Counter()
    for line in said.splitlines():
        one = json.loads(line)
        found[one["reason"]] += one["letters"]
    return found


def wait_until_all_is_there(binary: Binary, instance: Instance, wanted: int, letters: int):
    deadline = time.monotonic() + 120
    while True:
        events = len(log_of(binary, instance.settings))
        refused = letters_of(binary, instance.settings).total()
        if events >= wanted and refused >= letters:
            return
        check(time.monotonic() < deadline,
              f"{events} of {wanted} events, {refused} of {letters} letters:\n"
              f"{instance.said()[-3000:]}")
        time.sleep(1)


def mark_of(event: dict) -> str:
    if "client" in event:
        return event["client"]["folded_name"]
    return event["invoice"]["ref"]["number"]


def check_every_event_is_there_once(binary: Binary, settings: pathlib.Path, becomes: list[dict],
                                    direct: int):
    wanted = collections.Counter(mark for one in becomes for mark in one.get("marks", ()))
    wanted.update(f"direct {number}" for number in range(direct))
    found = collections.Counter(mark_of(record["value"])
                                for record in log_of(binary, settings))
    lost, repeated = wanted - found, found - wanted
    check(not lost and not repeated, f"events lost: {list(lost)[:5]} ({len(lost)}), repeated: "
          f"{list(repeated)[:5]} ({len(repeated)})")


def check_every_letter_is_listed(binary: Binary, settings: pathlib.Path, becomes: list[dict]):
    wanted = collections.Counter(one["refused"] for one in becomes if "refused" in one)
    found = letters_of(binary, settings)
    check(found == wanted, f"letters: {dict(found)}, expected {dict(wanted)}")


def judge(program: str, kafka: Cluster, settings: pathlib.Path) -> dict:
    done = subprocess.run([program, "judge", kafka.address, str(settings)], capture_output=True,
                          text=True, check=False)
    check(done.returncode == 0, f"the judge: {done.stdout}{done.stderr}")
    return json.loads(done.stdout)


def run(binary: Binary, program: str, folder: pathlib.Path, options) -> None:
    write_mappings(folder)
    direct = 50
    with Cluster(version=options.version) as kafka:
        instances = [Instance(binary, folder, kafka.address, ordinal)
                     for ordinal in range(options.instances)]
        settings = instances[0].settings
        check_refusals(binary, kafka, settings)
        for instance in instances:
            start_once_topics_are_known(instance)
        append_canonical_events(binary, settings, direct)
        writer = Writer(program, kafka, options.records, 4.0 * options.kills)
        writer.start()
        try:
            make_trouble(instances, options)
        finally:
            writer.join()
        if writer.failure is not None:
            raise writer.failure
        becomes = writer.becomes
        events = sum(len(one.get("marks", ())) for one in becomes) + direct
        letters = sum("refused" in one for one in becomes)
        wait_until_all_is_there(binary, instances[0], events, letters)
        for instance in instances:
            code = instance.end(signal.SIGTERM)
            check(code == 0, f"SIGTERM: {code}\n{instance.said()[-3000:]}")
            check("stopped; all that was taken is committed" in instance.said(), "not in order")
        check_every_event_is_there_once(binary, settings, becomes, direct)
        check_every_letter_is_listed(binary, settings, becomes)
        verdict = judge(program, kafka, settings)
        check(verdict["foreign"] == direct, verdict)
    said = ", ".join(f"{name} {count}" for name, count in verdict.items())
    print(f"Kafka {options.version}, {options.instances} instances, {options.kills} killed: {said}")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("encours")
    parser.add_argument("feed_records")
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--instances", type=int, default=2)
    parser.add_argument("--version", default=kafka_jars.NEWEST)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    return in_a_folder("feeds", lambda folder: run(Binary(options.encours, folder),
                                                   options.feed_records, folder, options))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
