#!/usr/bin/env python3
"""A replay that is killed at any moment and started again ends as if it had never been killed.

    kill_test.py BINARY [--kills N] [--seed S]

A history is replayed once without harm. Then it is replayed again and again, each time killed with
SIGKILL at a random moment and resumed until it ends by itself; every end must show the same hashes
on standard output (log, full and facts hash of every shard) and the same --outputs, byte for byte.
When it ended, another folder is begun, until N kills have been counted.
"""

import argparse
import random
import subprocess
import sys
import time

import history
import process

DATA, OUT = "killed", "killed.ndjson"


def replay(data, outputs):
    return ("replay", "events.ndjson", "--data", data, "--partitions", 3, "--outputs", outputs)


def kill_until_it_ends(binary, dice, seconds, kills_left):
    """Kills and resumes one replay until it ends; how often it was killed, and its output."""
    kills = 0
    while True:
        running = binary.start(*replay(DATA, OUT), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            # Kills land all over the run: some before the first record, some after the last. The
            # last run of all is let go on to its end.
            within = seconds * dice.choice((0.1, 0.4, 1.2))
            timeout = dice.uniform(0, within) if kills < kills_left else None
            stdout, stderr = running.communicate(timeout=timeout)
            process.check(running.returncode == 0, f"exit {running.returncode}: {stderr[-2000:]}")
            return kills, stdout
        except subprocess.TimeoutExpired:
            running.kill()
            running.communicate()
            kills += 1


def test(binary, folder, arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    options = parser.parse_args(arguments)
    print(f"seed {options.seed}")
    dice = random.Random(options.seed)
    history.History(options.seed, clients=150, events_per_day=200).write(folder / "events.ndjson")

    begun = time.monotonic()
    straight = binary.run(*replay("straight", "straight.ndjson")).stdout
    seconds = time.monotonic() - begun
    outputs = (folder / "straight.ndjson").read_bytes()
    process.check(outputs.count(b"\n") > 100, "the history has too few outputs to show anything")

    kills = rounds = 0
    while kills < options.kills:
        count, shown = kill_until_it_ends(binary, dice, seconds, options.kills - kills)
        kills += count
        rounds += 1
        process.check(
            shown == straight, f"after {count} kills the hashes differ\n{straight}{shown}"
        )
        process.check((folder / OUT).read_bytes() == outputs,
                      f"after {count} kills the outputs differ")
        again = binary.run(*replay(DATA, OUT))
        process.check("nothing was appended" in again.stderr, "the same events were appended twice")
        process.check(again.stdout == straight, "a replay that has nothing to do changed something")
        (folder / DATA).rename(folder / f"{DATA}-{rounds}")
    print(f"{kills} kills in {rounds} replays of {seconds:.1f} s: every end the same")


if __name__ == "__main__":
    sys.exit(process.main(test))
