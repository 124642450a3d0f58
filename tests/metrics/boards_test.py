#!/usr/bin/env python3
"""The boards and rules name only metrics and labels that there are, and every metric is shown.

    boards_test.py BINARY
"""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))

# pylint: disable=wrong-import-position
import boards
import process

# Metrics that are on no board and in no rule, each with the reason.
NOT_SHOWN = {}
VARIABLES = {"datasource", "job", "instance"}


def check_names(known):
    """Of boards and rules; returns the metrics they name."""
    shown = set()
    asked = boards.queries() + boards.alerts()
    for name, board in boards.boards().items():
        asked += [(f"{name}: variable {variable['name']}", variable["query"]["query"])
                  for variable in board["templating"]["list"] if variable["type"] == "query"]
    for where, expression in asked:
        named = boards.metrics_in(expression, known)
        process.check(named or "up{" in expression, f"{where}: asks for no metric of ours")
        for metric in named:
            process.check(metric in known, f"{where}: there is no metric {metric}")
        for metric, label in boards.selectors_in(expression):
            labels = set(known[metric]["labels"]) | boards.ADDED_LABELS
            process.check(label in labels, f"{where}: {metric} has no label {label}")
        shown |= named
    return shown


def check_panel(where, panel):
    process.check(panel["description"].endswith("."), f"{where}: a description is a sentence")
    process.check(panel["fieldConfig"]["defaults"].get("unit"), f"{where}: has no unit")
    process.check(panel["datasource"]["uid"] == "${datasource}", f"{where}: not our data source")
    place = panel["gridPos"]
    process.check(place["x"] + place["w"] <= 24, f"{where}: wider than the board")
    for target in panel["targets"]:
        expression = target["expr"]
        process.check(target["datasource"]["uid"] == "${datasource}", f"{where}: data source")
        process.check('job=~"$job", instance=~"$instance"' in expression,
                      f"{where}: not of the chosen job and instance")
        ranges = set(re.findall(r"\[(.+?)\]", expression))
        process.check(ranges <= {"$__rate_interval", "1h"}, f"{where}: a range of {ranges}")


def check_board(name, board):
    process.check(board["uid"].startswith("encours-"), f"{name}: its uid must stay as it is")
    process.check(not board["editable"], f"{name}: what is reviewed is what is shown")
    variables = {variable["name"] for variable in board["templating"]["list"]}
    process.check(VARIABLES <= variables, f"{name}: has no {VARIABLES - variables}")
    numbers = [panel["id"] for panel in board["panels"]]
    process.check(len(numbers) == len(set(numbers)), f"{name}: panels share a number")
    titles = [panel["title"] for panel in board["panels"]]
    process.check(len(titles) == len(set(titles)), f"{name}: panels share a title")
    used = set(re.findall(r"\$\{?([a-z]+)\}?", str(board["panels"])))
    process.check(variables <= used | VARIABLES, f"{name}: nobody uses {variables - used}")
    for panel in boards.panels(board):
        check_panel(f"{name}: {panel['title']}", panel)


def test(binary, _folder, _arguments):
    known = boards.catalogue(binary)
    shown = check_names(known)
    lost = set(known) - shown - set(NOT_SHOWN)
    process.check(not lost, f"on no board and in no rule: {sorted(lost)}")
    process.check(not shown & set(NOT_SHOWN), "NOT_SHOWN lists a metric that is shown")
    for name, board in boards.boards().items():
        check_board(name, board)
    for name, text in boards.alerts():
        for part in ("expr: ", "severity: ", "summary: ", "description: "):
            process.check(part in text, f"{name}: an alert has {part}")
    print(f"{len(known)} metrics, {len(boards.queries())} queries, {len(boards.alerts())} alerts")


if __name__ == "__main__":
    sys.exit(process.main(test))
