#!/usr/bin/env python3
"""The help of every command is the text in golden/, fits 80 columns and has examples.

    help_test.py BINARY [--update]     --update writes golden/ anew: look at the difference
"""

import pathlib
import re
import sys

import process

GOLDEN = pathlib.Path(__file__).resolve().parent / "golden"


def commands(help_text):
    """The names under "Commands:"."""
    part = help_text.partition("\nCommands:\n")[2].partition("\n\n")[0]
    return re.findall(r"^  (\S+)", part, re.MULTILINE)


def helps(binary, words=()):
    """(words, text) of a command and of all below it."""
    text = binary.run(*words, "--help").stdout
    yield words, text
    for name in commands(text):
        yield from helps(binary, (*words, name))


def test(binary, _, arguments):
    seen = set()
    for words, text in helps(binary):
        name = "-".join(("encours", *words)) + ".txt"
        seen.add(name)
        if "--update" in arguments:
            (GOLDEN / name).write_text(text, encoding="utf-8")
        for line in text.splitlines():
            example = re.match(r"  (encours|# )", line)
            process.check(len(line) <= 80 or example, f"{name}: more than 80 columns: {line}")
        process.check("Commands:" in text or text.count("\n  encours ") >= 2,
                      f"{name}: a command shows at least two examples")
        process.check((GOLDEN / name).is_file(), f"golden/{name} is missing: run with --update")
        process.check((GOLDEN / name).read_text(encoding="utf-8") == text,
                      f"golden/{name} differs; if the new text is meant, run with --update\n{text}")
    gone = {path.name for path in GOLDEN.glob("encours*.txt")} - seen
    process.check(not gone, f"golden/ has the help of commands that are gone: {sorted(gone)}")
    print(f"{len(seen)} helps")


if __name__ == "__main__":
    sys.exit(process.main(test))
