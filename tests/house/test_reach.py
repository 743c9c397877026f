"""Who may reach for what: the ORM, raw SQL, signals, the network."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import SRC, Source, planted, python_files

NO_OBJECTS = {"views", "forms", "tasks", "urls"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
# Raw SQL is for the columnar engine, for migrations, for the server's own supervisor, for COPY, and for the reader of
# the audit chain, which must not share code with what it reads (docs/decisions/where-raw-sql-is.md).
SQL_ALLOWED = (
    "kolony_engine/measures/",
    "kolony_engine/events/",
    "kolony/config/postgres/",
    "kolony/ground/guard/verify.py",
    "kolony/ground/frame/bulk.py",
)
SQL = re.compile(r"^\s*(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s.+\sSET|DELETE\s+FROM|CREATE|ALTER|DROP)\s", re.S)
SQL_CALLS = {"raw", "extra", "RawSQL", "cursor"}
SIGNALS = re.compile(r"^(django\.dispatch|django\.[\w.]*signals?|blinker)$")
NETWORK = re.compile(
    r"^(smtplib|ftplib|telnetlib|urllib\.request|http\.client|requests|httpx|aiohttp|urllib3|django\.core\.mail)(\.\w+)?$"
)


def objects_at_the_edge(root: Path) -> list[str]:
    """Reads and writes go through queries and actions."""
    found = []
    for source in python_files(root):
        if source.layer in NO_OBJECTS:
            used = (node for node in ast.walk(source.tree) if isinstance(node, ast.Attribute))
            found += [f"{source.name}:{node.lineno}" for node in used if node.attr in MANAGERS]
    for path in sorted(root.rglob("templates/**/*.html")):
        if ".objects" in path.read_text("utf-8"):
            found.append(path.relative_to(root).as_posix())
    return found


def raw_sql(root: Path) -> list[str]:
    return [
        f"{source.name}:{line}"
        for source in python_files(root)
        if not source.name.startswith(SQL_ALLOWED)
        for line in sorted({*_sql_strings(source), *_sql_calls(source)})
    ]


def _sql_strings(source: Source) -> Iterator[int]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value):
            yield node.lineno


def _sql_calls(source: Source) -> Iterator[int]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in SQL_CALLS:
            yield node.lineno


def imports_of(root: Path, forbidden: re.Pattern[str], allowed: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{source.name}: {name}"
        for source in python_files(root)
        if not source.name.startswith(allowed or ("-",))
        for name in _imported(source)
        if forbidden.match(name)
    ]


def _imported(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_pages_forms_and_tasks_go_through_queries_and_actions():
    assert objects_at_the_edge(SRC) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("room/views.py", "def page(request):\n    return Person.objects.all()\n"),
        ("room/views/detail.py", "x = Person.objects\n"),
        ("room/forms.py", "x = Person._default_manager\n"),
        ("room/tasks.py", "x = Person.objects\n"),
        ("room/templates/room/a.html", "{% for p in Person.objects.all %}{% endfor %}"),
    ],
)
def test_a_planted_shortcut_to_the_database_is_caught(tmp_path, name, text):
    assert objects_at_the_edge(planted(tmp_path, **{name: text}))


def test_raw_sql_stays_where_it_belongs():
    assert raw_sql(SRC) == []


@pytest.mark.parametrize(
    "text",
    [
        "x = 'SELECT a FROM b'\n",
        "x = 'DELETE FROM person WHERE 1'\n",
        "Person.objects.raw('...')\n",
        "connection.cursor()\n",
    ],
)
def test_planted_raw_sql_is_caught(tmp_path, text):
    assert raw_sql(planted(tmp_path, **{"kolony/stages/discover/queries.py": text}))
    assert not raw_sql(planted(tmp_path / "b", **{"kolony_engine/measures/counted/reach.py": text}))


def test_nobody_listens_to_signals():
    assert imports_of(SRC, SIGNALS) == []


@pytest.mark.parametrize(
    "text",
    [
        "from django.dispatch import receiver\n",
        "from django.db.models.signals import post_save\n",
        "from django.core import signals\n",
    ],
)
def test_a_planted_signal_is_caught(tmp_path, text):
    assert imports_of(planted(tmp_path, **{"a.py": text}), SIGNALS)


def test_only_the_outside_front_speaks_to_the_network():
    assert imports_of(SRC, NETWORK, allowed=("kolony/fronts/outside/",)) == []


@pytest.mark.parametrize("text", ["import smtplib\n", "from urllib import request\n", "import urllib.request\n"])
def test_a_planted_client_is_caught(tmp_path, text):
    assert imports_of(planted(tmp_path, **{"kolony/ground/people/actions.py": text}), NETWORK)
