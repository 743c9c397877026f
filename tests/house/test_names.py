"""No drawers: a file or folder says what is in it, so `utils`, `helpers`, `common` and their kin are no names."""

from pathlib import Path

import pytest

from tests.house.sources import ROOT, planted

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
