#!/usr/bin/env python3
"""Runs stories_kafka_test beside a real Kafka, in several processes that share the stories.

    stories_kafka_test.py PROGRAM [GTEST_FILTER]

Most of a story's time here is waiting: for a group, for commits. Exit 77: there is no Kafka.
"""

import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "broker"))

import kafka_jars  # noqa: E402
from broker import Cluster, end_on_signals  # noqa: E402
from broker_process import dies_with_parent  # noqa: E402

PROCESSES = 4
SHOWN_LINES = 60
# Both workers of a story join before the group gives its shards.
SETTINGS = {"group.initial.rebalance.delay.ms": 200}


def run_all(program: str, stories: str, address: str) -> int:
    shards = []
    for index in range(PROCESSES):
        environment = os.environ | {"ENCOURS_KAFKA": address, "GTEST_TOTAL_SHARDS": str(PROCESSES),
                                    "GTEST_SHARD_INDEX": str(index), "GTEST_FILTER": stories}
        environment.pop("GTEST_OUTPUT", None)
        shards.append(subprocess.Popen([program, "--gtest_brief=1"], env=environment, text=True,
                                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                       preexec_fn=dies_with_parent()))
    passed = failed = 0
    for shard in shards:
        said, _ = shard.communicate()
        passed += sum(map(int, re.findall(r"\[  PASSED  \] (\d+) test", said)))
        if shard.returncode != 0:
            failed += 1
            print("\n".join(said.splitlines()[-SHOWN_LINES:]))
    print(f"{passed} stories told in Kafka as without it: 4 partitions, 2 workers")
    return 1 if failed or not passed else 0


def main(arguments: list[str]) -> int:
    end_on_signals()
    try:
        with Cluster(settings=SETTINGS) as kafka:
            return run_all(arguments[0], (arguments + ["*"])[1], kafka.address)
    except kafka_jars.Unavailable as problem:
        kafka_jars.skip(problem)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
