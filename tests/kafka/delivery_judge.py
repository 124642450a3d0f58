"""What must hold when the trouble is over: the judge of delivery_test.py."""

import base64
import collections
import csv
import datetime
import json
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "broker"), str(HERE.parent / "cli"),
                str(HERE.parent / "generated_ledger")]

import reference  # noqa: E402
from broker import Cluster  # noqa: E402
from delivery_world import PARTITIONS, Instance  # noqa: E402
from process import Binary, check  # noqa: E402

# Pushed out, no broker, a full disk: see Trouble.look_after().
MAY_END_WITH = (69, 74, 75)


def standings(binary: Binary, settings: pathlib.Path) -> list[dict]:
    said = binary.run("status", "-c", settings, "--format", "json").stdout
    return [json.loads(line) for line in said.splitlines()]


def wait_until_the_policy_is_there(instance: Instance):
    """What comes before it is in the segments of no policy."""
    deadline = time.monotonic() + 60
    while ", policy generated ledger 1" not in instance.end_of_log():
        check(time.monotonic() < deadline and instance.process.poll() is None,
              f"no policy:\n{instance.end_of_log()}")
        time.sleep(0.2)


def wait_until_folded(binary: Binary, settings: pathlib.Path, instances: list[Instance]):
    """Until nothing is behind, and stays so. One that ends meanwhile is started again, as above."""
    deadline = time.monotonic() + 240
    still = 0
    before = None
    while still < 3:
        for instance in instances:
            if instance.process.poll() in MAY_END_WITH:
                instance.start()
        now = standings(binary, settings)
        place = [(one["partition"], one["folded"]) for one in now]
        still = still + 1 if place == before and all(one["lag"] <= 1 for one in now) else 0
        before = place
        check(time.monotonic() < deadline, f"not folded in time: {now}\n"
              + "\n".join(instance.end_of_log() for instance in instances))
        time.sleep(1)


def check_every_event_is_there_once(binary: Binary, settings: pathlib.Path, lines: list[str]):
    found = collections.Counter()
    for partition in range(PARTITIONS):
        dump = binary.run("log", "dump", "-c", settings, "--partition", partition).stdout
        for line in dump.splitlines():
            event = json.loads(line).get("value")
            if isinstance(event, dict) and "client_id" in event:
                found[event["event_id"]] += 1
    fed = collections.Counter(json.loads(line)["event_id"] for line in lines)
    lost, repeated = fed - found, found - fed
    check(not lost and not repeated,
          f"events lost: {list(lost)[:5]} ({len(lost)}), repeated: {list(repeated)[:5]} "
          f"({len(repeated)})")


def check_another_client_reads_the_same(binary: Binary, settings: pathlib.Path, kafka: Cluster):
    """Kafka's own consumer, of committed records, counts what we count."""
    topic = "credit.alerts"
    ours = sum(len(binary.run("log", "dump", "-c", settings, "--topic", topic, "--partition",
                              partition).stdout.splitlines()) for partition in range(PARTITIONS))
    theirs = kafka.tool("org.apache.kafka.tools.consumer.ConsoleConsumer", "--bootstrap-server",
                        kafka.address, "--topic", topic, "--from-beginning", "--timeout-ms",
                        "8000", "--command-property", "isolation.level=read_committed",
                        "--formatter-property", "print.value=false", "--formatter-property",
                        "print.offset=true")
    count = sum(line.startswith("Offset:") for line in theirs.splitlines())
    check(ours == count and ours > 0, f"{topic}: we read {ours} records, Kafka's consumer {count}")


def check_the_table_is_the_references(binary: Binary, settings: pathlib.Path, events: pathlib.Path):
    ledger = reference.Ledger(str(events))
    day = datetime.datetime.now(datetime.timezone.utc).date()
    text = binary.run("clients", "-c", settings, "--format", "csv").stdout
    rows = list(csv.reader(text.splitlines()))[1:]
    # Orders are judged as events come, and here they come today: which of them a limit held is
    # history, all else are facts.
    history = {reference.COLUMNS.index(name)
               for name in ("open_orders", "orders_held", "exposure", "utilisation_bp", "hold")}
    strip = [[[cell for place, cell in enumerate(row) if place not in history] for row in table]
             for table in (rows, ledger.as_of(day))]
    wrong = [pair for pair in zip(*strip) if pair[0] != pair[1]]
    check(strip[0] == strip[1], f"the table is not the reference's: {wrong[:2]}")


def check_dead_letters(binary: Binary, settings: pathlib.Path, poison: list[str]):
    """Each record that was no event is a dead letter once, byte for byte."""
    found = collections.Counter()
    for partition in range(PARTITIONS):
        dump = binary.run("log", "dump", "-c", settings, "--topic", "credit.events.dlq",
                          "--partition", partition).stdout
        found.update(base64.b64decode(letter["value_base64"]).decode() for letter
                     in map(json.loads, dump.splitlines()) if "value_base64" in letter)
    wanted = collections.Counter(poison)
    check(found == wanted, f"of {len(poison)} records that were no events {sum(found.values())} "
          f"are dead letters; missing: {list(wanted - found)[:3]}")


def judge(binary: Binary, settings: pathlib.Path) -> list[dict]:
    said = binary.run("verify", "-c", settings, "--format", "json", expect=None)
    check(said.returncode == 0, f"verify ended with {said.returncode}:\n{said.stdout}{said.stderr}")
    return [json.loads(line) for line in said.stdout.splitlines()]
