#!/usr/bin/env python3
"""Instances of the service on a real Kafka, killed, stopped and stood still while events come.

    delivery_test.py ENCOURS [--kills N] [--stalls N] [--moves N] [--restarts N] [--events N]
                     [--instances N] [--version 4|3.9] [--seed N]

The events are a generated ledger's, so that what comes out is known by a second reckoning. In the
end the judge, `encours verify`, folds every partition of the very log of this run alone and
compares: every output and dead letter once, byte for byte, hashes equal. Every event that was fed
is in a log once or in the dead letters, Kafka's own consumer reads what ours reads, and the table
of clients is the reference's.
"""

import argparse
import atexit
import collections
import csv
import datetime
import json
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
LEDGER = HERE.parent / "generated_ledger"
sys.path[:0] = [str(HERE.parent / "broker"), str(HERE.parent / "cli"), str(LEDGER)]

import kafka_jars  # noqa: E402
import reference  # noqa: E402
from broker import Cluster, end_on_signals  # noqa: E402
from process import Binary, Failed, check  # noqa: E402

PARTITIONS = 4
SESSION_MS = 6_000
PUSHED_OUT, NO_BROKER = 75, 69
SETTINGS = """\
data: {folder}/data
inbox: {folder}/inbox
policy: {policy}
flush: {{interval_ms: 500}}
metrics: {{listen: ""}}
kafka:
  brokers: {brokers}
  ordinal: {ordinal}
  session_timeout_ms: {session_ms}
  transaction_timeout_ms: 5000
"""


class Instance:
    def __init__(self, binary: Binary, folder: pathlib.Path, brokers: str, ordinal: int,
                 machine: str = ""):
        self.binary, self.ordinal = binary, ordinal
        self.folder = folder / f"instance-{ordinal}{machine}"
        self.folder.mkdir()
        self.settings = self.folder / "encours.yaml"
        self.settings.write_text(SETTINGS.format(
            folder=self.folder, policy=folder / "policy.yaml", brokers=brokers, ordinal=ordinal,
            session_ms=SESSION_MS), encoding="utf-8")
        self.log = open(self.folder / "log", "ab")
        self.process = None
        atexit.register(self.put_away)

    def put_away(self):
        """Whatever became of the test, nothing of it goes on."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()

    def start(self, *more: str):
        self.process = self.binary.start("run", "-c", self.settings, "--no-input", *more,
                                         stdout=self.log, stderr=self.log)

    def signal(self, number: int):
        self.process.send_signal(number)

    def end(self, number: int) -> int:
        self.signal(number)
        return self.process.wait(30)

    def end_of_log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")[-3000:]


class Feeder(threading.Thread):
    """Feeds the ledger piece by piece, at a pace that lasts as long as the trouble does."""

    def __init__(self, binary: Binary, settings: pathlib.Path, lines: list[str], seconds: float):
        super().__init__()
        self.binary, self.settings, self.lines, self.seconds = binary, settings, lines, seconds
        self.failure = None

    def run(self):
        pieces = 40
        size = -(-len(self.lines) // pieces)
        try:
            process = self.binary.start("append", "-c", self.settings, stdin=subprocess.PIPE,
                                        stderr=subprocess.PIPE)
            for first in range(0, len(self.lines), size):
                process.stdin.write("".join(self.lines[first:first + size]))
                process.stdin.flush()
                time.sleep(self.seconds / pieces)
            _, said = process.communicate()
            check(process.returncode == 0, f"append ended with {process.returncode}: {said}")
        except Exception as failure:  # told by the test's own thread
            self.failure = failure


class Trouble:
    """What is done to the instances, in an order that the seed decides."""

    def __init__(self, kafka: Cluster, instances: list[Instance], options):
        self.kafka, self.instances = kafka, instances
        self.chance = random.Random(options.seed)
        self.done = collections.Counter()
        self.left = collections.Counter(kill=options.kills, stall=options.stalls,
                                        move=options.moves, restart=options.restarts)

    def run(self):
        while +self.left:
            what = self.chance.choice(list((+self.left).elements()))
            self.left[what] -= 1
            getattr(self, what)(self.chance.choice(self.instances))
            self.done[what] += 1
            for instance in self.instances:
                self.look_after(instance, what)

    def look_after(self, instance: Instance, what: str):
        """While the broker is away a member may be forgotten and, when it comes back, pushed out by
        its own return: the library tells this as it tells another process with its id. One that
        begins while no broker answers gives up. Whoever runs the service starts it again."""
        code = instance.process.poll()
        if code in (PUSHED_OUT, NO_BROKER) and self.done["restart"] > 0:
            self.done["pushed out" if code == PUSHED_OUT else "gave up"] += 1
            instance.start()
            return
        check(code is None, f"instance {instance.ordinal} ended with {code} after a {what}:\n"
              + instance.end_of_log())

    def kill(self, instance: Instance):
        """It dies at any moment and comes back under its name."""
        time.sleep(self.chance.uniform(0.1, 1.5))
        instance.end(signal.SIGKILL)
        instance.start()

    def stall(self, instance: Instance):
        """It stands still until others have its shards, and goes on as a zombie."""
        instance.signal(signal.SIGSTOP)
        time.sleep(SESSION_MS / 1000 + self.chance.uniform(0.5, 2.5))
        instance.signal(signal.SIGCONT)
        time.sleep(1)

    def move(self, instance: Instance):
        """It leaves in order, and joins again when its shards have gone to others."""
        # One that is still connecting has nothing to bring to an end, and dies of the signal.
        code = instance.end(signal.SIGTERM)
        check(code in (0, -signal.SIGTERM), f"SIGTERM: {code}\n{instance.end_of_log()}")
        time.sleep(SESSION_MS / 1000 * self.chance.uniform(0, 1.5))
        instance.start()

    def restart(self, _: Instance):
        """The broker goes away and comes back."""
        if self.chance.random() < 0.5:
            self.kafka.kill(1)
        else:
            self.kafka.stop(1)
        time.sleep(self.chance.uniform(0, 2))
        self.kafka.start(1)
        time.sleep(5)


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


def wait_until_folded(binary: Binary, instance: Instance):
    """Until nothing is behind, and stays so."""
    deadline = time.monotonic() + 180
    still = 0
    before = None
    while still < 3:
        now = standings(binary, instance.settings)
        place = [(one["partition"], one["folded"]) for one in now]
        still = still + 1 if place == before and all(one["lag"] <= 1 for one in now) else 0
        before = place
        check(time.monotonic() < deadline, f"not folded in time: {now}\n{instance.end_of_log()}")
        time.sleep(1)


def check_every_event_is_there_once(binary: Binary, settings: pathlib.Path, lines: list[str]):
    found = collections.Counter()
    for partition in range(PARTITIONS):
        dump = binary.run("log", "dump", "-c", settings, "--partition", partition).stdout
        for line in dump.splitlines():
            event = json.loads(line)["value"]
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


def judge(binary: Binary, settings: pathlib.Path) -> list[dict]:
    said = binary.run("verify", "-c", settings, "--format", "json", expect=None)
    check(said.returncode == 0, f"verify ended with {said.returncode}:\n{said.stdout}{said.stderr}")
    return [json.loads(line) for line in said.stdout.splitlines()]


def run(binary: Binary, folder: pathlib.Path, options) -> None:
    events = folder / "events.ndjson"
    with open(events, "w", encoding="utf-8") as output:
        subprocess.run([sys.executable, "-B", LEDGER / "generate.py", str(options.seed)],
                       check=True, stdout=output)
    # The ledger is of years ago and comes today: nothing of it is too old to be opened.
    policy = (LEDGER / "policy.yaml").read_text(encoding="utf-8")
    (folder / "policy.yaml").write_text(
        policy.replace("idempotency_horizon_days: 396", "idempotency_horizon_days: 3650"),
        encoding="utf-8")
    lines = events.read_text(encoding="utf-8").splitlines(keepends=True)[:options.events]
    events.write_text("".join(lines), encoding="utf-8")
    with Cluster(version=options.version) as kafka:
        instances = [Instance(binary, folder, kafka.address, ordinal)
                     for ordinal in range(options.instances)]
        settings = instances[0].settings
        binary.run("topics", "create", "-c", settings, "--partitions", PARTITIONS)
        for instance in instances:
            instance.start()
        wait_until_the_policy_is_there(instances[0])
        seconds = (2.0 * options.kills + 7 * options.stalls + 5 * options.moves
                   + 9 * options.restarts)
        feeder = Feeder(binary, settings, lines, max(10.0, seconds))
        feeder.start()
        trouble = Trouble(kafka, instances, options)
        try:
            trouble.run()
        finally:
            feeder.join()
        if feeder.failure is not None:
            raise feeder.failure
        wait_until_folded(binary, instances[0])
        for instance in instances:
            check(instance.end(signal.SIGTERM) == 0, f"SIGTERM:\n{instance.end_of_log()}")
        verdicts = judge(binary, settings)
        check_every_event_is_there_once(binary, settings, lines)
        check_another_client_reads_the_same(binary, settings, kafka)
        check_the_table_is_the_references(binary, settings, events)
    counts = trouble.done
    said = {name: sum(one[name] for one in verdicts)
            for name in ("events", "said", "lost", "repeated", "foreign")}
    troubles = ", ".join(f"{name} {counts[name]}"
                         for name in ("kill", "stall", "move", "restart", "pushed out",
                                      "gave up"))
    folded = ", ".join(f"{name} {count}" for name, count in said.items())
    print(f"Kafka {options.version}, {options.instances} instances, {PARTITIONS} partitions: "
          f"{troubles}; fed {len(lines)}, {folded}; log hashes equal")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("encours")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--stalls", type=int, default=2)
    parser.add_argument("--moves", type=int, default=4)
    parser.add_argument("--restarts", type=int, default=1)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--instances", type=int, default=2)
    parser.add_argument("--version", default=kafka_jars.NEWEST)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    end_on_signals()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="encours-delivery."))
    try:
        run(Binary(options.encours, folder), folder, options)
    except kafka_jars.Unavailable as problem:
        kafka_jars.skip(problem)
    except Failed as failure:
        print(f"FAILED: {failure}\nwhat was written is in {folder}", file=sys.stderr)
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
