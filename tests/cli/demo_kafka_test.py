#!/usr/bin/env python3
"""The demo on a Kafka inside its process, as a person copies its lines: kcat reads, we decode.

    demo_kafka_test.py BINARY

Exit 77: there is no kcat.
"""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "broker"))

import kafka_jars  # noqa: E402
import process  # noqa: E402
from process import OK, USAGE, check  # noqa: E402

STAYS = "stays until Ctrl-C"


def lines_until_it_stays(demo):
    lines = []
    for line in demo.stdout:
        lines.append(line.strip())
        if STAYS in line:
            return lines
    check(False, f"the demo ended with {demo.wait()}: {lines[-5:]} {demo.stderr.read()}")


def read_by(command, folder):
    """Runs a line as it was printed; the messages that it shows."""
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=folder, text=True,
                          capture_output=True, timeout=60, check=False)
    check(done.returncode == OK, f"{command}\n{done.returncode}: {done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test(binary, folder, _):
    kept = folder / "year"
    kept.mkdir()
    binary.run("demo", "--kafka", "--data", kept, expect=USAGE)
    if shutil.which("kcat") is None:
        kafka_jars.skip("there is no kcat; Debian has it in kcat")

    demo = binary.start("demo", "--kafka", "--fast", "--days", 45, "--clients", 60,
                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        lines = lines_until_it_stays(demo)
        check(any(line.startswith("Kafka 127.0.0.1:") and "mock, for looking only" in line
                  for line in lines), lines)
        check(any("cases opened" in line for line in lines), lines)
        commands = [line for line in lines if line.startswith("kcat ")]
        alerts = read_by(next(line for line in commands if "credit.alerts" in line), folder)
        check(alerts and all(one["topic"] == "credit.alerts" for one in alerts), alerts[:2])
        check(alerts[0]["value"]["causes"], alerts[0])
        events = read_by(next(line for line in commands if "credit.events" in line), folder)
        kinds = {kind for one in events for kind in one["value"]}
        check({"order_placed", "invoice", "day_turned", "policy"} <= kinds, kinds)
    finally:
        demo.send_signal(signal.SIGINT)
    check(demo.wait(30) == OK, f"Ctrl-C: {demo.returncode} {demo.stderr.read()}")
    check(os.listdir(kept) == [], "a folder that was there is left alone")


if __name__ == "__main__":
    process.main(test)
