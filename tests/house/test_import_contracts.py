"""The contracts in `.importlinter` hold, and each of them bites: a planted import breaks exactly the one it should."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import ROOT, SRC

ARROW = "Time's arrow"
INSIDE = "Inside a room"
MEASURES = "Inside measures"
READING = "Inside reading"
DIFFUSION = "Inside diffusion"
PURE = "Rules and the kit know no Django"

PLANTED = [
    ("kolony/ground/kit/new.py", "import kolony.stages.discover", "config > fronts > stages > ground"),
    ("kolony/stages/discover/new.py", "import kolony.fronts.desk", "config > fronts > stages > ground"),
    ("kolony/attic/__init__.py", "", "config > fronts > stages > ground"),
    ("kolony/fronts/desk/new.py", "import kolony.fronts.cli", "Fronts stand apart"),
    ("kolony/stages/discover/new.py", "import kolony.stages.recruit", ARROW),
    ("kolony/stages/somewhere/__init__.py", "", ARROW),
    ("kolony/ground/people/new.py", "import kolony.ground.facts", "facts > people > guard > frame > kit"),
    ("kolony/ground/frame/new.py", "import kolony.ground.guard", "facts > people > guard > frame > kit"),
    ("kolony/ground/cellar/__init__.py", "", "facts > people > guard > frame > kit"),
    ("kolony/ground/guard/models.py", "import kolony.ground.guard.actions", INSIDE),
    ("kolony/ground/guard/actions.py", "import kolony.ground.guard.views", INSIDE),
    ("kolony/ground/guard/rules.py", "import kolony.ground.guard.models", INSIDE),
    ("kolony/ground/frame/a.py", "import kolony.ground.frame.b", "No cycles"),
    ("kolony_engine/events/new.py", "import django", "The engine imports neither Django nor Kolony"),
    ("kolony_engine/events/new.py", "import kolony.ground.kit", "The engine imports neither Django nor Kolony"),
    ("kolony_engine/events/new.py", "import kolony_engine.ranking", "checks > ranking, diffusion > measures > events"),
    ("kolony_engine/attic/__init__.py", "", "checks > ranking, diffusion > measures > events"),
    ("kolony_engine/measures/counted/new.py", "import kolony_engine.measures.kept", MEASURES),
    ("kolony_engine/measures/members/new.py", "import kolony_engine.measures.around", MEASURES),
    ("kolony_engine/measures/attic/__init__.py", "", MEASURES),
    ("kolony_engine/events/reading/raw/new.py", "import kolony_engine.events.reading.flat", READING),
    ("kolony_engine/events/reading/attic/__init__.py", "", READING),
    ("kolony_engine/diffusion/graphs/new.py", "import kolony_engine.diffusion.choosing", DIFFUSION),
    ("kolony_engine/diffusion/past/new.py", "import kolony_engine.diffusion.sampling", DIFFUSION),
    ("kolony_engine/diffusion/machine/new.py", "import kolony_engine.diffusion.past", DIFFUSION),
    ("kolony_engine/diffusion/attic/__init__.py", "", DIFFUSION),
    ("kolony/ground/kit/new.py", "import django", PURE),
    ("kolony/ground/people/rules.py", "import kolony.ground.people.models", PURE),
    ("kolony/ground/facts/new.py", "import duckdb", "Only events and measures speak to the columnar engine"),
    ("kolony_engine/ranking/new.py", "import ibis", "Only events and measures speak to the columnar engine"),
    ("kolony_demo/new.py", "import kolony.ground.kit", "The demo season imports nobody of the house"),
]
BACK_AGAIN = {
    "kolony/stages/recruit/__init__.py": "",
    "kolony/ground/frame/b.py": "import kolony.ground.frame.a",
    "kolony/ground/guard/views.py": "",
    "kolony/ground/guard/models.py": "",
    "kolony/ground/guard/actions.py": "",
    "kolony/ground/people/models.py": "import django",
}


def lint(tree: Path) -> str:
    """What import-linter says about the packages below `tree`."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    command += ["--config", str(ROOT / ".importlinter"), "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(tree), "COLUMNS": "200", "PYTHONSAFEPATH": "1"}
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def skeleton(root: Path) -> Path:
    """The house without its furniture: every package, empty, but for the few modules that planted imports name."""
    for top in (SRC, ROOT / "demo"):
        for init in top.rglob("__init__.py"):
            (root / init.relative_to(top)).parent.mkdir(parents=True, exist_ok=True)
            (root / init.relative_to(top)).touch()
    for name, text in BACK_AGAIN.items():
        path = root / name
        if not path.with_suffix("").is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return root


def broken(said: str) -> str:
    return "\n".join(line for line in said.splitlines() if line.rstrip().endswith("BROKEN"))


def test_the_house_keeps_its_contracts(tmp_path):
    for name in ("src", "demo"):
        for top in (ROOT / name).iterdir():
            if (top / "__init__.py").exists():
                (tmp_path / top.name).symlink_to(top)
    said = lint(tmp_path)
    assert broken(said) == ""
    assert "0 broken" in said


def test_the_empty_house_breaks_nothing(tmp_path):
    assert "0 broken" in lint(skeleton(tmp_path))


@pytest.mark.parametrize(("where", "line", "contract"), PLANTED)
def test_a_planted_import_is_caught(tmp_path, where, line, contract):
    path = skeleton(tmp_path) / where
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.with_suffix("").is_dir():
        path = path.with_suffix("") / "__init__.py"
    path.write_text(line, encoding="utf-8")
    assert contract in broken(lint(tmp_path))
