"""Copies the contracts of encours/v1 without what is marked PLANNED.

Used by check.sh on both sides of the breaking-change check: what no operator hears yet may still
change. A message, field, enum, enum value or kind is planned when its comment begins with
`PLANNED.`; a planned message or enum takes all it holds with it.

    python3 schemas/strip_planned.py SCHEMAS OUT
"""

import pathlib
import sys


def end_of_element(lines, start):
    """The index after the field, value or braced block that begins at line `start`."""
    depth = 0
    for index in range(start, len(lines)):
        depth += lines[index].count("{") - lines[index].count("}")
        if depth == 0 and lines[index].rstrip().endswith((";", "}")):
            return index + 1
    raise ValueError(f"line {start + 1}: the element has no end")


def strip_planned(text):
    """The text of a .proto file without its planned elements and their comments."""
    lines = text.splitlines()
    kept = []
    index = 0
    while index < len(lines):
        comment_start = index
        while index < len(lines) and lines[index].lstrip().startswith("//"):
            index += 1
        if index > comment_start and lines[comment_start].lstrip().startswith("// PLANNED."):
            index = end_of_element(lines, index)
            continue
        kept += lines[comment_start:index + 1]
        index += 1
    return "\n".join(kept) + "\n"


def main():
    schemas, out = map(pathlib.Path, sys.argv[1:])
    for source in sorted((schemas / "encours" / "v1").glob("*.proto")):
        target = out / source.relative_to(schemas)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(strip_planned(source.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
