"""What a real Kafka needs to run: a JDK, and the jars of one version from Maven Central.

The jars are fetched once, by Maven, into build/tools/kafka/VERSION (ENCOURS_KAFKA_CACHE names
another folder than build/tools/kafka). A folder of that name is complete: it gets its name last.
What cannot be had is an Unavailable; `skip` says so in one line and ends with the code of a skip.
"""

import fcntl
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
from typing import NoReturn

# The newest of the two lines that sites run.
VERSIONS = {"4": "4.4.0", "3.9": "3.9.2"}
NEWEST = VERSIONS["4"]
JAVA_MIN = 17
FETCH_SECONDS = 600
SKIP_EXIT_CODE = 77
REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
DEPENDENCY_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:2.8:copy-dependencies"

# Both lines log through slf4j, to different libraries; the simple one of slf4j's own serves both
# and needs no file of settings.
POM = """\
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>encours</groupId>
  <artifactId>broker</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>{version}</version>
      <exclusions>
        <exclusion><groupId>org.slf4j</groupId><artifactId>slf4j-reload4j</artifactId></exclusion>
      </exclusions>
    </dependency>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka-tools</artifactId>
      <version>{version}</version>
      <exclusions>
        <exclusion><groupId>org.slf4j</groupId><artifactId>slf4j-reload4j</artifactId></exclusion>
      </exclusions>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-simple</artifactId>
      <version>1.7.36</version>
    </dependency>
  </dependencies>
</project>
"""


class Unavailable(Exception):
    """A JDK, Maven or Maven Central is not to be had here; the message is one line."""


def skip(why: object) -> NoReturn:
    """Ends the program as one that could not run; as a failure where nothing may be skipped."""
    print(f"SKIPPED: {why}", flush=True)
    sys.exit(1 if os.environ.get("ENCOURS_REQUIRE_ALL") == "1" else SKIP_EXIT_CODE)


def find_java() -> str:
    """The java of JAVA_HOME, else the one on the PATH; not older than Kafka's brokers need."""
    home = os.environ.get("JAVA_HOME")
    found = []
    for java in ([f"{home}/bin/java"] if home else []) + [shutil.which("java")]:
        version = java_version(java) if java else 0
        if version >= JAVA_MIN:
            return str(java)
        if version:
            found.append(f"{java} is {version}")
    raise Unavailable(f"no Java {JAVA_MIN} or newer ({', '.join(found) or 'none at all'}); "
                      "Debian has it in openjdk-17-jre-headless")


def java_version(java: str) -> int:
    """The major version, 8 for 1.8; 0 if the program cannot be run."""
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return 0
    version = re.search(r'version "(?:1\.)?(\d+)', said.stderr)
    return int(version[1]) if version else 0


def cache_folder() -> pathlib.Path:
    named = os.environ.get("ENCOURS_KAFKA_CACHE")
    return pathlib.Path(named) if named else REPOSITORY / "build" / "tools" / "kafka"


def fetch(version: str = NEWEST) -> pathlib.Path:
    """The folder with the jars of a version; `4` and `3.9` stand for the newest of that line."""
    version = VERSIONS.get(version, version)
    cache = cache_folder()
    folder = cache / version
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with open(cache / "lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():  # somebody else may have fetched it meanwhile
            fetch_new(version, cache, folder)
    return folder


def fetch_new(version: str, cache: pathlib.Path, folder: pathlib.Path) -> None:
    maven = shutil.which("mvn")
    if not maven:
        raise Unavailable(f"Kafka {version} is not in {cache}, and there is no Maven to fetch it; "
                          "Debian has it in maven")
    with tempfile.TemporaryDirectory(prefix=f".{version}.", dir=cache) as work:
        pom = pathlib.Path(work) / "pom.xml"
        pom.write_text(POM.format(version=version), encoding="utf-8")
        jars = pathlib.Path(work) / "jars"
        run_maven([maven, "--batch-mode", "--strict-checksums", "--file", str(pom),
                   f"-Dmaven.repo.local={cache / 'maven'}", DEPENDENCY_PLUGIN,
                   "-DincludeScope=runtime", f"-DoutputDirectory={jars}"], version)
        if not (jars / f"kafka_2.13-{version}.jar").is_file():
            raise Unavailable(f"Maven said nothing, and brought no Kafka {version}")
        jars.rename(folder)


def run_maven(command: list[str], version: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=FETCH_SECONDS,
                              stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        raise Unavailable(f"Maven did not bring Kafka {version} within {FETCH_SECONDS} s") from None
    if done.returncode:
        errors = re.findall(r"^\[ERROR\] (.*)", done.stdout, re.MULTILINE) or ["it said nothing"]
        raise Unavailable(f"Maven cannot fetch Kafka {version}: {errors[0]}")
