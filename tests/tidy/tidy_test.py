"""Shows that every rule of tidy can fire, and that none fires on a small clean project.

Each case plants one file into a clean project in a temporary folder and names what tidy must say
about it; a case with nothing expected must stay silent. One row per rule and per exception.
"""

import pathlib
import sys
import tempfile
import unittest

import rules_meaning
import rules_text
import rules_tree
import tidy

HEADER = "// A planted header that says what it is, who uses it, what it promises.\n#pragma once\n"
PROTO = 'syntax = "proto3";\npackage encours.v1;\n'

# A project in which nothing is wrong.
CLEAN = {
    "README.md": "# Planted\n",
    "CMakeLists.txt": "add_subdirectory(schemas)\nadd_subdirectory(operators)\n"
                      "encours_folders(\n  src\n)\n",
    "schemas/CMakeLists.txt": "encours_schemas(PROTOS encours/v1/a.proto)\n",
    "schemas/encours/v1/a.proto": PROTO + "message A {\n  int64 day = 1;  // days since 1970\n}\n",
    "operators/README.md": "# Operators\n",
    "operators/CMakeLists.txt": "encours_library(NAME o SOURCES a.cc a.h topology.h)\n",
    "operators/topology.h": HEADER,
    "operators/a.h": HEADER,
    "operators/a.cc": '#include "operators/a.h"\n\n#include <map>\n',
    "src/README.md": "# Movement\n",
    "src/CMakeLists.txt": "encours_library(NAME s SOURCES engine.cc engine.h)\n",
    "src/engine.h": HEADER,
    "src/engine.cc": '#include "src/engine.h"\n\n#include "operators/topology.h"\n',
}

LONG_BODY = "  touch();\n" * 70
LONG_TABLE = "a | b\n" * 90

# (path, text, "rule: part of its message" or "" for silence)
FORM = [
    ("src/engine.cc", "// " + "a" * 98 + "\n", "columns: 101 columns"),
    ("src/engine.cc", "// http://example.org/" + "a" * 98 + "\n", ""),
    ("src/engine.cc", "void f() {\n" + LONG_BODY + "}\n", "function length: a function of 72"),
    ("src/engine.cc", "A::A(int b) : a_{b}, c_{b} {\n" + LONG_BODY + "}\n", "function length"),
    ("src/engine.cc", "TEST(A, B) {\n" + LONG_BODY + "}\n", "function length"),
    ("src/engine.cc", 'void f() {\n  g(R"(' + LONG_TABLE + ')");\n}\n', ""),
    ("src/engine.cc", "namespace a {\n" + "void f() {\n  g();\n}\n" * 30 + "}\n", ""),
    ("src/engine.cc", "class A {\n" + "  void f() { if (a) { g(); } }\n" * 80 + "};\n", ""),
    ("src/engine.cc", "const auto text = \"{\";\nvoid f() {}\n" + "int g();\n" * 80, ""),
    ("tests/run.sh", "f() {\n" + LONG_BODY + "}\n", "function length"),
    ("tests/run.py", "def f():\n" + "    g()\n" * 70, "function length"),
    ("src/engine.cc", "int f();\n" * 401, "file length: 401 lines, at most 400"),
    ("src/README.md", "line\n" * 251, "file length: 251 lines, at most 250"),
    ("src/engine.h", "#pragma once\n// Too late a comment, after the pragma.\n", "opening comment"),
    ("src/engine.h", "// A comment that says what it is, who uses it.\n", "opening comment: a h"),
    ("src/engine.cc", "// TO" "DO: later\n", "leftovers"),
    ("src/README.md", "FIX" "ME\n", "leftovers"),
    ("src/engine.cc", "TEST(A, DISAB" "LED_b) {}\n", "leftovers: a test is switched off"),
    ("src/engine.cc", "int f(); \n", "white space: blanks"),
    ("src/engine.cc", "\tint f();\n", "white space: a tab"),
    ("src/engine.cc", "int f();", "white space: the last line"),
]

INCLUDES = [
    ("operators/a.cc", '#include "src/ports.h"\n', "include direction"),
    ("operators/a.cc", "#include <fmt/format.h>\n", "include direction"),
    ("operators/a.cc", "#include <rocksdb/db.h>\n", "include direction"),
    ("operators/a.cc", "#include <unicode/ustring.h>\n", "include direction"),
    ("operators/a.cc", "#include <chrono>\n", "time is data"),
    ("operators/a.cc", "#include <thread>\n", "the engine alone has threads"),
    ("operators/a.cc", "#include <random>\n", "randomness must be in the event"),
    ("operators/a.cc", "#include <unordered_map>\n", "sorted vector"),
    ("operators/a.cc", "#include <iostream>\n", "no input or output"),
    ("operators/a.cc", "#include <regex>\n", "ingest normalises text"),
    ("operators/a.cc", "#include <cmath>\n", "integers only"),
    ("operators/a.cc", "#include <stdexcept>\n", "a refusal is a Verdict"),
    ("operators/a.cc", '#include <vector>\n#include <tl/expected.hpp>\n#include <xxhash.h>\n'
     '#include "encours/v1/a.pb.h"\n#include "operators/a.h"\n', ""),
    ("src/engine.cc", '#include "operators/client/limits/limits.h"\n', "no operator"),
    ("src/engine.cc", '#include "operators/client/findings.h"\n', "no operator"),
    ("src/engine.cc", '#include "operators/operator.h"\n', ""),
    ("src/engine.cc", '#include "operators/domain/money.h"\n', ""),
    ("schemas/a.cc", '#include "operators/a.h"\n', "the messages know nobody"),
    ("src/engine.cc", '#include "tests/driver/driver.h"\n', "does not know its tests"),
    ("src/engine.cc", '#include "src/cli/demo.h"\n', "only main.cc"),
    ("src/engine.cc", '#include "src/rocksdb/database.h"\n', "real implementations meet"),
    ("src/engine/a.cc", '#include "src/local/log.h"\n', "real implementations meet"),
    ("src/kafka/a.cc", '#include "src/rocksdb/database.h"\n', "homes of logs and state"),
    ("src/rocksdb/a.cc", '#include "src/local/log.h"\n', "homes of logs and state"),
    ("src/local/a.cc", '#include "src/rocksdb/store.h"\n', "homes of logs and state"),
    ("src/local/a.cc", '#include "src/rocksdb/database.h"\n', "!include direction"),
    ("src/cli/main.cc", '#include "src/rocksdb/store.h"\n', "!include direction"),
]

BANS = [
    ("double a();", "integers only"),
    ("auto a = std::chrono::seconds{1};", "time is data"),
    ("auto a = time(nullptr);", "time is data"),
    ("auto a = rand();", "randomness"),
    ("void f() { std::thread t; }", "the engine alone has threads"),
    ("void f() { std::mutex m; }", "the engine alone has threads"),
    ("void f(std::unordered_set<int> a);", "order is part of the answer"),
    ("auto a = std::hash<int>{}(1);", "std::hash may differ"),
    ('void f() { spdlog::info("x"); }', "no logging"),
    ('void f() { printf("x"); }', "no logging"),
    ('auto a = getenv("x");', "no input or output"),
    ("void f(YAML::Node a);", "ingest normalises"),
    ("thread_local const int a = 1;", "operators keep nothing outside tables"),
    ("void f() { throw 1; }", "exceptions are banned"),
    ("void f() { try { g(); } catch (...) {} }", "exceptions are banned"),
    ("void f() {\n  static int calls = 0;\n}", "a mutable static"),
    ("static std::map<int, int> cache;", "a mutable static"),
    ("int calls = 0;", "a mutable static"),
    ("std::map<int, int> cache;", "a mutable static"),
    ("static constexpr int kA = 1;\nconstexpr int kB = 2;\nstatic int f(int a);", ""),
    ("struct A {\n  int a = 0;\n  static A make(int b);\n};", ""),
    ("// No double, no clock: rand() is banned.\nconst char* f() { return \"throw\"; }", ""),
    ("void f() { assert(true); }", "plain mistakes: assert()"),
    ("using namespace std;", "plain mistakes: name what is used"),
]

WORDS = [
    ("src/engine.cc", "int invoices();\n", "words: the word 'invoice'"),
    ("src/engine.cc", "// Counts receipts.\n", "words: the word 'receipt'"),
    ("src/rocksdb/a.cc", "int Overdue();\n", "words: the word 'Overdue'"),
    ("src/ingest/a.cc", "int invoices();\n", "!words"),
    ("src/cli/a.cc", "int invoices();\n", "!words"),
    ("operators/client/a.cc", "int offset();\n", "words: the word 'offset'"),
    ("operators/a.cc", "int f(int offset);\n", ""),
    ("tests/a_test.cc", "void f() { std::this_thread::sleep_for(a); }\n", "a test never sleeps"),
]

TREE = [
    ("src/lost.cc", "int f();\n", "every file is reached: no CMakeLists.txt"),
    ("src/lost.h", HEADER, "every file is reached: nobody lists or includes"),
    ("src/lost.py", "print()\n", "every file is reached: nobody names this script"),
    ("src/CMakeLists.txt", "encours_library(SOURCES engine.h # engine.cc\n)\n", "no CMakeLists"),
    ("src/views/CMakeLists.txt", "", "every list is reached: no CMakeLists.txt above"),
    ("schemas/encours/v1/b.proto", PROTO, "every file is reached: no CMakeLists.txt"),
    ("src/CMakeLists.txt", "file(GLOB all *.cc)\n# engine.cc engine.h\n", "lists are explicit"),
    ("src/local/a.cc", "int f();\n", "every folder has a map"),
]

# Bodies of schemas/encours/v1/a.proto and of the same file under state/.
PROTOS = [
    ("v1", "message A {\n  int64 day = 1;\n}\n", "contracts: a field without a comment"),
    ("v1", "message A {\n  oneof b {\n    int64 day = 1;\n  }\n}\n", "contracts: a field without"),
    ("v1", "message A {\n  // Days since 1970.\n  int64 day = 1;\n}\n", ""),
    ("v1", "message A {\n  double rate = 1;  // a rate\n}\n", "contracts: no floats"),
    ("v1", "message A {\n  map<string, A> b = 1;  // by name\n}\n", ""),
    ("v1", "enum A {\n  A_UNSPECIFIED = 0;\n}\n", ""),
    ("state/v1", "message A {\n  map<string, A> b = 1;  // by name\n}\n", "contracts: no maps"),
]


class TidyTest(unittest.TestCase):
    """Plants and reads; a failure names the row."""

    def problems(self, planted):
        with tempfile.TemporaryDirectory() as root:
            for path, text in {**CLEAN, **planted}.items():
                file = pathlib.Path(root, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
            return [f"{path}: {rule.replace('_', ' ')}: {message}"
                    for path, _, rule, message in tidy.check(root)]

    def expect(self, planted, expected):
        """`expected` is part of a problem, "" for none at all, "!x" for no problem with x in it."""
        with self.subTest(planted=planted):
            problems = self.problems(planted)
            if expected.startswith("!"):
                self.assertFalse([line for line in problems if expected[1:] in line], problems)
            elif expected:
                self.assertTrue([line for line in problems if expected in line], problems)
            else:
                self.assertEqual(problems, [])

    def test_clean_project_is_clean(self):
        self.assertEqual(self.problems({}), [])

    def test_rows(self):
        for path, text, expected in FORM + INCLUDES + WORDS + TREE:
            planted = {path: text}
            if path.startswith("tests/") and not expected:
                planted["tests/README.md"] = "# Tests\n"
            self.expect(planted, expected)

    def test_bans(self):
        for text, expected in BANS:
            self.expect({"operators/a.cc": text + "\n"}, expected)

    def test_assert_may_throw(self):
        throwing = HEADER + "#include <stdexcept>\ninline void f() { throw 1; }\n"
        self.expect({"operators/domain/assert.h": throwing}, "!operators/domain/assert.h: i")
        self.expect({"operators/domain/assert.h": throwing}, "!operators/domain/assert.h: o")

    def test_contracts(self):
        for folder, body, expected in PROTOS:
            path = f"schemas/encours/{folder}/a.proto"
            lists = "encours_schemas(PROTOS encours/v1/a.proto encours/state/v1/a.proto)\n"
            self.expect({path: PROTO + body, "schemas/CMakeLists.txt": lists}, expected)

    def test_every_rule_has_a_row(self):
        """A rule that no row above expects has not been shown to fire."""
        rows = [row[-1] for row in FORM + INCLUDES + WORDS + TREE + PROTOS]
        shown = " ".join(row for row in rows if not row.startswith("!"))
        shown += " include direction operators bans plain mistakes"
        for rule in rules_text.RULES + rules_meaning.RULES + rules_tree.TREE_RULES:
            self.assertIn(rule.__name__.replace("_", " "), shown)


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main()
