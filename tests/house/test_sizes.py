"""Files up to 400 lines, functions up to 40, classes up to 200, blocks three deep; templates laid out in lines."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import ROOT, SRC, Source, planted, python_files

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_CLASS, DEEPEST = 400, 40, 200, 3
LONGEST_TEMPLATE_LINE = 200
WHOLE = re.compile(r"""\s*(\{%[^%]*%\}|[\w-]+=("[^"]*"|'[^']*')\s*/?>?)""")  # one tag, one attribute: nowhere to cut
BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match, ast.AsyncFor, ast.AsyncWith)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def too_big(root: Path) -> list[str]:
    return [found for source in python_files(root) for found in _in(source)]


def _in(source: Source) -> Iterator[str]:
    lines = source.text.count("\n")
    if lines > LONGEST_FILE:
        yield f"{source.name}: {lines} lines"
    for node in ast.walk(source.tree):
        longest = LONGEST_FUNCTION if isinstance(node, FUNCTIONS) else LONGEST_CLASS
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)) and _length(node) > longest:
            yield f"{source.name}: {node.name} has {_length(node)} lines"
        if isinstance(node, FUNCTIONS) and _depth(node) > DEEPEST:
            yield f"{source.name}: {node.name} is nested {_depth(node)} deep"


def _length(node: ast.AST) -> int:
    return node.end_lineno - node.lineno + 1


def _depth(node: ast.AST) -> int:
    deepest = 0
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (*FUNCTIONS, ast.ClassDef)):
            chained = isinstance(node, ast.If) and isinstance(child, ast.If) and child in node.orelse
            deepest = max(deepest, _depth(child) + (isinstance(child, BLOCKS) and not chained))
    return deepest


@pytest.mark.parametrize("folder", ["src", "demo", "tests", "bench", "assets"])
def test_nothing_has_grown_too_big_to_read(folder):
    assert too_big(ROOT / folder) == []


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ("x = 1\n" * 401, "a.py: 401 lines"),
        ("def f():\n" + "    x = 1\n" * 40, "a.py: f has 41 lines"),
        ("class C:\n" + "    x = 1\n" * 200, "a.py: C has 201 lines"),
        ("def f():\n if a:\n  for b in c:\n   with d:\n    if e:\n     pass\n", "a.py: f is nested 4 deep"),
    ],
)
def test_a_planted_giant_is_caught(tmp_path, text, caught):
    assert too_big(planted(tmp_path, **{"a.py": text})) == [caught]


def test_a_chain_of_elifs_is_not_deep(tmp_path):
    text = "def f():\n if a:\n  pass\n" + " elif b:\n  pass\n" * 6
    assert too_big(planted(tmp_path, **{"a.py": text})) == []


def too_long(root: Path) -> list[str]:
    """Templates with too many lines, or with lines that could be cut and were not."""
    return [found for path in sorted(root.rglob("*.html")) for found in _in_template(path)]


def _in_template(path: Path) -> Iterator[str]:
    lines = path.read_text("utf-8").splitlines()
    if len(lines) > LONGEST_FILE:
        yield f"{path.name}: {len(lines)} lines"
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_TEMPLATE_LINE and not WHOLE.fullmatch(line):
            yield f"{path.name}:{number}: {len(line)} letters"


def test_templates_stay_readable():
    assert too_long(SRC) == []


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ("<p></p>\n" * 401, ["a.html: 401 lines"]),
        ("<p>" + "<b>x</b>" * 30 + "</p>", ["a.html:1: 247 letters"]),
        ('{% trans "' + "x" * 200 + '" %}', []),
        ('  title="' + "x" * 200 + '">', []),
    ],
)
def test_a_planted_long_line_of_a_template_is_caught(tmp_path, text, caught):
    (tmp_path / "a.html").write_text(text)
    assert too_long(tmp_path) == caught
