"""A real S3-compatible server for tests: the Versity S3 Gateway over a folder, on a free port.

It checks signatures and the hash of every body. The server is built by `go install` from the Go
module proxy, once, into build/tools/versitygw. `missing()` says why it cannot be had.

    with Server() as server: ... server.endpoint ... server.folder / BUCKET / NAME is the object
"""

import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

MODULE = "github.com/versity/versitygw/cmd/versitygw"
VERSION = "v1.8.0"
TOOLS = pathlib.Path("build/tools/versitygw") / VERSION
ACCESS_KEY, SECRET_KEY, REGION = "encours-test", "no-secret-of-anybody", "eu-test-1"
READY_SECONDS = 60


def missing():
    """Brings the server if it is not there; why it cannot be had, or nothing."""
    if (TOOLS / "versitygw").is_file():
        return ""
    if shutil.which("go") is None:
        return "no Go on this system, by which the S3 server is built"
    TOOLS.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"GOBIN": str((TOOLS / "part").resolve()), "GOFLAGS": "-mod=mod",
                                "GOTOOLCHAIN": "local"}
    print(f"building {MODULE}@{VERSION}, some minutes the first time", flush=True)
    done = subprocess.run(["go", "install", f"{MODULE}@{VERSION}"], env=environment,
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        return f"{MODULE} could not be built: {last}"
    (TOOLS / "part" / "versitygw").rename(TOOLS / "versitygw")
    return ""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, process):
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError(f"the S3 server did not start within {READY_SECONDS} s")


class Server:
    """The server with one empty bucket, `BUCKET`."""

    BUCKET = "snapshots"

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="encours-s3-"))
        (self.folder / "objects" / self.BUCKET).mkdir(parents=True)
        (self.folder / "meta").mkdir()
        self.objects = self.folder / "objects" / self.BUCKET
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.log = open(self.folder / "log", "w", encoding="utf-8")
        self.process = None

    def __enter__(self):
        environment = os.environ | {"ROOT_ACCESS_KEY": ACCESS_KEY, "ROOT_SECRET_KEY": SECRET_KEY}
        self.process = subprocess.Popen(
            [TOOLS / "versitygw", "--port", f"127.0.0.1:{self.port}", "--region", REGION,
             "--keep-alive", "posix", "--sidecar", self.folder / "meta", self.folder / "objects"],
            env=environment, stdout=self.log, stderr=subprocess.STDOUT)
        wait_for(self.port, self.process)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder)
