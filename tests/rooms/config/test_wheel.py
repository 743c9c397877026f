"""The wheel stands alone: everything is in it, and it runs where the repository is not."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.house.sources import ROOT, SRC


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    target = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = target.glob("*.whl")
    return built


def test_everything_a_page_needs_is_in_it(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    needed = {"kolony/ground/frame/static/frame/kolony.css", "kolony/ground/frame/templates/frame/shell.html"}
    needed |= {f.relative_to(SRC).as_posix() for f in SRC.rglob("templates/**/*.html")}
    needed |= {f.relative_to(SRC).as_posix() for f in SRC.rglob("static/**/*.*") if f.is_file()}
    needed |= {f.relative_to(SRC).with_suffix(".mo").as_posix() for f in SRC.rglob("LC_MESSAGES/*.po")}
    needed |= {"kolony_demo/phrases.toml", "kolony_demo/__init__.py", "kolony_engine/__init__.py"}
    assert needed - names == set()
    assert [name for name in names if name.endswith((".po", ".pyc")) or name.startswith(("tests/", "demo/"))] == []


def test_it_runs_in_an_environment_without_the_repository(wheel, open_folder):
    home = open_folder / "env"
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    place = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    zipfile.ZipFile(wheel).extractall(place)
    # The dependencies only: a folder named in a .pth file has its own .pth files, the editable install, left unread.
    Path(place, "dependencies.pth").write_text(sysconfig.get_paths()["purelib"], encoding="utf-8")
    ours = ("KOLONY_", "DJANGO_", "DATABASE_", "PYTHON")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    clean["KOLONY_HOME"] = str(open_folder / "home")

    def run(*arguments):
        return subprocess.run(
            [python, *arguments], cwd=open_folder, env=clean, capture_output=True, text=True, check=False
        )  # fmt: skip

    assert place in run("-c", "import kolony; print(kolony.__file__)").stdout
    assert run("-m", "kolony", "--help").returncode == 0
    prepared = run("-m", "kolony", "demo", "--small", "--prepare")
    assert prepared.returncode == 0, prepared.stderr
    asked = "SELECT count(DISTINCT which) FROM discover_candidate"
    assert run("-m", "kolony", "db", "psql", "-Atc", asked).stdout.strip() == "3"
