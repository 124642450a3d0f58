"""What the boards and rules of dashboards/ ask Prometheus for, read from their files; and the list
of metrics as the binary prints it. Used by the tests beside it.
"""

import json
import pathlib
import re

DASHBOARDS = pathlib.Path(__file__).resolve().parents[2] / "dashboards"
RULES = DASHBOARDS / "prometheus" / "rules.yml"
CONFIG = DASHBOARDS / "prometheus" / "prometheus.yml"
HISTOGRAM_SERIES = re.compile(r"_(bucket|sum|count)$")
# The labels that a scrape adds, and those of a histogram's buckets.
ADDED_LABELS = {"job", "instance", "le"}


def catalogue(binary):
    """name -> {type, labels, help} of every metric."""
    lines = binary.run("metrics", "--format", "json").stdout.splitlines()
    return {row["name"]: row for row in map(json.loads, lines)}


def boards():
    """file name -> board."""
    return {path.name: json.loads(path.read_text(encoding="utf-8"))
            for path in sorted((DASHBOARDS / "grafana").glob("*.json"))}


def panels(board):
    """The panels that ask for something."""
    return [panel for panel in board["panels"] if panel["type"] != "row"]


def queries():
    """(where, expression) of every query of every panel."""
    return [(f"{name}: {panel['title']}", target["expr"])
            for name, board in boards().items() for panel in panels(board)
            for target in panel["targets"]]


def alerts():
    """(name, text) of every alert; the file is plain enough to be read by its lines."""
    parts = re.split(r"^ +- alert: ", RULES.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return [(part.split("\n", 1)[0].strip(), part) for part in parts]


def metrics_in(expression, known):
    """The metrics that an expression names; series of a histogram count as the histogram."""
    names = set(re.findall(r"\bencours_[a-z_]+", expression))
    return {name if name in known else HISTOGRAM_SERIES.sub("", name) for name in names}


def selectors_in(expression):
    """(metric, label) of every matcher."""
    for name, matchers in re.findall(r"\b(encours_[a-z_]+)\{([^}]*)\}", expression):
        for label in re.findall(r"([a-z_]+)\s*(?:=~|!~|!=|=)", matchers):
            yield HISTOGRAM_SERIES.sub("", name), label
