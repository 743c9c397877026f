"""The plan of the house in the docs is the house: every room is on it, in its place, and every path it names exists."""

import re
from pathlib import Path

import pytest

from tests.house.sources import ROOT, SRC, planted

PLANS = [ROOT / "docs" / "house.md", ROOT / "docs" / "house.zh.md"]
DRAWN = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"`([\w./-]+/[\w.-]+)`")
INSIDE = {"actions", "queries", "views", "migrations", "templatetags"}  # parts of a room, not rooms


def on_the_plan(text: str) -> set[str]:
    """Paths of the rooms, read from the indentation of the drawing."""
    found, above = set(), []
    for line in DRAWN.search(text)[1].splitlines():
        name = line.split()[0]
        above[(len(line) - len(line.lstrip())) // 2 :] = [name]
        found.add("/".join(above))
    return found


def rooms(*tops: Path) -> set[str]:
    found = {init.parent.relative_to(top) for top in tops for init in top.rglob("__init__.py")}
    return {path.as_posix() for path in found if not INSIDE & set(path.parts)}


@pytest.mark.parametrize("page", PLANS, ids=lambda page: page.name)
def test_every_room_is_on_the_plan_and_nothing_else(page):
    assert on_the_plan(page.read_text("utf-8")) == rooms(SRC, ROOT / "demo")


@pytest.mark.parametrize("page", PLANS, ids=lambda page: page.name)
def test_every_path_the_plan_names_exists(page):
    named = NAMED.findall(page.read_text("utf-8"))
    assert len(named) > 15
    tops = (ROOT, SRC, SRC / "kolony")
    assert [path for path in named if not any((top / path).exists() for top in tops)] == []


def test_a_room_that_is_not_drawn_is_seen(tmp_path):
    new = planted(tmp_path, **{"kolony/attic/__init__.py": "", "kolony/__init__.py": ""})
    assert rooms(new) - on_the_plan(PLANS[0].read_text("utf-8")) == {"kolony/attic"}
