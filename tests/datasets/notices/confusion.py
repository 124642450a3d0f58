#!/usr/bin/env python3
"""What the rules say of the labelled notices, beside the labels.

    confusion.py ENCOURS

Classifies the files that the labels are of and prints which kinds were taken for which. Fails when
a kind is severely confused (as labelling.md has it), when a notice is missing, when fewer kinds are
right than 95 in 100, or when more than 3 in 100 of all notices are left unclassified. Labels are
the truth of a reader; a difference is printed with the reader's doubt.
"""

import collections
import csv
import json
import os
import pathlib
import subprocess
import sys

import sample

HERE = pathlib.Path(__file__).resolve().parent
CLOSINGS = {"CLOSED_NO_ASSETS", "CLOSED_LIABILITIES_PAID", "PROCEEDINGS_ENDED"}
OPENINGS = {"SAFEGUARD_OPENED", "REORGANISATION_OPENED", "LIQUIDATION_OPENED",
            "INSOLVENCY_OPENED", "PERSONAL_RECOVERY_OPENED"}
CONVERSIONS = {"CONVERSION_TO_LIQUIDATION", "CONVERSION_TO_REORGANISATION"}
LIQUIDATIONS = {"LIQUIDATION_OPENED", "CONVERSION_TO_LIQUIDATION"}
PLANS = {"PLAN_ADOPTED", "PLAN_MODIFIED"}
STEPS = {"CLAIMS_STEP", "OFFICEHOLDER", "MANAGER_SANCTION"}
# One is taken for the other, or the other for the one.
SEVERE = [
    (OPENINGS | CONVERSIONS | {"EXTENSION_TO_ENTITY", "REOPENED", "PLAN_FAILED"}, CLOSINGS),
    (LIQUIDATIONS, PLANS),
    ({"PLAN_FAILED"}, PLANS),
    ({"CLOSED_NO_ASSETS"}, {"CLOSED_LIABILITIES_PAID"}),
    (OPENINGS | CONVERSIONS | CLOSINGS, STEPS),
    ({"ASSET_SALE_PLAN"}, {"PLAN_ADOPTED"}),
]
RIGHT_MIN, UNCLASSIFIED_MAX = 0.95, 0.03


def is_severe(label: str, said: str) -> bool:
    return any((label in one and said in other) or (label in other and said in one)
               for one, other in SEVERE)


def classify(binary: str, files: list[pathlib.Path]) -> list[dict]:
    """Every notice of the files, once: scans repeat notices of the day before."""
    run = subprocess.run([binary, "notices", "classify", *files, "--format", "json"],
                         stdout=subprocess.PIPE, check=True)
    notices = [json.loads(line) for line in run.stdout.splitlines()]
    return list({notice["id"]: notice for notice in notices}.values())


def name_of(row: dict) -> str:
    """The notice's name, as the product makes it of what the label refers to."""
    if row["file"].endswith(".xml.gz"):
        issue = "".join(sign for sign in row["file"] if sign.isdigit())[:8]
        return f"A{issue}{row['number']}"
    return f"A/{row['publication_date']}/{row['number']}"


def compare(labels: list[dict], notices: dict[str, dict]) -> tuple[collections.Counter, int, int]:
    pairs: collections.Counter = collections.Counter()
    severe = missing = 0
    for row in labels:
        notice = notices.get(name_of(row))
        if notice is None:
            print(f"missing: {row['file']} {row['number']}")
            missing += 1
            continue
        label, said = set(row["kinds"].split("+")), set(notice["kinds"])
        for kind in label & said:
            pairs[kind, kind] += 1
        wrong = [(one, other) for one in sorted(label - said) or ["-"]
                 for other in sorted(said - label) or ["-"] if (one, other) != ("-", "-")]
        for pair in wrong:
            pairs[pair] += 1
        # What is right beside what is wrong does not make it better.
        bad = [pair for pair in ((a, b) for a in label for b in said - label) if is_severe(*pair)]
        severe += bool(bad)
        if wrong:
            print(f"{'SEVERE ' if bad else ''}{name_of(row)}: {'+'.join(sorted(label))} taken for "
                  f"{'+'.join(notice['kinds'])} by {notice['rule']}"
                  + (f" (doubt: {row['doubt']})" if row["doubt"] else ""))
    return pairs, severe, missing


def main() -> int:
    binary = sys.argv[1]
    datasets = pathlib.Path(os.environ.get("ENCOURS_DATASETS", sample.DEFAULT_DATASETS))
    folder = datasets / "legal-notices" / "bodacc"
    if not folder.is_dir():
        print("SKIPPED: the data sets are not here; ENCOURS_DATASETS names their folder")
        return 77
    with open(HERE / "labels.csv", encoding="utf-8", newline="") as file:
        labels = list(csv.DictReader(file))
    notices = classify(binary, sorted(folder.glob("*.xml.gz")) +
                       sorted(folder.glob("bodacc_api_*.json.gz")))
    pairs, severe, missing = compare(labels, {notice["id"]: notice for notice in notices})
    print(f"\n{'labelled':28} {'taken for':28} notices")
    for (label, said), count in sorted(pairs.items()):
        print(f"{label:28} {said if said != label else '(right)':28} {count:7}")
    right = sum(count for (label, said), count in pairs.items() if label == said)
    share = right / sum(pairs.values())
    unclassified = [notice for notice in notices if notice["kind"] == "UNCLASSIFIED"]
    print(f"\n{len(labels)} labels: {share:.1%} of the kinds right, {severe} severe, "
          f"{missing} missing")
    print(f"{len(notices)} notices: {len(unclassified)} unclassified "
          f"({len(unclassified) / len(notices):.2%}), as {[n['id'] for n in unclassified[:5]]}")
    failed = (severe or missing or share < RIGHT_MIN
              or len(unclassified) > UNCLASSIFIED_MAX * len(notices))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
