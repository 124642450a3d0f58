#!/usr/bin/env python3
"""Making and restoring snapshots, killed at any moment, leaves nothing half.

    kill_test.py BINARY [--kills N] [--seed S]

After every kill all snapshots that the store shows are whole in every byte, and the data folder
still folds to the same hashes, whether its rows are the old ones, those of a snapshot, or none.
"""

import argparse
import json
import pathlib
import random
import subprocess
import sys
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
import history  # noqa: E402
import process  # noqa: E402

ACTS = (("create", "--full", "--keep", 1), ("restore",))


def hashes(binary):
    shown = binary.run("status", "--data", "data", "--hashes", "--format", "json").stdout
    return [json.loads(line)["full_hash"] for line in shown.splitlines()]


def test(binary, folder, arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    options = parser.parse_args(arguments)
    print(f"seed {options.seed}")
    dice = random.Random(options.seed)
    history.History(options.seed, clients=100, days=60).write(folder / "events.ndjson")
    binary.run("replay", "events.ndjson", "--data", "data", "--partitions", 2)
    before = hashes(binary)
    where = ("--data", "data", "--store", "store")
    begun = time.monotonic()
    binary.run("snapshot", "create", *where)
    seconds = time.monotonic() - begun

    kills = ended = 0
    while kills < options.kills:
        running = binary.start("snapshot", *dice.choice(ACTS), *where, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE)
        try:
            said = running.communicate(timeout=dice.uniform(0, 1.2 * seconds))[1]
            process.check(running.returncode == process.OK, said)
            ended += 1
        except subprocess.TimeoutExpired:
            running.kill()
            running.communicate()
            kills += 1
        binary.run("snapshot", "verify", *where)
        process.check(hashes(binary) == before, "the rows are others")
    binary.run("snapshot", "create", *where, "--full", "--keep", 1)
    binary.run("snapshot", "restore", *where)
    process.check(hashes(binary) == before, "the rows are others")
    parts = [str(path) for path in folder.rglob("*.part")] + [
        str(path) for path in folder.rglob("*.restoring")]
    process.check(not parts, f"leftovers stay: {parts}")
    print(f"{kills} kills, {ended} runs to the end: nothing half")


if __name__ == "__main__":
    sys.exit(process.main(test))
