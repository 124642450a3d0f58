"""What delivery_test.py does to instances and brokers, one method a trouble."""

import collections
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "broker"), str(HERE.parent / "cli")]

from broker import Cluster  # noqa: E402
from delivery_world import SESSION_MS, TRANSACTION_MS, Instance  # noqa: E402
from process import check  # noqa: E402

IO, PUSHED_OUT, NO_BROKER = 74, 75, 69
SMALL_DISK_MB = 64
PRODUCERS = ("org.apache.kafka.tools.ConsoleProducer", "kafka.tools.ConsoleProducer")  # 4, 3.9
PROPERTIES = ("--reader-property", "--property")

# Option of delivery_test.py, usual number of times, seconds that one takes. What is done stands
# with the method of the same name.
TROUBLES = {
    "kill": ("--kills", 20, 2),
    "stall": ("--stalls", 2, 9),
    "expire": ("--expiries", 0, 6),
    "move": ("--moves", 4, 5),
    "restart": ("--restarts", 1, 9),
    "broker_kill": ("--broker-kills", 0, 14),
    "cut": ("--cuts", 0, 8),
    "lose_disk": ("--lost-disks", 0, 3),
    "damage": ("--damages", 0, 3),
    "damage_at_work": ("--damages-at-work", 0, 6),
    "fill_disk": ("--full-disks", 0, 6),
    "poison": ("--poisons", 0, 4),
}


class Trouble:
    """In an order that the seed decides."""

    def __init__(self, kafka: Cluster, instances: list[Instance], options):
        self.kafka, self.instances = kafka, instances
        self.chance = random.Random(options.seed)
        self.done = collections.Counter()
        self.poison_given: list[str] = []  # records that were no events
        self.left = collections.Counter({name: getattr(options, name) for name in TROUBLES})

    def run(self):
        while +self.left:
            what = self.chance.choice(list((+self.left).elements()))
            self.left[what] -= 1
            getattr(self, what)(self.chance.choice(self.instances))
            self.done[what] += 1
            for instance in self.instances:
                self.look_after(instance, what)

    def look_after(self, instance: Instance, what: str):
        """While the brokers are away a member may be forgotten and, when they come back, pushed out
        by its own return: the library tells this as it tells another process with its id. One that
        begins while no broker answers gives up, and so does one that waited for long. A full disk
        ends it too. Whoever runs the service starts it again."""
        code = instance.process.poll()
        was_cut_off = any(self.done[name] for name in ("restart", "broker_kill", "cut"))
        if (code in (PUSHED_OUT, NO_BROKER) and was_cut_off) or \
                (code == IO and self.done["fill_disk"] > 0):
            self.done[{PUSHED_OUT: "pushed out", NO_BROKER: "gave up", IO: "disk full"}[code]] += 1
            instance.start()
            return
        check(code is None, f"instance {instance.ordinal} ended with {code} after a {what}:\n"
              + instance.end_of_log())

    # ---- Processes -------------------------------------------------------------------------------

    def kill(self, instance: Instance):
        """It dies at any moment and comes back under its name."""
        time.sleep(self.chance.uniform(0.1, 1.5))
        instance.end(signal.SIGKILL)
        instance.start()

    def stall(self, instance: Instance):
        """It stands still until others have its shards, and goes on as a zombie."""
        instance.signal(signal.SIGSTOP)
        time.sleep(SESSION_MS / 1000 + self.chance.uniform(0.5, 2.5))
        instance.signal(signal.SIGCONT)
        time.sleep(1)

    def expire(self, instance: Instance):
        """It stands still until the broker has aborted its transaction, and keeps its shards."""
        time.sleep(self.chance.uniform(0.1, 0.5))
        instance.signal(signal.SIGSTOP)
        time.sleep(TRANSACTION_MS / 1000 + self.chance.uniform(0.5, 1))
        instance.signal(signal.SIGCONT)
        time.sleep(1)

    def move(self, instance: Instance):
        """It leaves in order, and joins again when its shards have gone to others."""
        code = instance.end(signal.SIGTERM)
        # One that was started a moment ago has not begun to listen.
        check(code in (0, -signal.SIGTERM), f"SIGTERM: {code}\n{instance.end_of_log()}")
        time.sleep(SESSION_MS / 1000 * self.chance.uniform(0, 1.5))
        instance.start()

    # ---- Brokers and the way to them -------------------------------------------------------------

    def restart(self, _: Instance):
        """Broker 1 goes away and comes back."""
        if self.chance.random() < 0.5:
            self.kafka.kill(1)
        else:
            self.kafka.stop(1)
        time.sleep(self.chance.uniform(0, 2))
        self.kafka.start(1)
        time.sleep(5)

    def broker_kill(self, _: Instance):
        """Any of the brokers dies, longer than the others take to notice, and comes back. Leaders
        and coordinators move; the next one dies when this has caught up."""
        number = self.chance.choice(list(self.kafka.brokers))
        self.kafka.kill(number)
        time.sleep(self.chance.uniform(1, 8))
        self.kafka.start(number)
        deadline = time.monotonic() + 60
        while self.kafka.tool("org.apache.kafka.tools.TopicCommand", "--bootstrap-server",
                              self.kafka.address, "--describe",
                              "--under-replicated-partitions").strip():
            check(time.monotonic() < deadline, f"broker {number} does not catch up")

    def cut(self, instance: Instance):
        """Its way to the brokers is cut: for less than a session or for more; both ways, for
        answers alone, or so that connections break."""
        seconds = SESSION_MS / 1000 * self.chance.choice((0.1, 0.3, 0.6, 1.2, 1.6))
        how = self.chance.choice(("hold_all", "hold_answers", "shut"))
        for door in instance.doors:
            getattr(door, how)()
        time.sleep(seconds)
        for door in instance.doors:
            door.open()
        self.done[f"cut ({how})"] += 1
        time.sleep(2)

    # ---- Disks -----------------------------------------------------------------------------------

    def lose_disk(self, instance: Instance):
        """It dies, and finds an empty data folder."""
        instance.end(signal.SIGKILL)
        shutil.rmtree(instance.data / "state", ignore_errors=True)
        instance.start()

    def damage(self, instance: Instance):
        """It dies, and bytes of its rows on the disk are others when it comes back."""
        time.sleep(self.chance.uniform(0.5, 1))
        instance.end(signal.SIGKILL)
        self.done["files damaged"] += self.damage_files(instance)
        instance.start()

    def damage_at_work(self, instance: Instance):
        """Bytes of its rows on the disk become others while it uses them."""
        time.sleep(self.chance.uniform(0.5, 1))
        self.done["files damaged"] += self.damage_files(instance)
        time.sleep(4)

    def damage_files(self, instance: Instance) -> int:
        files = sorted(instance.data.glob("state/*/[0-9]/*.sst"))
        for file in files:
            size = file.stat().st_size
            with open(file, "r+b") as content:
                for _ in range(8):
                    place = self.chance.randrange(size)
                    content.seek(place)
                    byte = content.read(1)[0]
                    content.seek(place)
                    content.write(bytes([byte ^ 0x55]))
        return len(files)

    def fill_disk(self, instance: Instance):
        """No room is left where its rows are, for longer than it waits; then there is."""
        filler = instance.data / "filler"
        with open(filler, "wb", buffering=0) as content:
            try:
                while True:
                    content.write(bytes(1 << 16))
            except OSError:
                pass
        time.sleep(4)
        filler.unlink()

    # ---- Records ---------------------------------------------------------------------------------

    def poison(self, _: Instance):
        """Another program writes what is no event into the log."""
        values = [f"garbage {self.chance.random()}" for _ in range(20)]
        version = self.kafka.version.startswith("3.")
        self.kafka.tool(PRODUCERS[version], "--bootstrap-server", self.kafka.address, "--topic",
                        "credit.events", PROPERTIES[version], "parse.key=true",
                        given="".join(f"C{self.chance.randrange(1000)}\t{value}\n"
                                      for value in values))
        self.poison_given += values


def small_disk(folder: pathlib.Path) -> bool:
    """Mounts a disk of some megabytes; False where one may not."""
    folder.mkdir(parents=True, exist_ok=True)
    return os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK_MB}m", "tmpfs", str(folder)],
        check=False, capture_output=True).returncode == 0


def unmount(folder: pathlib.Path):
    subprocess.run(["umount", "--lazy", str(folder)], check=False, capture_output=True)
