"""Runs the tests of one ctest label and counts the cases inside each program.

Used by ./dev for its parts. ctest counts programs; people count cases, and a case that was
skipped inside a program that passed must not pass in silence. So each GoogleTest program writes
its results as XML (cmake/encours.cmake sets that up) and this script adds them up.

Prints what ctest prints, then one line for each skipped case: `SKIPPED: program, case: why`.
Appends to the counts file `count PASSED FAILED SKIPPED` and `skip WHY`, which ./dev reads.
Exit code 0 if nothing failed, else 1. No tests at all counts as one skipped.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import xml.etree.ElementTree

SKIP_EXIT_CODE = 77


def list_tests(build, label):
    """The names of the label's tests, as ctest knows them."""
    command = ["ctest", "--test-dir", build, "-L", f"^{label}$", "--show-only=json-v1"]
    shown = subprocess.run(command, check=True, capture_output=True, text=True)
    return [test["name"] for test in json.loads(shown.stdout)["tests"]]


def run_ctest(build, label, jobs):
    """Runs the label's tests, passing on what ctest prints; returns program name -> status."""
    command = ["ctest", "--test-dir", build, "-L", f"^{label}$", "-j", jobs,
               "--output-on-failure", "--output-junit", "results/ctest.xml"]
    subprocess.run(command, check=False)
    junit = pathlib.Path(build) / "results" / "ctest.xml"
    statuses = {}
    for case in xml.etree.ElementTree.parse(junit).getroot().iter("testcase"):
        statuses[case.get("name")] = (case.get("status"), skip_reason(case.findtext("system-out")))
    return statuses


def skip_reason(output):
    """The first line that begins with SKIPPED, without that word."""
    for line in (output or "").splitlines():
        if line.startswith("SKIPPED"):
            return line.removeprefix("SKIPPED").strip(" :")
    return "no reason given"


def case_skip_reason(skipped):
    """GoogleTest puts file and line before the message."""
    lines = [line.strip() for line in (skipped.get("message") or "").splitlines()]
    return " ".join(line for line in lines[1:] if line) or "no reason given"


def count_cases(results_file):
    """(passed, failed, [(case, why skipped)]) of one GoogleTest program."""
    passed, failed, skips = 0, 0, []
    for case in xml.etree.ElementTree.parse(results_file).getroot().iter("testcase"):
        skipped = case.find("skipped")
        if case.get("status") == "notrun":
            continue
        if case.find("failure") is not None:
            failed += 1
        elif skipped is not None:
            skips.append((f"{case.get('classname')}.{case.get('name')}", case_skip_reason(skipped)))
        else:
            passed += 1
    return passed, failed, skips


def count_program(build, name, status, reason):
    """The same of any program; one that crashed or wrote no results counts as one case more."""
    results_file = pathlib.Path(build) / "results" / f"{name}.xml"
    if not results_file.exists():
        return (status == "run"), (status == "fail"), (
            [] if status in ("run", "fail") else [("the whole of it", reason)])
    passed, failed, skips = count_cases(results_file)
    if status == "fail" and failed == 0:
        failed = 1
    return passed, failed, skips


def main():
    parser = argparse.ArgumentParser(description="Runs the tests of one ctest label.")
    parser.add_argument("--build", required=True, help="the build folder")
    parser.add_argument("--label", required=True)
    parser.add_argument("--jobs", required=True)
    parser.add_argument("--counts", required=True, help="the file that ./dev reads")
    arguments = parser.parse_args()

    names = list_tests(arguments.build, arguments.label)
    with open(arguments.counts, "a", encoding="utf-8") as counts:
        if not names:
            print(f"SKIPPED: no test has the label {arguments.label}")
            counts.write(f"skip no test has the label {arguments.label}\n")
            return SKIP_EXIT_CODE
        results = pathlib.Path(arguments.build) / "results"
        results.mkdir(exist_ok=True)
        for name in names:
            (results / f"{name}.xml").unlink(missing_ok=True)
        statuses = run_ctest(arguments.build, arguments.label, arguments.jobs)
        passed = failed = skipped = 0
        for name in names:
            status, reason = statuses.get(name, ("fail", ""))
            cases = count_program(arguments.build, name, status, reason)
            passed, failed, skipped = passed + cases[0], failed + cases[1], skipped + len(cases[2])
            for case, why in cases[2]:
                print(f"SKIPPED: {name}, {case}: {why}")
                counts.write(f"skip {why}\n")
        counts.write(f"count {passed} {failed} {skipped}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
