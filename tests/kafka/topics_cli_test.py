#!/usr/bin/env python3
"""`encours topics` on a real Kafka: what is missing is made, what differs is told and left alone.

    topics_cli_test.py BINARY
"""

import json
import pathlib
import sys

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "broker"), str(TESTS / "cli")]

import kafka_jars  # noqa: E402
import process  # noqa: E402
from broker import Cluster  # noqa: E402
from process import CONFIG, FINDINGS, IN_USE, check  # noqa: E402

TOPICS = 16


def differences(binary, *arguments):
    done = binary.run("topics", "check", *arguments, "--format", "json", expect=None)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    check(done.returncode == (FINDINGS if found else 0), f"exit {done.returncode} for {found}")
    return found


def test_with(kafka, binary, folder):
    at = ("--brokers", kafka.address)
    missing = differences(binary, *at)
    check(len(missing) == TOPICS and all(one["what"] == "topic" for one in missing), missing)
    check("encours topics create" in missing[0]["mend"], missing[0])

    # One that somebody made by hand, with what would lose records in it.
    kafka.create_topic("credit.alerts", partitions=3, retention_ms=86400000)
    settings = folder / "encours.yaml"
    settings.write_text(f"partitions: 3\nkafka: {{brokers: \"{kafka.address}\"}}\n")
    done = binary.run("topics", "create", "-c", settings, expect=FINDINGS)
    check(done.stderr.count("made credit.") == TOPICS - 1, done.stderr)
    check("made credit.alerts" not in done.stderr, "it is there")
    check("retention.ms" in done.stdout and "kafka-configs.sh" in done.stdout, done.stdout)
    left = differences(binary, *at)
    check({one["topic"] for one in left} == {"credit.alerts"}, left)
    check({one["what"] for one in left} == {"retention.ms", "max.message.bytes"}, left)

    # The commands that it names mend it.
    for one in left:
        words = one["mend"].split()
        check(words[0] == "kafka-configs.sh", words)
        kafka.tool("org.apache.kafka.tools.ConfigCommand", *words[1:])
    done = binary.run("topics", "check", *at)
    check(f"{TOPICS} topics" in done.stdout and "3 partitions each" in done.stdout, done.stdout)
    binary.run("topics", "create", *at)  # once more makes nothing and finds nothing

    settings.write_text(f"kafka: {{brokers: \"{kafka.address}\", client: {{acks: 1}}}}\n")
    done = binary.run("topics", "check", "-c", settings, expect=CONFIG)
    check("kafka.client: acks cannot be set" in done.stderr, done.stderr)
    binary.run("config", "validate", settings, expect=CONFIG)
    done = binary.run("topics", "check", "--brokers", "127.0.0.1:1", expect=IN_USE)
    check("refused" in done.stderr, done.stderr)


def test(binary, folder, _):
    try:
        with Cluster() as kafka:
            test_with(kafka, binary, folder)
    except kafka_jars.Unavailable as problem:
        kafka_jars.skip(problem)


if __name__ == "__main__":
    sys.exit(process.main(test))
