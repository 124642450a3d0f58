"""Rules about form: length of lines, functions and files, opening comments, leftovers.

A rule is a function of one Source that yields (line, message).
"""

import re

COLUMNS_MAX = 100
FUNCTION_LINES_MAX = 70
FILE_LINES_MAX = 400
README_LINES_MAX = 250
SOURCE_ENDINGS = (".h", ".cc", ".py", ".sh", ".proto", ".cmake")
# Written in two pieces, or this file would be the first to break the rule.
LEFTOVERS = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
SWITCHED_OFF = re.compile(r"\bDISAB" r"LED_")


def is_source(source):
    return source.path.endswith(SOURCE_ENDINGS) or source.name in ("dev", "run", "CMakeLists.txt")


def columns(source):
    """No line is longer than 100 columns; an address in a comment may be."""
    if not is_source(source):
        return
    for number, line in enumerate(source.lines, 1):
        if len(line) > COLUMNS_MAX and "://" not in line:
            yield number, f"{len(line)} columns, at most {COLUMNS_MAX}: break the line"


def function_length(source):
    """No function is longer than 70 lines, text in raw literals not counted."""
    if not is_source(source):
        return
    for number, lines in source.functions():
        if lines > FUNCTION_LINES_MAX:
            yield number, (f"a function of {lines} lines, at most {FUNCTION_LINES_MAX}: "
                           "leave the ifs here and move the leaves out")


def file_length(source):
    """No source file is longer than 400 lines, no README than 250."""
    limit = README_LINES_MAX if source.name == "README.md" else FILE_LINES_MAX
    if (is_source(source) or source.name == "README.md") and len(source.lines) > limit:
        yield 1, f"{len(source.lines)} lines, at most {limit}: split the file by what it is for"


def opening_comment(source):
    """A header says first what it is, who uses it and what it promises."""
    if not source.path.endswith(".h"):
        return
    first = source.lines[0] if source.lines else ""
    if not first.startswith("// ") or len(first) < 20:
        yield 1, "open with a comment: what this is, who uses it, what it promises"
    if "#pragma once" not in source.text:
        yield 1, "a header needs #pragma once, after its opening comment"


def leftovers(source):
    """Nothing is left for later in the text, and no test is switched off."""
    for number, line in enumerate(source.lines, 1):
        found = LEFTOVERS.search(line)
        if found:
            yield number, f"'{found.group()}' is left: finish it, or write an issue"
        if SWITCHED_OFF.search(line):
            yield number, "a test is switched off: mend it or remove it"


def white_space(source):
    """No tabs in sources, no blanks at line ends, one line end at the end."""
    if not is_source(source):
        return
    for number, line in enumerate(source.lines, 1):
        if line != line.rstrip():
            yield number, "blanks at the end of the line"
        if "\t" in line:
            yield number, "a tab: use spaces"
    if source.text and not source.text.endswith("\n"):
        yield len(source.lines), "the last line has no line end"


RULES = (columns, function_length, file_length, opening_comment, leftovers, white_space)
