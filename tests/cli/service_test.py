#!/usr/bin/env python3
"""The service: events by standard input and by files, read beside it, stopped and started again.

    service_test.py BINARY
"""

import datetime
import json
import select
import signal
import subprocess
import sys
import time

import history
import process

SETTINGS = "data: live\ninbox: inbox\npartitions: 2\n"
PATIENCE_SECONDS = 60


def wait_until(what, condition):
    """Asks again until it is so; a minute is far more than anything here takes."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if condition():
            return
        select.select([], [], [], 0.05)
    raise process.Failed(f"it did not happen within {PATIENCE_SECONDS} s: {what}")


def start(binary):
    service = binary.start("run", "-c", "run.yaml", stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    while "shards" not in service.stderr.readline():
        process.check(service.poll() is None, "the service did not start")
    return service


def stop(service):
    service.send_signal(signal.SIGTERM)
    said = service.communicate()[1]
    process.check(service.returncode == process.OK, f"exit {service.returncode}: {said}")
    return said


def clients(binary):
    done = binary.run("clients", "--data", "live", "--format", "json")
    return [json.loads(line) for line in done.stdout.splitlines()]


def standing(binary):
    done = binary.run("status", "--data", "live", "--hashes", "--format", "json")
    return [json.loads(line) for line in done.stdout.splitlines()]


def end_of_logs(binary):
    return sum(shard["end"] for shard in standing(binary))


def invoices(past):
    """Only what does not depend on the day (the service stamps events with its own clock), once."""
    return list({event["event_id"]: event for event in past.events if "invoice" in event}.values())


def drop(folder, name, events):
    text = "".join(json.dumps(event) + "\n" for event in events)
    (folder / "inbox" / f"{name}.part").write_text(text, encoding="utf-8")
    (folder / "inbox" / f"{name}.part").rename(folder / "inbox" / name)


def test(binary, folder, _):
    (folder / "run.yaml").write_text(SETTINGS, encoding="utf-8")
    # Of these days: what is older than the policy's horizon is not opened.
    begin = datetime.date.today() - datetime.timedelta(days=6)
    past = history.History(3, clients=6, days=4, events_per_day=20, first=begin.isoformat())
    first, second = invoices(past)[::2], invoices(past)[1::2]

    service = start(binary)
    service.stdin.write("".join(json.dumps(event) + "\n" for event in first) + "no event\n")
    service.stdin.flush()
    wait_until("events of the standard input", lambda: len(clients(binary)) > 0)
    drop(folder, "second.ndjson", second)
    wait_until("the file is taken", (folder / "inbox/done/second.ndjson").is_file)
    stop(service)
    after = standing(binary)
    process.check(all(shard["lag"] <= 4 for shard in after), f"much is not folded: {after}")
    process.check(all(shard["on_disk"] == shard["folded"] for shard in after),
                  f"a clean stop leaves rows unwritten: {after}")
    rejects = (folder / "inbox/rejected/stdin.rejects.ndjson").read_text(encoding="utf-8")
    process.check("no event" in rejects, f"the bad line is lost: {rejects}")

    service = start(binary)
    drop(folder, "again.ndjson", second)
    drop(folder, "mixed.ndjson", [first[0], {"event_id": 1}])
    wait_until("both files are taken", lambda: (folder / "inbox/done/again.ndjson").is_file()
               and (folder / "inbox/rejected/mixed.ndjson").is_file())
    said = stop(service)
    process.check("again.ndjson: taken before, nothing appended" in said, said)
    process.check((folder / "inbox/rejected/mixed.ndjson.rejects.ndjson").is_file(),
                  "the rejects do not stand beside the file")
    dumped = binary.run("log", "dump", "--data", "live").stdout
    sent = [json.loads(line)["value"].get("event_id") for line in dumped.splitlines()]
    process.check(all(sent.count(event["event_id"]) == 1 for event in second),
                  "a file was taken twice")
    print(f"{len(sent)} records, {end_of_logs(binary)} in the logs")


if __name__ == "__main__":
    sys.exit(process.main(test))
