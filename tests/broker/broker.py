#!/usr/bin/env python3
"""A real Kafka for tests, one broker or three, on free ports and in a folder of its own.

    broker.py start [--version 4|3.9|X.Y.Z] [--brokers 1|3] [--setting KEY=VALUE]...
                    [--folder DIR] [--keep] [-- COMMAND...]
    broker.py stop --folder DIR
    broker.py fetch [--version 4|3.9|X.Y.Z]

`start` prints the address once the brokers are ready, and stays until it gets a signal or `stop`,
or until COMMAND ends, which finds the address in ENCOURS_KAFKA; its exit code is then ours. The
address stands in DIR/address too. `fetch` only brings the jars. Exit 1: Kafka did not start; its
logs are kept. Exit 77: no Java or no Maven Central (exit 1 when ENCOURS_REQUIRE_ALL=1).

From Python: `with Cluster(brokers=3) as kafka: ... kafka.address ... kafka.kill(2)`.
"""

import argparse
import atexit
import base64
import dataclasses
import fcntl
import os
import pathlib
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid

import kafka_jars
from broker_process import HOST, Broker, Failed, dies_with_parent, free_ports, last_lines

READY_SECONDS = 120
STOP_SECONDS = 20
# Brokers that end together wait for a majority that is gone.
CLOSE_SECONDS = 5
# Tests are short: what counts is how soon a process is up, not how fast it gets.
JAVA_OPTIONS = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS"]
BROKER_OPTIONS = ["-Xms128m", "-Xmx512m"]
TOOL_OPTIONS = ["-Xmx128m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"]


def settings_of(brokers: int) -> dict[str, object]:
    """What differs from Kafka's own defaults, for all brokers."""
    copies = min(brokers, 3)
    in_sync = 2 if brokers > 1 else 1
    return {
        "process.roles": "broker,controller",
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "PLAINTEXT",
        "auto.create.topics.enable": "false",
        "default.replication.factor": copies,
        "min.insync.replicas": in_sync,
        "offsets.topic.replication.factor": copies,
        "offsets.topic.num.partitions": 4,
        "transaction.state.log.replication.factor": copies,
        "transaction.state.log.min.isr": in_sync,
        "transaction.state.log.num.partitions": 4,
        "transaction.max.timeout.ms": 3_600_000,
        "share.coordinator.state.topic.replication.factor": copies,
        "share.coordinator.state.topic.min.isr": in_sync,
        # A test of a session that times out need not wait Kafka's six seconds.
        "group.min.session.timeout.ms": 500,
        "group.initial.rebalance.delay.ms": 0,
        "log.retention.ms": -1,
        # A dead broker is noticed after 5 seconds instead of 9.
        "broker.session.timeout.ms": 5_000,
        "broker.heartbeat.interval.ms": 500,
    }


@dataclasses.dataclass
class Listener:
    """One more way into every broker of a cluster, beside the plain one."""
    protocol: str = "PLAINTEXT"
    # Clients are told another port, where the test stands between them and the broker.
    is_door: bool = False
    # Of each broker: what clients are told, and where the broker listens.
    ports: list[tuple[int, int]] = dataclasses.field(default_factory=list)

    def open(self, brokers: int) -> None:
        told = free_ports(2 * brokers)
        self.ports = [(told[2 * place], told[2 * place + (1 if self.is_door else 0)])
                      for place in range(brokers)]

    def address(self) -> str:
        return ",".join(f"{HOST}:{told}" for told, _ in self.ports)


def new_cluster_id() -> str:
    """22 characters as Kafka wants them; one that begins with a dash would read as an option."""
    while True:
        name = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        if not name.startswith("-"):
            return name


class Cluster:
    """Brokers 1 to N. All methods return when what they ask for has happened.

    Use it from the main thread: the brokers die with the thread that started them. The folder is
    deleted at the end, unless it was given, is to be kept, or something failed.
    """

    def __init__(self, version: str = kafka_jars.NEWEST, brokers: int = 1,
                 folder: str | pathlib.Path | None = None, keep: bool = False,
                 settings: dict[str, object] | None = None,
                 listeners: dict[str, Listener] | None = None) -> None:
        self.version = kafka_jars.VERSIONS.get(version, version)
        self.java = kafka_jars.find_java()
        self.jars = kafka_jars.fetch(version)
        self.keep = keep or folder is not None
        if folder is None:
            folder = tempfile.mkdtemp(prefix="encours-kafka.")
        self.folder = pathlib.Path(folder).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        ports = free_ports(2 * brokers)
        self.brokers = {number: Broker(number, self.folder / f"broker{number}",
                                       (ports[2 * number - 2], ports[2 * number - 1]))
                        for number in range(1, brokers + 1)}
        self.address = ",".join(f"{HOST}:{broker.port}" for broker in self.brokers.values())
        self.settings = settings_of(brokers) | (settings or {})
        self.listeners = listeners or {}
        for listener in self.listeners.values():
            listener.open(brokers)
        self.closed = False
        atexit.register(self.close)

    def __enter__(self) -> "Cluster":
        try:
            self.format()
            for broker in self.brokers.values():
                broker.launch(self.command(*BROKER_OPTIONS))
            for broker in self.brokers.values():
                broker.await_ready(time.monotonic() + READY_SECONDS)
        except BaseException:
            self.close(failed=True)
            raise
        return self

    def __exit__(self, kind: type | None, *_: object) -> None:
        ended = kind is not None and issubclass(kind, (SystemExit, KeyboardInterrupt))
        self.close(failed=kind is not None and not ended)

    def close(self, failed: bool = False) -> None:
        """Stops all brokers and cleans up. Once is enough, more does nothing."""
        if self.closed:
            return
        self.closed = True
        atexit.unregister(self.close)
        # Nothing is read again from a folder that goes away, so nothing has to be written to it.
        gone = not (failed or self.keep)
        for broker in self.brokers.values():
            broker.signal(signal.SIGCONT)
            broker.signal(signal.SIGKILL if gone else signal.SIGTERM)
        deadline = time.monotonic() + CLOSE_SECONDS
        for broker in self.brokers.values():
            broker.await_end(max(0.0, deadline - time.monotonic()))
        if gone:
            shutil.rmtree(self.folder, ignore_errors=True)
        elif failed:
            print(f"what Kafka wrote is kept in {self.folder}", file=sys.stderr)

    # ---- One broker ------------------------------------------------------------------------------

    def kill(self, number: int) -> None:
        """As a power cut: SIGKILL."""
        self.brokers[number].signal(signal.SIGKILL)
        self.brokers[number].await_end(STOP_SECONDS)

    def stop(self, number: int) -> None:
        """As an administrator does it: leadership is handed over, then the broker ends."""
        self.brokers[number].signal(signal.SIGTERM)
        self.brokers[number].await_end(STOP_SECONDS)

    def start(self, number: int) -> None:
        """Starts one that was killed or stopped, with what it had on disk and on its old port."""
        self.brokers[number].launch(self.command(*BROKER_OPTIONS))
        self.brokers[number].await_ready(time.monotonic() + READY_SECONDS)

    def pause(self, number: int) -> None:
        self.brokers[number].signal(signal.SIGSTOP)

    def resume(self, number: int) -> None:
        self.brokers[number].signal(signal.SIGCONT)

    # ---- Kafka's own programs --------------------------------------------------------------------

    def command(self, *options: str) -> list[str]:
        return [self.java, *JAVA_OPTIONS, *options, "-cp", f"{self.jars}/*"]

    def tool(self, name: str, *arguments: str, given: str = "", seconds: float = 120) -> str:
        """Runs a class of Kafka's with a main, fed with `given`; returns what it printed."""
        command = self.command(*TOOL_OPTIONS) + [name, *arguments]
        try:
            done = subprocess.run(command, input=given, capture_output=True, text=True,
                                  timeout=seconds, preexec_fn=dies_with_parent())
        except subprocess.TimeoutExpired:
            raise Failed(f"{name} did not end within {seconds} s") from None
        if done.returncode:
            raise Failed(f"{name} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def create_topic(self, name: str, partitions: int = 1, **config: object) -> None:
        """Settings of the topic are given with underlines for dots."""
        settings = [word for key, value in config.items()
                    for word in ("--config", f"{key.replace('_', '.')}={value}")]
        self.tool("org.apache.kafka.tools.TopicCommand", "--bootstrap-server", self.address,
                  "--create", "--topic", name, "--partitions", str(partitions), *settings)

    def ways_into(self, broker: Broker) -> dict[str, object]:
        protocols = {"PLAINTEXT": "PLAINTEXT", "CONTROLLER": "PLAINTEXT"}
        listens = {"PLAINTEXT": broker.port, "CONTROLLER": broker.controller_port}
        told = {"PLAINTEXT": broker.port}
        for name, listener in self.listeners.items():
            protocols[name] = listener.protocol
            told[name], listens[name] = listener.ports[broker.number - 1]
        return {"listener.security.protocol.map": ",".join(f"{name}:{protocol}" for name, protocol
                                                           in protocols.items()),
                "listeners": ",".join(f"{name}://{HOST}:{port}" for name, port in listens.items()),
                "advertised.listeners": ",".join(f"{name}://{HOST}:{port}"
                                                 for name, port in told.items())}

    def format(self) -> None:
        """Writes the settings of each broker and prepares its folder."""
        voters = ",".join(f"{broker.number}@{HOST}:{broker.controller_port}"
                          for broker in self.brokers.values())
        name = new_cluster_id()
        running = []
        for broker in self.brokers.values():
            if broker.folder.exists():
                raise Failed(f"{self.folder} holds a Kafka already")
            broker.folder.mkdir()
            own = {"node.id": broker.number, "controller.quorum.voters": voters,
                   "log.dirs": broker.folder / "data"} | self.ways_into(broker)
            broker.config.write_text("".join(f"{key}={value}\n" for key, value in
                                             (self.settings | own).items()), encoding="utf-8")
            with open(broker.log, "ab") as log:
                running.append((broker, subprocess.Popen(
                    self.command(*TOOL_OPTIONS) + ["kafka.tools.StorageTool", "format",
                                                   "-t", name, "-c", str(broker.config)],
                    stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=broker.folder,
                    preexec_fn=dies_with_parent())))
        for broker, process in running:
            if process.wait():
                raise Failed(f"the folder of broker {broker.number} could not be prepared:\n"
                             f"{last_lines(broker.log)}")


# ---- The command line ----------------------------------------------------------------------------

def end_on_signals() -> None:
    """The first signal ends the program in order; more are not heard while it does."""
    names = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

    def end(number: int, _: object) -> None:
        for name in names:
            signal.signal(name, signal.SIG_IGN)
        sys.exit(128 + number)

    for name in names:
        signal.signal(name, end)


def start(arguments: argparse.Namespace) -> int:
    end_on_signals()
    started = time.monotonic()
    with Cluster(arguments.version, arguments.brokers, arguments.folder, arguments.keep,
                 dict(setting.split("=", 1) for setting in arguments.setting)) as kafka:
        seconds = time.monotonic() - started
        # Held as long as this runs, so that `stop` never signals a stranger.
        with open(kafka.folder / "pid", "w", encoding="utf-8") as pid:
            fcntl.flock(pid, fcntl.LOCK_EX)
            print(os.getpid(), file=pid, flush=True)
            (kafka.folder / "address").write_text(f"{kafka.address}\n", encoding="utf-8")
            print(f"Kafka {kafka.version} is ready at {kafka.address} after {seconds:.1f} s, in "
                  f"{kafka.folder}", flush=True)
            return run_beside(kafka, arguments.program) if arguments.program else watch(kafka)


def run_beside(kafka: Cluster, program: list[str]) -> int:
    code = subprocess.run(program, env=os.environ | {"ENCOURS_KAFKA": kafka.address},
                          preexec_fn=dies_with_parent(), check=False).returncode
    if code not in (0, kafka_jars.SKIP_EXIT_CODE):
        kafka.close(failed=True)
    return code


def watch(kafka: Cluster) -> int:
    while True:
        for broker in kafka.brokers.values():
            if not broker.running():
                raise Failed(f"broker {broker.number} ended; the end of {broker.log}:\n"
                             f"{last_lines(broker.log)}")
        time.sleep(0.2)


def stop(arguments: argparse.Namespace) -> int:
    """Ends the `start` of a folder and waits until it has ended."""
    try:
        with open(pathlib.Path(arguments.folder) / "pid", encoding="utf-8") as pid:
            try:
                fcntl.flock(pid, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                process = os.pidfd_open(int(pid.read()))
                signal.pidfd_send_signal(process, signal.SIGTERM)
                select.select([process], [], [])
                return 0
    except FileNotFoundError:
        pass
    print(f"no Kafka runs in {arguments.folder}", file=sys.stderr)
    return 1


def fetch(arguments: argparse.Namespace) -> int:
    print(kafka_jars.fetch(arguments.version))
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description="A real Kafka for tests.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    starting = commands.add_parser("start", help="start it and stay")
    starting.add_argument("--brokers", type=int, choices=(1, 3), default=1)
    starting.add_argument("--folder", help="an absent or empty folder, kept (default: a new one)")
    starting.add_argument("--keep", action="store_true", help="keep the folder at the end")
    starting.add_argument("--setting", action="append", default=[], metavar="KEY=VALUE",
                          help="a setting of all brokers; may be repeated")
    starting.add_argument("program", nargs="*", help="run this beside it, then stop")
    starting.set_defaults(function=start)
    stopping = commands.add_parser("stop", help="stop the one that was started in a folder")
    stopping.add_argument("--folder", required=True)
    stopping.set_defaults(function=stop)
    fetching = commands.add_parser("fetch", help="bring the jars of a version")
    fetching.set_defaults(function=fetch)
    for command in (starting, fetching):
        command.add_argument("--version", default=kafka_jars.NEWEST,
                             help="4, 3.9 or all three numbers (default %(default)s)")
    arguments = parser.parse_args()
    try:
        return arguments.function(arguments)
    except kafka_jars.Unavailable as problem:
        kafka_jars.skip(problem)
    except Failed as problem:
        print(f"broker.py: {problem}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
