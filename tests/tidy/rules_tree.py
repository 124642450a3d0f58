"""Rules about the whole tree: every file is reached, every folder has its map, the contracts hold.

A rule of TREE_RULES is a function of the list of all Sources that yields (path, line, message).
"""

import posixpath
import re

# Folders that need no map of their own: the folder above describes them.
DESCRIBED_ABOVE = re.compile(
    r"^(?:\.ci|schemas/encours(?:/.*)?|tests/.*/(?:corpus|golden|data)\b.*)$")
MAPPED_ENDINGS = (".h", ".cc", ".py", ".sh", ".cmake")
PROTO_FIELD = re.compile(r"^(?:repeated\s+|optional\s+)?[\w.]+(?:\s*<[^>]*>)?\s+\w+\s*=\s*\d+")
PROTO_BLOCK = re.compile(r"^(message|enum|oneof|service|extend)\b")
STATE_FOLDER = "schemas/encours/state/"


def every_file_is_reached(sources):
    """A .cc or .proto stands in a CMake list, a header is included, a script is named somewhere."""
    listed, included = _listed_files(sources), set()
    for source in sources:
        included.update(path for _, path, quoted in source.includes() if quoted)
    for source in sources:
        if not source.under("operators", "src", "tests", "schemas"):
            continue
        if source.path.endswith((".cc", ".proto")) and source.path not in listed:
            yield source.path, 1, "no CMakeLists.txt lists this file, so nobody builds it"
        if source.path.endswith(".h") and not {source.path} & (listed | included):
            yield source.path, 1, "nobody lists or includes this header"
        if source.path.endswith((".py", ".sh")) and not _is_named(source, sources):
            yield source.path, 1, "nobody names this script, so nobody runs it"


def every_list_is_reached(sources):
    """A CMakeLists.txt is added by one above it, or its whole folder stays unbuilt in silence."""
    lists = {source.folder: source for source in sources if source.name == "CMakeLists.txt"}
    added = {""}
    for folder, source in lists.items():
        for words in re.findall(r"(?:add_subdirectory|encours_folders)\s*\(([^)]*)\)",
                                re.sub(r"#.*", "", source.text)):
            added.update(posixpath.normpath(posixpath.join(folder, word))
                         for word in words.split())
    for folder, source in sorted(lists.items()):
        if folder not in added:
            yield source.path, 1, "no CMakeLists.txt above adds this folder, so nobody builds it"


def _listed_files(sources):
    listed = set()
    for source in sources:
        if source.name != "CMakeLists.txt":
            continue
        for line in source.lines:
            for word in re.findall(r"[\w./-]+\.(?:cc|h|proto)\b", line.split("#")[0]):
                listed.add(posixpath.normpath(posixpath.join(source.folder, word)))
    return listed


def _is_named(script, sources):
    names = [script.name]
    if script.path.endswith(".py"):
        names.append(f"import {script.name.removesuffix('.py')}")
    return any(name in source.text for source in sources if source is not script
               for name in names)


def lists_are_explicit(sources):
    """No globbing: a file is built because somebody listed it."""
    for source in sources:
        if source.name == "CMakeLists.txt" or source.path.endswith(".cmake"):
            for number, line in enumerate(source.lines, 1):
                if re.search(r"file\s*\(\s*GLOB|aux_source_directory", line, re.IGNORECASE):
                    yield source.path, number, "list the files by name: no globbing"


def every_folder_has_a_map(sources):
    """Each folder with sources has a README.md."""
    paths = {source.path for source in sources}
    folders = {source.folder for source in sources if source.path.endswith(MAPPED_ENDINGS)}
    for folder in sorted(folders | {""}):
        if not DESCRIBED_ABOVE.match(folder) and posixpath.join(folder, "README.md") not in paths:
            yield posixpath.join(folder, "README.md"), 1, "is missing: one line per file, decisions"


def contracts(sources):
    """Every field of a message says what it means; state has no maps; nothing has floats."""
    for source in sources:
        if source.path.endswith(".proto"):
            for number, message in _proto_problems(source):
                yield source.path, number, message


def _proto_problems(source):
    blocks, previous = [], ""
    for number, line in enumerate(source.lines, 1):
        statement, _, comment = (part.strip() for part in line.partition("//"))
        opened = PROTO_BLOCK.match(statement)
        if PROTO_FIELD.match(statement) and blocks and blocks[-1] in ("message", "oneof"):
            if not comment and not previous.startswith("//"):
                yield number, "a field without a comment: its meaning and its unit, in one line"
        if re.search(r"\b(?:float|double)\b", statement):
            yield number, "no floats in a contract: minor units, basis points, nanos"
        if source.path.startswith(STATE_FOLDER) and re.match(r"map\s*<", statement):
            yield number, "no maps in state, their bytes have no order: a sorted repeated field"
        # A block that opens and closes on one line leaves the depth as it was.
        for brace in re.findall(r"[{}]", statement):
            if brace == "{":
                blocks.append(opened.group(1) if opened else "other")
            elif blocks:
                blocks.pop()
        previous = line.strip()


TREE_RULES = (every_file_is_reached, every_list_is_reached, lists_are_explicit,
              every_folder_has_a_map, contracts)
