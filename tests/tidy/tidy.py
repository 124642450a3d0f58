"""Reads every file of the project and says what breaks the rules of the house.

usage: tidy.py [FOLDER]    (default: the repository this file stands in)

Prints `path:line: rule: message`, one line each; exit code 1 if there is any. Each rule is a
function with a sentence, in rules_text.py, rules_meaning.py or rules_tree.py; tidy_test.py shows
that each can fire. A file is excused from a rule only there, by name, with the reason.
"""

import pathlib
import sys

import rules_meaning
import rules_text
import rules_tree
import source as reader

TEXT_ENDINGS = (".h", ".cc", ".py", ".sh", ".proto", ".cmake", ".md", ".yaml", ".json")
TEXT_NAMES = ("dev", "run", "CMakeLists.txt")


def is_text(path):
    return path.endswith(TEXT_ENDINGS) or path.rpartition("/")[2] in TEXT_NAMES


def check(root):
    """[(path, line, rule, message)] of everything that is wrong below a folder."""
    sources = [reader.Source(root, path) for path in reader.list_files(root) if is_text(path)]
    problems = []
    for rule in rules_text.RULES + rules_meaning.RULES:
        for source in sources:
            for line, message in rule(source):
                problems.append((source.path, line, rule.__name__, message))
    for rule in rules_tree.TREE_RULES:
        for path, line, message in rule(sources):
            problems.append((path, line, rule.__name__, message))
    return sorted(problems)


def main(arguments):
    default = pathlib.Path(__file__).resolve().parents[2]
    problems = check(arguments[0] if arguments else str(default))
    for path, line, rule, message in problems:
        print(f"{path}:{line}: {rule.replace('_', ' ')}: {message}")
    if problems:
        print(f"tidy: {len(problems)} lines break a rule")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
