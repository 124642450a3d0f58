#!/usr/bin/env python3
"""Shows that the Kafka of broker.py is one, with Kafka's own programs as clients.

    selftest.py [4|3.9]...     (default: both)

For each version: one broker keeps a record over a stop and a start; of three, one is killed and the
others take and give records without it; the command line ends in order, whatever ends it.
Exit 0: all holds. Exit 77: no Java or no Maven Central.
"""

import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import kafka_jars
from broker import Cluster, end_on_signals
from broker_process import Failed

BROKER = pathlib.Path(__file__).with_name("broker.py")
TOPIC = "records"
PRODUCERS = ("org.apache.kafka.tools.ConsoleProducer", "kafka.tools.ConsoleProducer")  # 4, 3.9
CONSUMER = "org.apache.kafka.tools.consumer.ConsoleConsumer"


def produce(kafka: Cluster, *records: str) -> None:
    kafka.tool(PRODUCERS[kafka.version.startswith("3.")], "--bootstrap-server", kafka.address,
               "--topic", TOPIC, given="".join(f"{record}\n" for record in records))


def consume(kafka: Cluster, count: int) -> list[str]:
    return kafka.tool(CONSUMER, "--bootstrap-server", kafka.address, "--topic", TOPIC,
                      "--from-beginning", "--max-messages", str(count), "--timeout-ms",
                      "30000").split()


def expect(what: str, holds: bool) -> None:
    if not holds:
        raise Failed(f"this does not hold: {what}")


def one_broker(version: str) -> None:
    with Cluster(version) as kafka:
        kafka.create_topic(TOPIC, partitions=1, retention_ms=-1)
        produce(kafka, "first")
        expect("a record is read as it was written", consume(kafka, 1) == ["first"])
        kafka.stop(1)
        kafka.start(1)
        produce(kafka, "second")
        expect("a restart loses nothing", consume(kafka, 2) == ["first", "second"])
        folder = kafka.folder
    expect("nothing is left behind", not folder.exists() and not processes_in(folder))


def three_brokers(version: str) -> None:
    with Cluster(version, brokers=3) as kafka:
        kafka.create_topic(TOPIC, partitions=3)
        produce(kafka, "first")
        kafka.kill(2)
        produce(kafka, "second")
        expect("two of three take and give", sorted(consume(kafka, 2)) == ["first", "second"])
        kafka.start(2)
        kafka.pause(3)
        kafka.resume(3)
        produce(kafka, "third")
        expect("the third comes back", len(consume(kafka, 3)) == 3)


def processes_in(folder: pathlib.Path) -> list[str]:
    """Process ids whose command line names the folder, this process aside."""
    found = []
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if str(folder).encode() in (process / "cmdline").read_bytes():
                found.append(process.name)
        except OSError:
            continue
    return [name for name in found if int(name) != os.getpid()]


def await_line(process: subprocess.Popen) -> None:
    line = process.stdout.readline() if process.stdout else ""
    expect(f"`start` says that it is ready, not '{line}'", " is ready at " in line)


def command_line(version: str) -> None:
    with tempfile.TemporaryDirectory(prefix="encours-kafka-selftest.") as work:
        for name in ("stop", "signal", "kill"):
            folder = pathlib.Path(work) / name
            command = [sys.executable, "-B", str(BROKER), "start", "--version", version,
                       "--folder", str(folder)]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
                await_line(process)
                expect("the address stands in the folder", (folder / "address").exists())
                if name == "stop":
                    subprocess.run([*command[:3], "stop", "--folder", str(folder)], check=True)
                else:
                    process.send_signal(signal.SIGTERM if name == "signal" else signal.SIGKILL)
                process.wait(60)
            deadline = time.monotonic() + 10
            while processes_in(folder) and time.monotonic() < deadline:
                time.sleep(0.05)
            expect(f"after {name} no process is left", not processes_in(folder))
        code = subprocess.run([*command[:-1], f"{work}/program", "--", "sh", "-c",
                               'test -n "$ENCOURS_KAFKA" && exit 5'], check=False,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
        expect("the code of a program that runs beside it is passed on", code == 5)


def missing_things() -> None:
    """Where Java is missing, one line and the code of a skip; a failure where all is required."""
    for required, code in (("", kafka_jars.SKIP_EXIT_CODE), ("1", 1)):
        done = subprocess.run(
            [sys.executable, "-B", str(BROKER), "start"], text=True, capture_output=True,
            env={"PATH": "/absent", "ENCOURS_REQUIRE_ALL": required}, check=False)
        expect("what is missing is said in one line",
               done.returncode == code and done.stdout.startswith("SKIPPED: no Java")
               and done.stdout.count("\n") == 1 and not done.stderr)


def main() -> int:
    end_on_signals()
    try:
        missing_things()
        for version in sys.argv[1:] or list(kafka_jars.VERSIONS):
            for test in (one_broker, three_brokers, command_line):
                started = time.monotonic()
                test(version)
                print(f"ok  Kafka {version}, {test.__name__}: {time.monotonic() - started:.1f} s",
                      flush=True)
    except kafka_jars.Unavailable as problem:
        kafka_jars.skip(problem)
    except Failed as problem:
        print(f"FAILED: {problem}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
