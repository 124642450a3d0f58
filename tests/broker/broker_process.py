"""One process of Kafka's: started, watched until it is ready, signalled, and never left behind."""

import ctypes
import os
import pathlib
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable

SHOWN_LINES = 40
HOST = "127.0.0.1"
READY = b"Kafka Server started"
# Below what the system gives to outgoing connections: a broker that is down keeps its port.
PORTS = range(20_000, 30_000)
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)


class Failed(Exception):
    """A broker or a tool of Kafka's ended badly; the message has the end of its log."""


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on. They are held together, so that they differ."""
    held: list[socket.socket] = []
    for port in random.sample(PORTS, len(PORTS)):
        taken = socket.socket()
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind((HOST, port))
            held.append(taken)
        except OSError:
            taken.close()
        if len(held) == count:
            break
    ports = [taken.getsockname()[1] for taken in held]
    for taken in held:
        taken.close()
    return ports


def dies_with_parent() -> Callable[[], None]:
    """For a child between fork and exec: however this process ends, the system kills the child."""
    parent = os.getpid()

    def prepare() -> None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


def last_lines(path: pathlib.Path) -> str:
    lines = path.read_text(errors="replace").splitlines() if path.exists() else []
    return "\n".join(lines[-SHOWN_LINES:])


class Broker:
    """One process, broker and controller in one. Its number is its node id, from 1."""

    def __init__(self, number: int, folder: pathlib.Path, ports: tuple[int, int]) -> None:
        self.number = number
        self.folder = folder
        self.port, self.controller_port = ports
        self.config = folder / "server.properties"
        self.log = folder / "log.txt"
        self.process: subprocess.Popen | None = None
        self.log_seen = 0

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def launch(self, command: list[str]) -> None:
        if self.running():
            raise Failed(f"broker {self.number} runs already")
        with open(self.log, "ab") as log:
            self.log_seen = log.tell()
            self.process = subprocess.Popen(
                command + ["kafka.Kafka", str(self.config)], stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, cwd=self.folder, start_new_session=True, preexec_fn=dies_with_parent())

    def await_ready(self, deadline: float) -> None:
        while True:
            running = self.running()
            with open(self.log, "rb") as log:
                log.seek(self.log_seen)
                if READY in log.read():
                    return
            if not running or time.monotonic() > deadline:
                how = "did not get ready in time" if running else "ended while it started"
                raise Failed(f"broker {self.number} {how}; the end of {self.log}:\n"
                             f"{last_lines(self.log)}")
            time.sleep(0.05)

    def signal(self, number: int) -> None:
        if self.process is not None and self.running():
            self.process.send_signal(number)

    def await_end(self, seconds: float) -> None:
        """Waits for the end; kills what does not end in time."""
        if self.process is None:
            return
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
