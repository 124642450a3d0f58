"""A source file as tidy's rules see it: its lines, its code without comments, its functions.

Used by every rules_*.py. The C++ reader is no parser: it blanks comments and literals and counts
braces, which is enough for code that clang-format has laid out, and it never changes a line number.
"""

import ast
import pathlib
import re
import subprocess

CPP_ENDINGS = (".h", ".cc")
CONTROL = re.compile(r"^(?:\}?\s*else\s+)?(?:if|for|while|switch|catch|do|else|try)\b")
TYPE_OR_SCOPE = re.compile(r"\b(?:namespace|class|struct|union|enum|extern)\b")
LITERAL_OR_COMMENT = re.compile(
    r'(?P<raw>\bR"(?P<fence>[^()\\\s]{0,16})\(.*?\)(?P=fence)")'
    r"|(?P<comment>//[^\n]*|/\*.*?\*/)"
    r'|(?P<string>"(?:\\.|[^"\\\n])*")'
    r"|(?P<char>(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+')",
    re.DOTALL)
BASH_FUNCTION = re.compile(r"^(\w+)\(\) \{")


def blank(text):
    """The same text with everything but the line ends replaced by spaces."""
    return re.sub(r"[^\n]", " ", text)


def strip_cpp(text, keep_includes=True):
    """C++ without comments and without what stands between quotes."""
    def replace(match):
        line_start = text.rfind("\n", 0, match.start()) + 1
        if keep_includes and text[line_start:match.start()].lstrip().startswith("#include"):
            return match.group() if match.lastgroup != "comment" else blank(match.group())
        return blank(match.group())
    return LITERAL_OR_COMMENT.sub(replace, text)


class Source:
    """One file: `path` is relative to the root of the repository and has forward slashes."""

    def __init__(self, root, path):
        self.path = path
        self.text = (pathlib.Path(root) / path).read_text(encoding="utf-8", errors="replace")
        self.lines = self.text.splitlines()
        self.is_cpp = path.endswith(CPP_ENDINGS)
        self.code = strip_cpp(self.text) if self.is_cpp else self.text
        self.code_lines = self.code.splitlines()

    @property
    def name(self):
        return self.path.rpartition("/")[2]

    @property
    def folder(self):
        return self.path.rpartition("/")[0]

    def under(self, *folders):
        return any(self.path.startswith(folder + "/") for folder in folders)

    def includes(self):
        """(line, path, quoted) of each #include."""
        for number, line in enumerate(self.code_lines, 1):
            match = re.match(r'\s*#include\s+([<"])([^>"]+)[>"]', line)
            if match:
                yield number, match.group(2), match.group(1) == '"'

    def functions(self):
        """(line, lines) of each outermost function, raw string literals not counted."""
        if self.is_cpp:
            yield from self._cpp_functions()
        elif self.path.endswith(".py"):
            for node in ast.walk(ast.parse(self.text)):
                if isinstance(node, ast.FunctionDef):
                    yield node.lineno, node.end_lineno - node.lineno + 1
        elif self.path.endswith(".sh") or self.name == "dev":
            start = None
            for number, line in enumerate(self.lines, 1):
                if BASH_FUNCTION.match(line):
                    start = number
                elif line == "}" and start:
                    yield start, number - start + 1
                    start = None

    def _raw_string_lines(self, first, last):
        """How many line ends between two lines lie inside raw string literals."""
        inside = 0
        for match in LITERAL_OR_COMMENT.finditer(self.text):
            if match.lastgroup != "comment" and match.group("raw"):
                start = self.text.count("\n", 0, match.start()) + 1
                if first <= start <= last:
                    inside += match.group().count("\n")
        return inside

    def _cpp_functions(self):
        code = re.sub(r"^\s*#.*(?:\\\n.*)*", lambda match: blank(match.group()), self.code,
                      flags=re.MULTILINE)
        head, head_line, line = "", 1, 1
        blocks = []  # of (kind, head, line where the head began)
        for index, character in enumerate(code):
            if character == "{":
                blocks.append((self._block_kind(head, blocks), head, head_line))
                head, head_line = "", line
            elif character == "}":
                kind, opened_head, opened_line = blocks.pop() if blocks else ("other", "", line)
                following = code[index + 1:index + 200].lstrip()[:1]
                if kind == "initializer" and following in (",", "{"):
                    head, head_line = opened_head + "{}", opened_line
                    continue
                if kind == "function":
                    yield opened_line, (line - opened_line + 1
                                        - self._raw_string_lines(opened_line, line))
                head, head_line = "", line
            elif character == ";" and head.count("(") <= head.count(")"):
                head, head_line = "", line
            elif character == "\n":
                line += 1
                head += " "
            else:
                if not head.strip() and not character.isspace():
                    head_line = line
                head += character

    @staticmethod
    def _block_kind(head, blocks):
        head = head.strip()
        if any(kind == "function" for kind, _, _ in blocks):
            return "inner"
        if "(" not in head or CONTROL.match(head):
            return "other"
        before_parenthesis = head.split("(")[0]
        if TYPE_OR_SCOPE.search(before_parenthesis) or before_parenthesis.rstrip().endswith("="):
            return "other"
        # `Name::Name(int a) : a_{a}` opens the braces of a member, not yet the body.
        if re.search(r"\)\s*(?:noexcept\s*)?:.*[\w>]$", head):
            return "initializer"
        return "function"


def list_files(root):
    """The files of the project: what git knows or would add; everything where there is no git."""
    listing = subprocess.run(
        ["git", "-C", root, "ls-files", "--cached", "--others", "--exclude-standard"],
        check=False, capture_output=True, text=True)
    base = pathlib.Path(root)
    if listing.returncode == 0:
        paths = listing.stdout.splitlines()
    else:
        paths = [str(path.relative_to(base)) for path in base.rglob("*")]
    return sorted(path for path in paths if (base / path).is_file())
