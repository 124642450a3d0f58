#!/usr/bin/env python3
"""The 300 BODACC notices that were labelled by reading: which they are, and their texts to read.

The notices come from two issues of 2008 and ten scans of 2026, and are looked for in
$ENCOURS_DATASETS, else in ../shared/data beside the repository. No text is copied here: a notice
is named by its file, its day of publication and its number there. A notice that several scans
delivered is named by the first. The draw has a fixed seed and takes, in this order:

    every correction (rectification, cancellation, retraction)
    70 natures that begin with "Autre "
    20 of each family, or all where there are fewer
    5 of each nature, the rarest first, or all where there are fewer
    the rest at random

    sample.py references                      the sample as file,publication_date,number
    sample.py texts [--first 1] [--count 40]  notices to read, in the order of the draw
    sample.py texts --of FILE                 the notices that a file of references names
    sample.py check                           labels.csv against the sample and against the enum
"""

import argparse
import csv
import datetime
import gzip
import json
import os
import pathlib
import random
import re
import sys
from collections import Counter, defaultdict
from typing import Callable, Iterator, NamedTuple
from xml.etree import ElementTree

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parents[2]
DEFAULT_DATASETS = REPOSITORY.parent / "shared" / "data"
LABELS = HERE / "labels.csv"
ENUM = REPOSITORY / "schemas" / "encours" / "v1" / "notices.proto"
ISSUES = ("BXA20080009.xml.gz", "PCL_BXA20080091.xml.gz")
SCANS = "bodacc_api_2026-02-*.json.gz"
REFERENCE = ("file", "publication_date", "number")
JUDGMENT = ("famille", "nature", "date", "complementJugement")
PLAIN = ("creation", "Avis initial")
RETRACTION = "Rétractation"

SEED = 2008_2026
SIZE = 300
CATCH_ALLS = 70
PER_FAMILY = 20
PER_NATURE = 5
DIFFERENT = 2


class Notice(NamedTuple):
    file: str
    publication_date: str
    number: int
    correction: str
    court: str
    debtors: str
    family: str
    nature: str
    judged_on: str
    body: str
    corrects: str

    @property
    def reference(self) -> tuple[str, str, str]:
        return self.file, self.publication_date, str(self.number)

    @property
    def is_correction(self) -> bool:
        return self.correction not in PLAIN or self.family.startswith(RETRACTION)

    def text(self) -> str:
        """All that a reader needs to label it; what the publisher left blank is left out."""
        shown = ("correction", "court", "debtors", "family", "nature", "judged_on", "body",
                 "corrects")
        fields = [f"{name}: {getattr(self, name)}" for name in shown if getattr(self, name)]
        return "\n".join([",".join(self.reference), *fields])


def joined(element: ElementTree.Element | None) -> str:
    if element is None:
        return ""
    return " ".join(part.strip() for part in element.itertext() if part.strip())


def of_issue(path: pathlib.Path) -> Iterator[Notice]:
    with gzip.open(path) as packed:
        root = ElementTree.parse(packed).getroot()
    day = datetime.datetime.strptime(root.findtext("dateParution", ""), "%d/%m/%Y").date()
    for entry in root.iter("annonce"):
        kind = entry.find("typeAnnonce")
        if kind is None or len(kind) != 1:
            raise ValueError(f"{path}: a notice has no type")
        debtors = [joined(child) for child in entry
                   if child.tag in ("personneMorale", "personnePhysique", "numeroImmatriculation")]
        yield Notice(path.name, day.isoformat(), int(entry.findtext("numeroAnnonce", "")),
                     kind[0].tag, entry.findtext("tribunal", ""), "; ".join(debtors),
                     *(entry.findtext(f"jugement/{field}", "") for field in JUDGMENT),
                     joined(entry.find("parutionAvisPrecedent")))


def of_scan(path: pathlib.Path) -> Iterator[Notice]:
    with gzip.open(path, "rt", encoding="utf-8") as packed:
        records = json.load(packed)["records"]
    for record in records:
        judgment = json.loads(record["contenu"])
        debtors = "; ".join([record["nom_entreprise"], *(record["registre"] or [])])
        yield Notice(path.name, record["date_parution"], record["numero_annonce"],
                     record["type_annonce"], record["tribunal"], debtors,
                     *(judgment.get(field) or "" for field in JUDGMENT), "")


def read_all(datasets: pathlib.Path) -> list[Notice]:
    folder = datasets / "legal-notices" / "bodacc"
    notices = [notice for name in ISSUES for notice in of_issue(folder / name)]
    delivered: dict[tuple[str, int], Notice] = {}
    for path in sorted(folder.glob(SCANS)):
        for notice in of_scan(path):
            delivered.setdefault((notice.publication_date, notice.number), notice)
    if not delivered:
        raise FileNotFoundError(f"no scans in {folder}")
    return notices + sorted(delivered.values(), key=lambda notice: notice[1:3])


def draw(notices: list[Notice]) -> list[Notice]:
    """The sample, shuffled: who reads it in this order does not meet one nature in a row."""
    generator = random.Random(SEED)
    waiting = list(notices)
    generator.shuffle(waiting)
    taken: dict[tuple[str, str, str], Notice] = {}

    def fill(size: int, wanted: Callable[[Notice], bool]) -> None:
        """Until the sample holds `size` notices of the wanted kind, or there are no more."""
        missing = size - sum(map(wanted, taken.values()))
        for notice in waiting:
            if missing <= 0 or len(taken) == SIZE:
                return
            if wanted(notice) and notice.reference not in taken:
                taken[notice.reference] = notice
                missing -= 1

    fill(SIZE, lambda notice: notice.is_correction)
    fill(CATCH_ALLS, lambda notice: notice.nature.startswith("Autre "))
    for family, _ in reversed(Counter(notice.family for notice in notices).most_common()):
        fill(PER_FAMILY, lambda notice: notice.family == family)
    for nature, _ in reversed(Counter(notice.nature for notice in notices).most_common()):
        fill(PER_NATURE, lambda notice: notice.nature == nature)
    fill(SIZE, lambda notice: True)
    sample = list(taken.values())
    generator.shuffle(sample)
    return sample


def kinds_of_enum() -> set[str]:
    names = re.findall(r"^  NOTICE_KIND_(\w+) = \d+;", ENUM.read_text(encoding="utf-8"), re.M)
    return set(names) - {"UNSPECIFIED"}


def faults(sample: list[Notice], labels: list[dict[str, str]]) -> Iterator[str]:
    known = kinds_of_enum()
    rows = Counter(tuple(row[name] for name in REFERENCE) for row in labels)
    wanted = Counter(notice.reference for notice in sample)
    for reference in sorted(rows - wanted):
        yield f"{','.join(reference)}: labelled, but not in the sample, or twice"
    for reference in sorted(wanted - rows):
        yield f"{','.join(reference)}: not labelled"
    for row in labels:
        kinds = row["kinds"].split("+")
        unknown = sorted(set(kinds) - known)
        if unknown or len(kinds) != len(set(kinds)):
            yield f"{','.join(row[name] for name in REFERENCE)}: kinds {row['kinds']}"


def check(sample: list[Notice]) -> int:
    with open(LABELS, encoding="utf-8", newline="") as text:
        labels = list(csv.DictReader(text))
    found = list(faults(sample, labels))
    counts: defaultdict[str, int] = defaultdict(int)
    for row in labels:
        for kind in row["kinds"].split("+"):
            counts[kind] += 1
    for kind, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        print(f"{kind}\t{count}")
    print(f"labels\t{len(labels)}\ndoubts\t{sum(bool(row['doubt']) for row in labels)}")
    print("\n".join(found), file=sys.stderr, end="\n" if found else "")
    return DIFFERENT if found else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("references", "texts", "check"))
    parser.add_argument("--datasets", type=pathlib.Path,
                        default=os.environ.get("ENCOURS_DATASETS", DEFAULT_DATASETS),
                        help="the folder that holds legal-notices/ (default: $ENCOURS_DATASETS)")
    parser.add_argument("--first", type=int, default=1, help="the first text of the draw to print")
    parser.add_argument("--count", type=int, default=SIZE, help="how many texts to print")
    parser.add_argument("--of", type=pathlib.Path, help="a CSV of references to print instead")
    arguments = parser.parse_args()
    notices = read_all(arguments.datasets)
    sample = draw(notices)
    if arguments.what == "check":
        return check(sample)
    if arguments.what == "references":
        rows = csv.writer(sys.stdout, lineterminator="\n")
        rows.writerows([REFERENCE, *sorted(notice.reference for notice in sample)])
        return 0
    chosen = sample[arguments.first - 1:arguments.first - 1 + arguments.count]
    if arguments.of:
        by_reference = {notice.reference: notice for notice in notices}
        with open(arguments.of, encoding="utf-8", newline="") as text:
            chosen = [by_reference[row["file"], row["publication_date"], row["number"]]
                      for row in csv.DictReader(text)]
    print("\n\n".join(notice.text() for notice in chosen))
    return 0


if __name__ == "__main__":
    sys.exit(main())
