#!/usr/bin/env python3
"""Instances of the service on a real Kafka, killed, cut off and stood still while events come.

    delivery_test.py ENCOURS [--instances N] [--brokers 1|3] [--version 4|3.9] [--seed N]
                     [--events N] [--shuffle] [--kills N] [--stalls N] ...    (see --help)

The events are a generated ledger's, so that what comes out is known by a second reckoning. In the
end the judge, `encours verify`, folds every partition of the very log of this run alone and
compares: every output and dead letter once, byte for byte, hashes equal. Every event that was fed
is in a log once or in the dead letters, Kafka's own consumer reads what ours reads, and the table
of clients is the reference's. Exit 77: there is no Kafka, or a trouble needs what is not here.
"""

import argparse
import collections
import pathlib
import random
import signal
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "broker"), str(HERE.parent / "cli")]

import delivery_judge as judge  # noqa: E402
import kafka_jars  # noqa: E402
from broker import Cluster, Listener  # noqa: E402
from delivery_trouble import TROUBLES, Trouble, small_disk, unmount  # noqa: E402
from delivery_world import (PARTITIONS, Feeder, Instance, in_a_folder,  # noqa: E402
                            make_ledger)
from process import Binary, check  # noqa: E402

# An expired transaction is looked for every 10 seconds unless told.
BROKER_SETTINGS = {"transaction.abort.timed.out.transaction.cleanup.interval.ms": 500}


def shuffled(lines: list[str], seed: int) -> list[str]:
    """In any order, and one in ten twice: what feeds without a cursor do."""
    chance = random.Random(seed)
    lines = lines + chance.sample(lines, len(lines) // 10)
    chance.shuffle(lines)
    return lines


def run(binary: Binary, folder: pathlib.Path, options) -> None:
    lines = make_ledger(folder, options)
    fed = shuffled(lines, options.seed) if options.shuffle else lines
    ways = {f"DOOR{ordinal}": Listener(is_door=True) for ordinal in range(options.instances)
            if options.cut}
    with Cluster(version=options.version, brokers=options.brokers, settings=BROKER_SETTINGS,
                 listeners=ways) as kafka:
        instances = [Instance(binary, folder, kafka.address, ordinal, ways.get(f"DOOR{ordinal}"))
                     for ordinal in range(options.instances)]
        # The feed and the judge are not cut off.
        settings = Instance(binary, folder, kafka.address, options.instances).settings
        if options.fill_disk and not all(small_disk(instance.data) for instance in instances):
            kafka_jars.skip("--full-disks mounts small disks: run it as root")
        binary.run("topics", "create", "-c", settings, "--partitions", PARTITIONS)
        for instance in instances:
            instance.start()
        judge.wait_until_the_policy_is_there(instances[0])
        seconds = sum(getattr(options, name) * seconds for name, (_, _, seconds)
                      in TROUBLES.items())
        feeder = Feeder(binary, settings, fed, max(10.0, seconds))
        feeder.start()
        trouble = Trouble(kafka, instances, options)
        try:
            trouble.run()
        finally:
            feeder.join()
        if feeder.failure is not None:
            raise feeder.failure
        judge.wait_until_folded(binary, settings, instances)
        for instance in instances:
            check(instance.end(signal.SIGTERM) == 0, f"SIGTERM:\n{instance.end_of_log()}")
        verdicts = judge.judge(binary, settings)
        judge.check_every_event_is_there_once(binary, settings, fed)
        judge.check_another_client_reads_the_same(binary, settings, kafka)
        judge.check_dead_letters(binary, settings, trouble.poison_given)
        judge.check_the_table_is_the_references(binary, settings, folder / "events.ndjson")
    report(options, trouble.done, len(fed), verdicts)


def report(options, done: collections.Counter, fed: int, verdicts: list[dict]) -> None:
    print(f"Kafka {options.version}, {options.brokers} brokers, {options.instances} instances, "
          f"{PARTITIONS} partitions; {fed} events fed"
          + (" in any order, some twice" if options.shuffle else ""))
    for name, times in done.items():
        print(f"  {name.replace('_', ' '):<20} {times:>5}")
    said = {name: sum(one[name] for one in verdicts)
            for name in ("events", "said", "lost", "repeated", "foreign")}
    print("judged: " + ", ".join(f"{name} {count}" for name, count in said.items())
          + "; log and row hashes equal")


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("encours")
    parser.add_argument("--instances", type=int, default=2)
    parser.add_argument("--brokers", type=int, choices=(1, 3), default=1)
    parser.add_argument("--version", default=kafka_jars.NEWEST)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--shuffle", action="store_true",
                        help="feed the events in any order, one in ten twice")
    for name, (option, usual, _) in TROUBLES.items():
        what = " ".join(getattr(Trouble, name).__doc__.split())
        parser.add_argument(option, type=int, default=usual, dest=name, metavar="N",
                            help=f"{what} (default {usual})")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    options = parse(arguments)

    def test(folder: pathlib.Path):
        try:
            run(Binary(options.encours, folder), folder, options)
        finally:
            for mounted in folder.glob("instance-*/data"):
                unmount(mounted)

    return in_a_folder("delivery", test)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
