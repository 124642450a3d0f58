#!/usr/bin/env python3
"""The streams of an order-to-cash business folded in every order of their arrival.

    arrivals.py ENCOURS POLICY FOLDER STREAM...

FOLDER holds one file of canonical events per stream, STREAM.ndjson. All of them are given one
instant of entry, so that a replay takes them in the order of the files; the events of a stream
keep their order. Whatever stream comes first, the facts hash and every column of every client
must be the same; the policy must be one that holds no orders, because which orders pass may depend
on what was known. Exit 0: they are. Exit 2: a line for each order in which something differs.
"""

import itertools
import json
import pathlib
import subprocess
import sys
import tempfile

DIFFERENT = 2
# After all posting dates, and not so late that a document would be too old to open.
ENTERED_AT = "2025-07-31T12:00:00Z"
Outcome = tuple[str, list[str]]


def at_one_instant(source: pathlib.Path, target: pathlib.Path) -> pathlib.Path:
    with open(source, encoding="utf-8") as lines, open(target, "w", encoding="utf-8") as output:
        for line in lines:
            event = json.loads(line)
            event["logged_at"] = ENTERED_AT
            output.write(json.dumps(event) + "\n")
    return target


def run(*command: str) -> subprocess.CompletedProcess:
    return subprocess.run(command, check=True, capture_output=True, text=True)


def folded(encours: str, policy: str, files: list[pathlib.Path]) -> Outcome:
    with tempfile.TemporaryDirectory() as data:
        replay = run(encours, "replay", *map(str, files), "--data", f"{data}/data",
                     "--policy", policy, "--partitions", "1", "--format", "json")
        clients = run(encours, "clients", "--data", f"{data}/data", "--format", "csv")
    if "refused: 0\n" not in replay.stderr:
        raise ValueError(f"events were refused: {replay.stderr}")
    return json.loads(replay.stdout)["facts_hash"], clients.stdout.splitlines()


def difference(expected: Outcome, found: Outcome) -> str:
    if expected[1] != found[1]:
        line = next((pair for pair in itertools.zip_longest(expected[1], found[1])
                     if pair[0] != pair[1]))
        return f"clients: {line[0]} became {line[1]}"
    return f"facts hash: {expected[0]} became {found[0]}" if expected[0] != found[0] else ""


def main(arguments: list[str]) -> int:
    if len(arguments) < 5:
        print(__doc__, file=sys.stderr)
        return DIFFERENT
    encours, policy, folder = arguments[0], arguments[1], pathlib.Path(arguments[2])
    streams = arguments[3:]
    different = 0
    with tempfile.TemporaryDirectory() as work:
        files = {name: at_one_instant(folder / f"{name}.ndjson", pathlib.Path(work, name))
                 for name in streams}
        first = folded(encours, policy, [files[name] for name in streams])
        orders = 0
        for order in itertools.permutations(streams):
            orders += 1
            found = folded(encours, policy, [files[name] for name in order])
            what = difference(first, found)
            if what:
                different += 1
                print(f"{' '.join(order)}: {what}")
    print(f"{orders} orders of arrival, {different} of them different")
    return DIFFERENT if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
