#!/usr/bin/env python3
"""A real Prometheus scrapes the running service; every panel and every rule must get its data.

The demo's year is played into a folder, the service goes on with it, and events are fed while
Prometheus scrapes by our own configuration. The sums over the accounts must be those of `encours
clients`, before and after a start of the service. Needs prometheus and promtool on the PATH;
without them it is skipped.

    prometheus_test.py BINARY
"""

import contextlib
import datetime
import json
import math
import os
import pathlib
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))

# pylint: disable=wrong-import-position
import boards
import history
import process

SKIPPED = 77
PATIENCE_SECONDS = 120
SETTINGS = "data: live\ninbox: inbox\n"
# What the boards' variables are set to.
VARIABLES = {"$job": ".+", "$instance": ".+", "$segment": ".+", "$topic": ".+", "$currency": "EUR",
             "$__rate_interval": "10s"}


def fetch(url):
    """(status, body) of a page, refusals too."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def wait_until(what, condition):
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            if condition():
                return
        select.select([], [], [], 0.1)
    raise process.Failed(f"it did not happen within {PATIENCE_SECONDS} s: {what}")


class Service:
    """encours run on the demo's folder, listening on a port of its own."""

    def __init__(self, binary, listen):
        binary.environment["ENCOURS__METRICS__LISTEN"] = listen
        self.running = binary.start("run", "-c", "run.yaml", stdin=subprocess.PIPE,
                                    stderr=subprocess.PIPE)
        self.address = ""
        while "shards" not in (line := self.running.stderr.readline()):
            process.check(line, "the service did not start")
            if found := re.search(r"http://(\S+)/metrics", line):
                self.address = found.group(1)
        wait_until("the service is ready", lambda: self.get("/readyz") == (200, "ready\n"))

    def get(self, path):
        return fetch(f"http://{self.address}{path}")

    def send(self, events):
        self.running.stdin.write("".join(json.dumps(event) + "\n" for event in events))
        self.running.stdin.flush()

    def stop(self):
        self.running.send_signal(signal.SIGTERM)
        said = self.running.communicate()[1]
        process.check(self.running.returncode == process.OK, f"the service ended badly: {said}")


class Prometheus:
    """Debian's Prometheus with our configuration, in a folder of the test's own."""

    def __init__(self, folder, target):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        config = boards.CONFIG.read_text(encoding="utf-8")
        process.check("127.0.0.1:9464" in config, "prometheus.yml asks the usual address")
        config = config.replace("127.0.0.1:9464", target).replace("_interval: 15s", "_interval: 1s")
        (folder / "prometheus.yml").write_text(config, encoding="utf-8")
        shutil.copy(boards.RULES, folder / "rules.yml")
        with open(folder / "prometheus.log", "w", encoding="utf-8") as log:
            self.running = subprocess.Popen(
                ["prometheus", f"--config.file={folder}/prometheus.yml",
                 f"--storage.tsdb.path={folder}/tsdb", f"--web.listen-address={self.address}"],
                stdout=log, stderr=log)
        wait_until("Prometheus is ready", lambda: self.get("/-/ready")[0] == 200)

    def get(self, path):
        return fetch(f"http://{self.address}{path}")

    def ask(self, expression):
        """The values of a query, NaN left out."""
        status, body = self.get("/api/v1/query?query=" + urllib.parse.quote(expression))
        process.check(status == 200, f"{expression}\n{body}")
        values = [float(series["value"][1]) for series in json.loads(body)["data"]["result"]]
        return [value for value in values if not math.isnan(value)]

    def stop(self):
        self.running.terminate()
        self.running.wait()


def events():
    """Random events of these days without end, and some that must open a case and hold an order."""
    begin = datetime.date.today() - datetime.timedelta(days=3)
    for seed in range(1, 1_000):
        past = history.History(seed, clients=8, days=3, events_per_day=12, first=begin.isoformat())
        for event in past.events:
            event["event_id"] += f"-{seed}"
        last = past.events[-1]
        yield past.events + [dict(past.events[0]), {
            "event_id": f"large-{seed}", "feed": "test", "client_id": f"L{seed}",
            "revision": "1", "logged_at": last["logged_at"], "order_placed": {"order": {
                "ref": {"source_system": "erp", "seller_company": "1000",
                        "kind": "DOCUMENT_KIND_ORDER", "number": f"LARGE{seed}"},
                "document_date": int(begin.strftime("%Y%m%d")),
                "lines": [{"line": 1, "quantity_milli": "1000",
                           "gross": {"currency": "EUR", "units": "9000000"}}]}}}]


def set_variables(expression):
    for name, value in VARIABLES.items():
        expression = expression.replace(name, value)
    process.check("$" not in expression, f"a variable without a value: {expression}")
    return expression


def check_panels(prometheus, service, feed):
    """Every query must have data at some moment while events come."""
    missing = [(where, set_variables(query)) for where, query in boards.queries()]
    count = len(missing)
    end = time.monotonic() + PATIENCE_SECONDS
    while missing:
        process.check(time.monotonic() < end, "without data: " + json.dumps(missing, indent=1))
        service.send(next(feed))
        scraped = prometheus.ask("count_over_time(up[1h])")
        wait_until("a scrape", lambda before=scraped: prometheus.ask(
            "count_over_time(up[1h])") > before)
        missing = [(where, query) for where, query in missing if not prometheus.ask(query)]
    return count


def check_rules(prometheus, known):
    """Each is evaluated without a mistake; one that does not fire looks at metrics with data."""
    def rules():
        groups = json.loads(prometheus.get("/api/v1/rules")[1])["data"]["groups"]
        return [rule for group in groups for rule in group["rules"]]
    wait_until("all rules were evaluated",
               lambda: all(rule["health"] != "unknown" for rule in rules()))
    for rule in rules():
        process.check(rule["health"] == "ok", f"{rule['name']}: {rule}")
        if prometheus.ask(rule["query"]):
            continue
        for metric in boards.metrics_in(rule["query"], known) or {"up"}:
            process.check(prometheus.ask(f"count({metric})"), f"{rule['name']}: no {metric}")
    return len(rules())


def check_text(text, known):
    """What is served is what the catalogue says, and promtool has nothing to complain of."""
    checked = subprocess.run(["promtool", "check", "metrics"], input=text, text=True,
                             capture_output=True, check=False)
    process.check(checked.returncode == 0 and not checked.stdout + checked.stderr,
                  f"promtool check metrics: {checked.stdout}{checked.stderr}")
    types = dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE))
    process.check(types == {name: row["type"] for name, row in known.items()},
                  f"served and listed differ: {set(types.items()) ^ set(known)}")
    helps = dict(re.findall(r"^# HELP (\S+) (.+)$", text, re.MULTILINE))
    process.check(helps == {name: row["help"] for name, row in known.items()}, "help texts differ")
    for series in re.findall(r"^(encours_\S+?)(?:\{(.*)\})? \S+$", text, re.MULTILINE):
        name = series[0] if series[0] in known else boards.HISTOGRAM_SERIES.sub("", series[0])
        labels = set(re.findall(r'(\w+)="', series[1])) - {"le"}
        process.check(labels == set(known[name]["labels"]), f"{series}: not its labels")


def check_files():
    for arguments in (("rules", boards.RULES), ("config", boards.CONFIG)):
        done = subprocess.run(["promtool", "check", *arguments], text=True, capture_output=True,
                              check=False)
        process.check(done.returncode == 0, f"promtool check {arguments}: {done.stderr}")
    fires = pathlib.Path(__file__).resolve().parent / "rules_fire.yml"
    tested = fires.read_text(encoding="utf-8")
    for name, _ in boards.alerts():
        process.check(f'alertname="{name}"' in tested, f"{name}: rules_fire.yml does not try it")
    done = subprocess.run(["promtool", "test", "rules", fires], text=True, capture_output=True,
                          check=False)
    process.check(done.returncode == 0, f"promtool test rules: {done.stdout}{done.stderr}")


def served_sums(service):
    """(segment, currency) -> exposure, open items, held orders, as served."""
    sums = {}
    text = service.get("/metrics")[1]
    pattern = r'^encours_(exposure|open_items|orders)_amount\{(.*)\} (\S+)$'
    for name, labels, value in re.findall(pattern, text, re.MULTILINE):
        labels = dict(re.findall(r'(\w+)="([^"]*)"', labels))
        if labels.get("verdict") != "APPROVED":
            amounts = sums.setdefault((labels["segment"], labels["currency"]), {})
            amounts[name] = round(amounts.get(name, 0.0) + float(value), 2)
    return sums


def listed_sums(binary):
    """The same of `encours clients`."""
    sums = {}
    for line in binary.run("clients", "--data", "live", "--format", "json").stdout.splitlines():
        row = json.loads(line)
        amounts = sums.setdefault((row["segment"], row["currency"]), {})
        for name, column in (("exposure", "exposure"), ("open_items", "open_items"),
                             ("orders", "orders_held")):
            amounts[name] = round(amounts.get(name, 0.0) + float(row[column]), 2)
    return sums


def check_sums(binary, service):
    """Once nothing waits, what is served is what is listed."""
    try:
        wait_until("sums agree", lambda: served_sums(service) == listed_sums(binary))
    except process.Failed as failure:
        raise process.Failed(f"{failure}\nserved {served_sums(service)}\n"
                             f"listed {listed_sums(binary)}") from failure


def test(binary, folder, _):
    (folder / "run.yaml").write_text(SETTINGS, encoding="utf-8")
    check_files()
    known = boards.catalogue(binary)
    binary.run("demo", "--fast", "--data", "live", "--clients", "60")
    feed = events()
    service = Service(binary, "127.0.0.1:0")
    prometheus = None
    try:
        prometheus = Prometheus(folder, service.address)
        panels = check_panels(prometheus, service, feed)
        rules = check_rules(prometheus, known)
        check_text(service.get("/metrics")[1], known)
        process.check(service.get("/livez") == (200, "live\n"), "it lives")
        check_sums(binary, service)
        service.stop()
        service = Service(binary, service.address)
        check_sums(binary, service)
        process.check(binary.run("run", "--no-input", expect=process.IN_USE, environment={
            "ENCOURS__DATA": "other", "ENCOURS__INBOX": "other-inbox",
            "ENCOURS__METRICS__LISTEN": service.address}).stderr.count("metrics.listen") == 1,
            "a taken address is named with its setting")
        print(f"{panels} queries and {rules} rules got their data")
    finally:
        if prometheus:
            prometheus.stop()
        if service.running.poll() is None:
            service.stop()


if __name__ == "__main__":
    if not (shutil.which("prometheus") and shutil.which("promtool")):
        print("SKIPPED: prometheus and promtool are not installed: apt-get install prometheus")
        sys.exit(1 if os.environ.get("ENCOURS_REQUIRE_ALL") == "1" else SKIPPED)
    sys.exit(process.main(test))
