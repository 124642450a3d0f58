#!/usr/bin/env python3
"""Snapshots as people handle them: made by hand and by the service, listed, verified, brought back.

    snapshot_test.py BINARY
"""

import csv
import io
import json
import shutil
import signal
import subprocess
import sys
import time

import history
import process

STORE = ("--store", "backup")
PATIENCE_SECONDS = 60


def hashes(binary, data="data"):
    shown = binary.run("status", "--data", data, "--hashes", "--format", "json").stdout
    return [json.loads(line)["full_hash"] for line in shown.splitlines()]


def listed(binary, *words):
    shown = binary.run("snapshot", "list", *words, "--format", "json").stdout
    return [json.loads(line) for line in shown.splitlines()]


def flip_a_bit(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def make_and_show(binary, folder):
    made = binary.run("snapshot", "create", "--data", "data", *STORE).stderr
    process.check("2 snapshots made" in made, made)
    again = binary.run("snapshot", "create", "--data", "data", *STORE).stderr
    process.check("0 snapshots made, 0 bytes sent" in again, again)
    process.check(not any((folder / "data/copies").iterdir()), "copies are left behind")

    shown = listed(binary, *STORE)
    process.check([(one["partition"], one["state"]) for one in shown] ==
                  [(0, "good"), (1, "good")], str(shown))
    table = binary.run("snapshot", "list", *STORE).stdout
    process.check("credit.events/0" in table and "good" in table, table)
    rows = list(csv.DictReader(io.StringIO(
        binary.run("snapshot", "list", *STORE, "--format", "csv").stdout)))
    process.check([row["bytes"] for row in rows] == [str(one["bytes"]) for one in shown], str(rows))
    one = binary.run("snapshot", "verify", *STORE, "--data", "data", "--partition", 1).stderr
    process.check(one.count(": good, ") == 1 and "credit.events/1" in one, one)


def lose_and_restore(binary, folder):
    before = hashes(binary)
    shutil.rmtree(folder / "data/state")
    said = binary.run("snapshot", "restore", "--data", "data", *STORE).stderr
    process.check(said.count(": restored; what the log holds") == 2, said)
    process.check(hashes(binary) == before, "the rows that came back are others")
    process.check(all(shard.name in ("0", "1") for shard in
                      (folder / "data/state/credit.events").iterdir()), "something was left")


def fall_back(binary, folder):
    """More history, a second snapshot; its damage leads back to the first."""
    history.History(8, clients=12, days=10, first="2024-03-01").write(folder / "more.ndjson")
    binary.run("replay", "more.ndjson", "--data", "data")
    binary.run("snapshot", "create", "--data", "data", *STORE)
    before, shown = hashes(binary), listed(binary, *STORE)
    process.check(len(shown) == 4, str(shown))
    for partition in (0, 1):
        manifests = sorted((folder / f"backup/credit.events/{partition}").glob("*.json"))
        flip_a_bit(manifests[-1])
    process.check([one["state"] for one in listed(binary, *STORE)] ==
                  ["damaged", "good", "damaged", "good"], "damage is not seen")
    found = binary.run("snapshot", "verify", *STORE, expect=process.FINDINGS).stderr
    process.check("2 of 4 cannot be used" in found, found)

    shutil.rmtree(folder / "data/state")
    said = binary.run("snapshot", "restore", "--data", "data", *STORE,
                      expect=process.FINDINGS).stderr
    process.check(said.count("looking for an older one") == 2, said)
    process.check(hashes(binary) == before, "the log was not folded on from the older snapshot")

    binary.run("snapshot", "create", "--data", "data", *STORE, "--keep", 1)
    nothing = binary.run("snapshot", "restore", "--data", "data", *STORE, "--until", 3,
                         expect=process.FAILED).stderr
    process.check("no good snapshot at or before 3; nothing was changed" in nothing, nothing)


def refuse_others(binary, folder):
    binary.run("replay", "events.ndjson", "--data", "other", "--partitions", 2)
    refused = binary.run("snapshot", "create", "--data", "other", *STORE,
                         expect=process.FAILED).stderr
    process.check("another installation" in refused, refused)
    said = binary.run("snapshot", "restore", "--data", "other", *STORE,
                      expect=process.FAILED).stderr
    process.check("it is of cluster" in said and "nothing was changed" in said, said)
    shown = listed(binary, *STORE, "--data", "other")
    process.check({one["state"] for one in shown} <= {"foreign", "damaged"}, str(shown))
    process.check(not (folder / "other/copies").exists()
                  or not any((folder / "other/copies").iterdir()), "copies are left behind")


def run_until(binary, words):
    """The service, until it has said that; then stopped. What it said."""
    service = binary.start("run", "-c", "run.yaml", "--no-input", stdin=subprocess.DEVNULL,
                           stderr=subprocess.PIPE)
    end, lines = time.monotonic() + PATIENCE_SECONDS, [""]
    while words not in lines[-1]:
        lines.append(service.stderr.readline())
        process.check(lines[-1] and time.monotonic() < end, "".join(lines))
    busy = binary.run("snapshot", "create", "-c", "run.yaml", expect=process.IN_USE).stderr
    process.check("in use by another process" in busy, busy)
    service.send_signal(signal.SIGTERM)
    said = "".join(lines) + service.communicate()[1]
    process.check(service.returncode == process.OK, said)
    return said


def of_the_service(binary, folder):
    """It makes them by itself, and brings rows back that are gone."""
    settings = "data: data\ninbox: inbox\nsnapshots: {store: kept, interval_s: 1, keep: 2}\n"
    (folder / "run.yaml").write_text(settings, encoding="utf-8")
    said = run_until(binary, "snapshot credit.events/1 at")
    process.check("snapshots every 1 s in" in said, said)
    shown = listed(binary, "-c", "run.yaml", "--data", "data")
    process.check({(one["partition"], one["state"]) for one in shown} ==
                  {(0, "good"), (1, "good")}, str(shown))

    shutil.rmtree(folder / "data/state")
    (folder / "run.yaml").write_text(settings.replace("s: 1", "s: 3600"), encoding="utf-8")
    said = run_until(binary, "shards")
    process.check(said.count("rows from the snapshot credit.events/") == 2, said)
    # The service has turned days since: the same log, folded from its beginning, is the judge.
    shutil.copytree(folder / "data/log", folder / "anew/log")
    process.check(hashes(binary) == hashes(binary, "anew"), "the rows that came back are others")


def test(binary, folder, _):
    history.History(7, clients=12, days=10).write(folder / "events.ndjson")
    binary.run("replay", "events.ndjson", "--data", "data", "--partitions", 2)
    make_and_show(binary, folder)
    lose_and_restore(binary, folder)
    fall_back(binary, folder)
    refuse_others(binary, folder)
    of_the_service(binary, folder)
    print("made, shown, restored, refused; by hand and by the service")


if __name__ == "__main__":
    sys.exit(process.main(test))
