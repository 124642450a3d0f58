"""What the tests of delivery set up: instances of the service, a ledger, a feed that lasts."""

import atexit
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
LEDGER = HERE.parent / "generated_ledger"
sys.path[:0] = [str(HERE.parent / "broker"), str(HERE.parent / "cli")]

import kafka_jars  # noqa: E402
from broker import Listener, end_on_signals  # noqa: E402
from process import Binary, Failed, check  # noqa: E402
from tcp_door import Door  # noqa: E402

PARTITIONS = 4
SESSION_MS = 6_000
TRANSACTION_MS = 3_000
# Rows are few in memory, so that those on the disk are read.
SETTINGS = """\
data: {folder}/data
inbox: {folder}/inbox
policy: {policy}
flush: {{interval_ms: 500}}
metrics: {{listen: ""}}
kafka:
  brokers: {brokers}
  ordinal: {ordinal}
  session_timeout_ms: {session_ms}
  transaction_timeout_ms: {transaction_ms}
"""


class Instance:
    """One ordinal. Its way to the brokers leads through doors of its own, if it has any."""

    def __init__(self, binary: Binary, folder: pathlib.Path, brokers: str, ordinal: int,
                 way: Listener | None = None, machine: str = ""):
        self.binary, self.ordinal = binary, ordinal
        self.folder = folder / f"instance-{ordinal}{machine}"
        self.folder.mkdir()
        self.data = self.folder / "data"
        self.doors = [Door(*ports) for ports in way.ports] if way else []
        self.settings = self.folder / "encours.yaml"
        self.settings.write_text(SETTINGS.format(
            folder=self.folder, policy=folder / "policy.yaml", ordinal=ordinal,
            brokers=f'"{way.address() if way else brokers}"', session_ms=SESSION_MS,
            transaction_ms=TRANSACTION_MS), encoding="utf-8")
        self.log = open(self.folder / "log", "ab")
        self.process = None
        atexit.register(self.put_away)

    def put_away(self):
        """Whatever became of the test, nothing of it goes on."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()

    def start(self, *options: str):
        self.process = self.binary.start("run", "-c", self.settings, "--no-input", *options,
                                         stdout=self.log, stderr=self.log)

    def signal(self, number: int):
        self.process.send_signal(number)

    def end(self, number: int) -> int:
        self.signal(number)
        return self.process.wait(60)

    def log_text(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def end_of_log(self) -> str:
        return self.log_text()[-3000:]


class Feeder(threading.Thread):
    """Feeds the ledger piece by piece, at a pace that lasts as long as the trouble does."""

    def __init__(self, binary: Binary, settings: pathlib.Path, lines: list[str], seconds: float):
        super().__init__()
        self.binary, self.settings, self.lines, self.seconds = binary, settings, lines, seconds
        self.failure = None

    def run(self):
        pieces = 40
        size = -(-len(self.lines) // pieces)
        try:
            process = self.binary.start("append", "-c", self.settings, stdin=subprocess.PIPE,
                                        stderr=subprocess.PIPE)
            for first in range(0, len(self.lines), size):
                process.stdin.write("".join(self.lines[first:first + size]))
                process.stdin.flush()
                time.sleep(self.seconds / pieces)
            _, said = process.communicate()
            check(process.returncode == 0, f"append ended with {process.returncode}: {said}")
        except Exception as failure:  # told by the test's own thread
            self.failure = failure


def make_ledger(folder: pathlib.Path, options) -> list[str]:
    """The events that stand in the reference, in their order; their policy beside them."""
    events = folder / "events.ndjson"
    with open(events, "w", encoding="utf-8") as output:
        subprocess.run([sys.executable, "-B", LEDGER / "generate.py", str(options.seed)],
                       check=True, stdout=output)
    # The ledger is of years ago and comes today: nothing of it is too old to be opened.
    policy = (LEDGER / "policy.yaml").read_text(encoding="utf-8")
    (folder / "policy.yaml").write_text(
        policy.replace("idempotency_horizon_days: 396", "idempotency_horizon_days: 3650"),
        encoding="utf-8")
    lines = events.read_text(encoding="utf-8").splitlines(keepends=True)[:options.events]
    events.write_text("".join(lines), encoding="utf-8")
    return lines


def in_a_folder(name: str, test) -> int:
    """Runs a test in a folder of its own, which stays when it fails; the exit code."""
    end_on_signals()
    folder = pathlib.Path(tempfile.mkdtemp(prefix=f"encours-{name}."))
    try:
        test(folder)
    except kafka_jars.Unavailable as problem:
        kafka_jars.skip(problem)
    except Failed as failure:
        print(f"FAILED: {failure}\nwhat was written is in {folder}", file=sys.stderr)
        return 1
    shutil.rmtree(folder)
    return 0
