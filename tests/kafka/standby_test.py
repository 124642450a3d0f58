#!/usr/bin/env python3
"""A standby on a real Kafka: its worker is killed, stood still, cut off, while events come.

    standby_test.py ENCOURS [--events N] [--version 4|3.9] [--seed N]

Two machines of ordinal 0 change places beside an instance of ordinal 1. The standby must take over
each time without a rebalance that ordinal 1 would see, the one that stood still or was cut off for
longer than its session must end with 75 when it comes back, and in the end `encours verify` finds
every output once. The times from the blow to the first commit of the standby are printed, and not
judged.
"""

import argparse
import copy
import json
import pathlib
import re
import signal
import sys
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "broker"), str(HERE.parent / "cli")]

import delivery_judge as judge  # noqa: E402
import kafka_jars  # noqa: E402
from broker import Cluster, Listener  # noqa: E402
from delivery_world import (PARTITIONS, SESSION_MS, Feeder, Instance, in_a_folder,  # noqa: E402
                            make_ledger)
from process import Binary, check  # noqa: E402

PUSHED_OUT = 75
STANDBY_AFTER_MS = 3_000
PAST_SESSION = 1.5 * SESSION_MS / 1000  # seconds
ORDINAL = 0


def wait_for(what: str, seen, seconds: float = 60, pause: float = 0.2):
    """The answer of `seen` as soon as it is true."""
    deadline = time.monotonic() + seconds
    while not (answer := seen()):
        check(time.monotonic() < deadline, f"not in time: {what}")
        time.sleep(pause)
    return answer


class Group:
    """What `encours status` says of the shards of ordinal 0."""

    def __init__(self, binary: Binary, settings: pathlib.Path):
        self.binary, self.settings = binary, settings

    def shards(self) -> list[dict]:
        said = self.binary.run("status", "-c", self.settings, "--format", "json").stdout
        return [json.loads(line) for line in said.splitlines()]

    def of_ordinal(self) -> list[dict]:
        return [one for one in self.shards() if one["worker"] == ORDINAL]

    def is_shared(self) -> bool:
        shards = self.shards()
        return ({one["worker"] for one in shards} == {ORDINAL, 1}
                and all(one["state"] == "served" for one in shards))

    def is_shadowed(self) -> bool:
        shards = self.of_ordinal()
        return bool(shards) and all(
            one["standby"] == ORDINAL and one["standby_said_ms_ago"] < 3_000
            and one["standby_behind"] < 20_000 for one in shards)

    def folded(self) -> dict[int, int]:
        return {one["partition"]: one["folded"] for one in self.of_ordinal()}


def page_of(instance: Instance, path: str) -> str:
    """By the port that it says it has been given."""
    ports = re.findall(r"metrics: http://127\.0\.0\.1:(\d+)/", instance.log_text())
    check(ports, f"it serves no metrics:\n{instance.end_of_log()}")
    with urllib.request.urlopen(f"http://127.0.0.1:{ports[-1]}{path}", timeout=10) as page:
        return page.read().decode()


def rebalances(instance: Instance) -> int:
    found = re.search(r'^encours_rebalances_total\{change="assigned"\} (\d+)',
                      page_of(instance, "/metrics"), re.MULTILINE)
    check(found, "no encours_rebalances_total")
    return int(found[1])


def take_over(group: Group, standby: Instance, strike) -> float:
    """Strikes the active one; seconds until the position of one of its shards has moved on."""
    wait_for("the standby shadows its worker", group.is_shadowed)
    strike()
    struck = time.monotonic()
    time.sleep(0.3)
    # Its last word stands until the standby has one of its own.
    before = wait_for("where the shards of ordinal 0 stand", group.folded, pause=0.05)

    def moved():
        check(standby.process.poll() is None, f"the standby ended:\n{standby.end_of_log()}")
        return any(at > before.get(partition, at) for partition, at in group.folded().items())

    wait_for("the standby commits", moved, pause=0.05)
    return time.monotonic() - struck


def check_pushed_out(instance: Instance, what: str):
    code = instance.process.wait(60)
    check(code == PUSHED_OUT, f"{what} ended with {code}:\n{instance.end_of_log()}")


def machines(binary: Binary, folder: pathlib.Path, brokers: str, way: Listener):
    watched = copy.copy(binary)
    watched.environment = binary.environment | {"ENCOURS__METRICS__LISTEN": "127.0.0.1:0"}
    found = (Instance(binary, folder, brokers, ORDINAL, way, machine="a"),
             Instance(watched, folder, brokers, ORDINAL, machine="b"),
             Instance(watched, folder, brokers, 1))
    for machine in found:
        with open(machine.settings, "a", encoding="utf-8") as settings:
            settings.write(f"  standby_after_ms: {STANDBY_AFTER_MS}\n")
    return found


def run(binary: Binary, folder: pathlib.Path, options) -> None:
    lines = make_ledger(folder, options)
    way = Listener(is_door=True)
    with Cluster(version=options.version, listeners={"DOOR": way}) as kafka:
        first, second, other = machines(binary, folder, kafka.address, way)
        binary.run("topics", "create", "-c", other.settings, "--partitions", PARTITIONS)
        group = Group(binary, other.settings)
        first.start()
        judge.wait_until_the_policy_is_there(first)
        other.start()
        feeder = Feeder(binary, other.settings, lines, 75)
        feeder.start()
        wait_for("both ordinals serve shards", group.is_shared)
        second.start("--standby")
        wait_for("the standby shadows its worker", group.is_shadowed)
        before = rebalances(other)
        told = page_of(second, "/readyz").strip()
        check(told == "ready: stands by", f"/readyz of the standby: {told}")

        after_kill = take_over(group, second, lambda: first.signal(signal.SIGKILL))
        first.process.wait(30)
        first.start("--standby")
        after_stop = take_over(group, first, lambda: second.signal(signal.SIGSTOP))
        time.sleep(PAST_SESSION)
        second.signal(signal.SIGCONT)
        check_pushed_out(second, "who stood still")
        second.start("--standby")
        after_cut = take_over(group, second, lambda: [door.shut() for door in first.doors])
        # Its client has ended the session by itself, and would join anew.
        time.sleep(PAST_SESSION)
        for door in first.doors:
            door.open()
        check_pushed_out(first, "who was cut off")
        check(second.process.poll() is None, f"it was pushed out:\n{second.end_of_log()}")
        check(rebalances(other) == before, "ordinal 1 saw a rebalance")

        feeder.join()
        if feeder.failure is not None:
            raise feeder.failure
        judge.wait_until_folded(binary, other.settings, [second, other])
        for instance in (second, other):
            check(instance.end(signal.SIGTERM) == 0, f"SIGTERM:\n{instance.end_of_log()}")
        judge.judge(binary, other.settings)
        judge.check_every_event_is_there_once(binary, other.settings, lines)
    print(f"Kafka {options.version}, standby_after_ms {STANDBY_AFTER_MS}: first commit of the "
          f"standby {after_kill:.1f} s after a kill, {after_stop:.1f} s after a stop, "
          f"{after_cut:.1f} s after a cut; no rebalance, fed {len(lines)}, verified")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("encours")
    parser.add_argument("--events", type=int, default=60_000)
    parser.add_argument("--version", default=kafka_jars.NEWEST)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    return in_a_folder("standby",
                       lambda folder: run(Binary(options.encours, folder), folder, options))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
