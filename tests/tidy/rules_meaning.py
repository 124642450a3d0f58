"""Rules about what a file may know: who includes whom, what is banned where, which words belong.

A rule is a function of one Source that yields (line, message). Each ban names its replacement.
"""

import re

# Edges of src/ where events get and lose their meaning; everything else there only moves them.
EDGES = ("src/ingest", "src/views", "src/serve", "src/notify", "src/cli", "src/demo",
         "src/policy", "src/metrics")
HOMES = ("kafka", "local", "rocksdb")
# Where a failed assertion meets the process: it throws or aborts. No ban holds there.
ASSERT_FILES = ("operators/domain/assert.h", "operators/domain/assert.cc")

# What src/ may see of operators/: the topology, the domain, and the contract that both sides keep,
# which stands in the headers at the top of operators/. Never the folder of an operator.
OPERATORS_DOORS = re.compile(r"operators/(?:domain/)?[\w]+\.h$")
OPERATORS_MAY_INCLUDE = re.compile(r"(?:operators/|schemas/|encours/|google/protobuf/"
                                   r"|tl/expected\.hpp$|xxhash\.h$|xxh3\.h$)")
STANDARD_HEADER = re.compile(r"[a-z_]+$")
BANNED_HEADERS = {
    "time is data: read the day or the instant that the event carries": (
        "chrono", "ctime"),
    "an operator is a rule: the engine alone has threads": (
        "thread", "mutex", "shared_mutex", "atomic", "future", "condition_variable", "semaphore",
        "barrier", "latch", "stop_token", "coroutine"),
    "randomness must be in the event": ("random",),
    "use std::map, std::set or a sorted vector: order is part of the answer": (
        "unordered_map", "unordered_set"),
    "no input or output: what is needed becomes an event": (
        "iostream", "fstream", "sstream", "ostream", "istream", "cstdio", "filesystem", "iomanip"),
    "ingest normalises text before it is an event": ("regex", "locale", "codecvt", "cwchar"),
    "integers only: minor units, basis points, checked arithmetic": ("cmath", "cfloat", "complex"),
    "a refusal is a Verdict; a programmer's error is ENCOURS_ASSERT": ("exception", "stdexcept"),
}
BANNED_CODE = (
    (r"\b(?:float|double)\b", "integers only: minor units, basis points, checked arithmetic"),
    (r"\b(?:system_clock|steady_clock|high_resolution_clock|clock_gettime|gettimeofday|localtime"
     r"|gmtime|mktime)\b|\bstd::chrono\b|(?<![\w.>])(?:std::)?time\s*\(\s*(?:NULL|nullptr|0|&)",
     "time is data: read the day or the instant that the event carries"),
    (r"\b(?:s?rand|random_device|mt19937(?:_64)?)\b", "randomness must be in the event"),
    (r"\bstd::(?:thread|jthread|mutex|atomic|async|condition_variable)\b",
     "an operator is a rule: the engine alone has threads"),
    (r"\bunordered_\w+", "use std::map, std::set or a sorted vector: order is part of the answer"),
    (r"\bstd::hash\b", "std::hash may differ between builds: use the XXH3 hash of the bytes"),
    (r"\b(?:spdlog|std::(?:cout|cerr|clog)|f?printf|puts|fmt::print)\b",
     "no logging: say an output or a finding"),
    (r"\b(?:getenv|fopen|[io]?fstream|mmap)\b",
     "no input or output: what is needed becomes an event"),
    (r"\b(?:icu|YAML)::|\bstd::(?:w?regex|locale)\b",
     "ingest normalises text before it is an event"),
    (r"\b(?:thread_local|volatile)\b", "keep it in a Table: operators keep nothing outside tables"),
)
THROWING = re.compile(r"\b(?:throw|try|catch)\b")
STATIC = re.compile(r"\bstatic\s+(?!constexpr\b|const\b|inline\s+const|assert)([^;={(]*)[;={]")
GLOBAL = re.compile(
    r"^(?:inline\s+)?(?!(?:using|namespace|class|struct|union|enum|template|static|static_assert"
    r"|constexpr|constinit|const|inline|extern|typedef|return|friend|public|private|protected"
    r"|case|default|concept|requires)\b)[A-Za-z_][\w:]*(?:<.*>)?[\s*&]+\w+\s*(?:=[^=]|;|\{.*\};)")

MEANING_WORDS = re.compile(
    r"invoice|receipt(?!_handle)|settlement|dispute|overdue|exposure|ageing|dunning|debtor"
    r"|creditor|insolvency|credit_note", re.IGNORECASE)
MOVEMENT_WORDS = re.compile(r"offset|kafka|rocksdb", re.IGNORECASE)


def include_direction(source):
    """schemas <- operators <- src <- src/cli; the three homes of state and logs stay apart."""
    for number, path, quoted in source.includes():
        message = ""
        if source.under("operators") and source.path not in ASSERT_FILES:
            message = _operators_include(path, quoted)
        elif source.under("schemas") and path.startswith(("operators/", "src/", "tests/")):
            message = "the messages know nobody"
        elif source.under("src"):
            message = _src_include(source, path)
        if message:
            yield number, f"#include of {path}: {message}"


def _operators_include(path, quoted):
    if not quoted and STANDARD_HEADER.match(path):
        for replacement, headers in BANNED_HEADERS.items():
            if path in headers:
                return replacement
        return ""
    if OPERATORS_MAY_INCLUDE.match(path):
        return ""
    return "operators/ sees only itself, the messages, the standard library, tl::expected, xxhash"


def _src_include(source, path):
    parts = path.split("/")
    own = source.path.split("/")
    own_home = own[1] if len(own) > 2 else ""
    if parts[0] == "tests":
        return "the product does not know its tests"
    if parts[0] == "operators" and not OPERATORS_DOORS.match(path):
        return "src/ sees the headers at the top of operators/ and operators/domain/, no operator"
    if parts[0] != "src" or len(parts) < 3 or parts[1] == own_home:
        return ""
    if parts[1] == "cli":
        return "only main.cc and its neighbours in src/cli know the commands"
    if own_home in HOMES and parts[1] in HOMES:
        if own_home == "local" and path == "src/rocksdb/database.h":
            return ""
        return "the homes of logs and state never see each other; share through src/ports.h"
    if own_home != "cli" and parts[1] in HOMES:
        return "src/ sees the homes through src/ports.h; real implementations meet in src/cli"
    return ""


def operators_bans(source):
    """What a rule may not touch."""
    if not source.under("operators") or source.path in ASSERT_FILES or not source.is_cpp:
        return
    for number, line in enumerate(source.code_lines, 1):
        for pattern, replacement in BANNED_CODE:
            found = re.search(pattern, line)
            if found:
                yield number, f"'{found.group().strip()}' is banned here: {replacement}"
        if THROWING.search(line):
            yield number, ("exceptions are banned here: a refusal is a Verdict, a programmer's "
                           "error is ENCOURS_ASSERT")
        if STATIC.search(line) or GLOBAL.match(line):
            yield number, "a mutable static is banned here: keep it in a Table"


def words(source):
    """Meaning and movement never share a file."""
    if source.under("src") and not source.under(*EDGES) and source.is_cpp:
        yield from _find_words(source, MEANING_WORDS, "belongs to operators/ or an edge of src/")
    in_folder = source.path.count("/") > 1
    if source.under("operators") and in_folder and source.is_cpp:
        yield from _find_words(source, MOVEMENT_WORDS, "belongs to src/: operators know events")


def _find_words(source, pattern, message):
    for number, line in enumerate(source.lines, 1):
        found = pattern.search(line)
        if found:
            yield number, f"the word '{found.group()}' {message}"


def plain_mistakes(source):
    """Calls that are wrong anywhere in the project."""
    if not source.is_cpp:
        return
    for number, line in enumerate(source.code_lines, 1):
        if re.search(r"(?<![\w.])assert\s*\(", line):
            yield number, "assert() vanishes with NDEBUG: use ENCOURS_ASSERT, which is always on"
        if source.under("tests") and re.search(r"\b(?:sleep_for|sleep_until|usleep)\b", line):
            yield number, "a test never sleeps: wait for the condition, or move the test's clock"
        if re.search(r"\busing namespace std\b", line):
            yield number, "name what is used: using std::..., or write std::"


RULES = (include_direction, operators_bans, words, plain_mistakes)
