"""Runs the binary in a folder of the test's own and keeps what it said, for the tests here."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

OK, FAILED, FINDINGS, USAGE, BAD_DATA = 0, 1, 2, 64, 65
IN_USE, INTERNAL, IO, CONFIG = 69, 70, 74, 78


class Failed(Exception):
    """What was expected did not happen."""


def check(condition, message):
    if not condition:
        raise Failed(message)


class Binary:
    """The binary under test, run in `folder` without colours and in English."""

    def __init__(self, path, folder):
        self.path = str(pathlib.Path(path).resolve())
        self.folder = folder
        keep = ("PATH", "HOME", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS")
        self.environment = {name: os.environ[name] for name in keep if name in os.environ}
        self.environment["LC_ALL"] = "C.UTF-8"
        # Tests run beside each other: none takes the usual port.
        self.environment["ENCOURS__METRICS__LISTEN"] = ""

    def run(self, *arguments, expect=OK, stdin="", environment=None):
        """Runs a command; the exit code must be `expect`, unless that is None."""
        done = subprocess.run(
            [self.path, *map(str, arguments)], cwd=self.folder, input=stdin, text=True,
            capture_output=True, check=False, env=self.environment | (environment or {}))
        if expect is not None:
            check(done.returncode == expect,
                  f"encours {' '.join(map(str, arguments))}\nexit {done.returncode}, expected "
                  f"{expect}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done

    def start(self, *arguments, **options):
        """Starts a command and does not wait for it."""
        return subprocess.Popen([self.path, *map(str, arguments)], cwd=self.folder,
                                env=self.environment, text=True, **options)


def main(test):
    """Runs test(binary, folder, other arguments); the folder is kept when it fails."""
    if len(sys.argv) < 2:
        sys.exit(f"usage: {sys.argv[0]} BINARY [ARGUMENT...]")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="encours-cli-"))
    try:
        test(Binary(sys.argv[1], folder), folder, sys.argv[2:])
    except Failed as failure:
        sys.exit(f"FAILED: {failure}\nwhat was written is in {folder}")
    shutil.rmtree(folder)
