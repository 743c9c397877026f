"""A file or folder says what is in it, by its name (`utils`, `helpers`, `common` say nothing) and its first words."""

import ast
from pathlib import Path

import pytest

from tests.house.sources import ROOT, planted, python_files

DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base"}


def drawers(root: Path) -> list[str]:
    found = []
    for path in sorted(root.rglob("*")):
        inside = set(path.relative_to(root).parts)
        if path.stem in DRAWERS and path.suffix in ("", ".py") and not inside & {"node_modules", "static"}:
            found.append(path.relative_to(root).as_posix())
    return found


@pytest.mark.parametrize("folder", ["src", "demo", "tests", "bench"])
def test_there_are_no_drawers(folder):
    assert drawers(ROOT / folder) == []


@pytest.mark.parametrize("name", ["kolony/utils.py", "kolony/common/kept.py", "kolony/base.py"])
def test_a_planted_drawer_is_caught(tmp_path, name):
    assert drawers(planted(tmp_path, **{name: ""}))


def silent(root: Path) -> list[str]:
    """Files that do not begin by saying what they are."""
    return [source.name for source in python_files(root) if not ast.get_docstring(source.tree)]


@pytest.mark.parametrize("folder", ["src", "demo", "tests", "bench", "docs"])
def test_every_file_begins_by_saying_what_it_is(folder):
    assert silent(ROOT / folder) == []


@pytest.mark.parametrize("text", ["", "x = 1\n", "# what it is\nx = 1\n"])
def test_a_planted_silent_file_is_caught(tmp_path, text):
    assert silent(planted(tmp_path, **{"kolony/ground/new/__init__.py": text}))
