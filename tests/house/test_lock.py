"""The locks agree with the pins in pyproject.toml, carry hashes, and no committed file names a package registry."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.house.sources import ROOT, planted

PINNED = re.compile(r"^([A-Za-z0-9._-]+)(\[[^\]]*\])?==([^\s;\\]+)", re.M)
# Written in pieces, so that this file does not name what it forbids.
HOSTS = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"))]
HOSTS += [".".join(parts) for parts in (("yarnpkg", "com"), ("npmmirror", "com"), ("tuna", "tsinghua", "edu", "cn"))]


def pins(lines: list[str]) -> dict[str, str]:
    found = [PINNED.match(line) for line in lines]
    return {match[1].lower().replace("_", "-"): match[3] for match in found if match}


def unlocked(wanted: dict[str, str], lock: str) -> list[str]:
    """Pins that the lock does not hold, and locked packages without a hash."""
    locked = pins(lock.splitlines())
    wrong = [f"{name}=={version}" for name, version in wanted.items() if locked.get(name) != version]
    blocks = re.split(r"^(?=\S)", lock, flags=re.M)
    return wrong + [block.split("==")[0] for block in blocks if PINNED.match(block) and "--hash=sha256:" not in block]


def naming_hosts(root: Path, names: list[str]) -> list[str]:
    found = []
    for name in names:
        path = root / name
        if path.is_file() and not path.is_symlink():
            text = path.read_bytes().decode("utf-8", "replace")
            found += [f"{name}: {host}" for host in HOSTS if host in text]
    return found


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-bench.lock", "requirements-spark.lock"])
def test_every_pin_is_locked_with_a_hash(lock):
    wanted = list(project()["project"]["dependencies"])
    if lock == "requirements.lock":
        wanted += project()["dependency-groups"]["dev"]
    if lock == "requirements-bench.lock":
        wanted += project()["dependency-groups"]["bench"]
    if lock == "requirements-spark.lock":
        wanted += project()["project"]["optional-dependencies"]["spark"]
    assert unlocked(pins(wanted), (ROOT / lock).read_text("utf-8")) == []


def test_every_dependency_is_pinned_exactly():
    told = project()
    everything = [*told["project"]["dependencies"], *told["build-system"]["requires"]]
    everything += [line for group in told["dependency-groups"].values() for line in group]
    assert [line for line in everything if not PINNED.match(line)] == []


def test_no_committed_file_names_a_registry():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout.decode()
    names = [name for name in listed.split("\0") if name]
    assert naming_hosts(ROOT, names) == []


def test_planted_disagreements_are_caught(tmp_path):
    lock = "django==5.2.18 \\\n    --hash=sha256:00\nclick==8.5.1\n"
    assert unlocked({"django": "5.2.19", "click": "8.5.1"}, lock) == ["django==5.2.19", "click"]
    planted(tmp_path, **{"a.lock": f"--index-url https://{HOSTS[0]}/simple\n", "b.txt": "fine"})
    assert naming_hosts(tmp_path, ["a.lock", "b.txt"]) == [f"a.lock: {HOSTS[0]}"]
