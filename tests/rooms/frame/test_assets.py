"""What the browser loads: as built, as licensed, as small as promised, and with every icon the pages ask for."""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
STATIC = ROOT / "src/kolony/ground/frame/static/frame"
MANIFEST = json.loads((STATIC / "vendored.json").read_text())
LICENCES = {"0BSD", "OFL-1.1", "MIT", "ISC", "Apache-2.0", "BSD-3-Clause"}
KILO = 1000


def packed(*names: str) -> int:
    return sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in names)


@pytest.mark.parametrize("name", sorted(MANIFEST))
def test_a_committed_file_is_the_one_the_manifest_names(name):
    assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == MANIFEST[name]["sha256"]


def test_every_file_is_in_the_manifest():
    ours = {"vendored.json", "LICENSES.txt"}
    files = {path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file()}
    assert files - ours == set(MANIFEST)


def test_everything_taken_from_others_has_a_version_a_licence_and_its_text():
    texts = (STATIC / "LICENSES.txt").read_text()
    for source in (source for entry in MANIFEST.values() for source in entry["from"]):
        assert source["licence"] in LICENCES
        assert f"==== {source['name']} {source['version']}" in texts


def test_the_lock_names_no_host():
    lock = (ROOT / "assets/package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert "omit-lockfile-registry-resolved=true" in (ROOT / "assets/.npmrc").read_text()


def test_the_sizes_keep_their_promise():
    assert packed("kolony.css") <= 25 * KILO
    assert packed("htmx.min.js", "app.js", "theme.js") <= 30 * KILO
    assert packed("charts.js") <= 210 * KILO
    assert (STATIC / "inter-latin.woff2").stat().st_size <= 49 * KILO
    assert sum(path.stat().st_size for path in (STATIC / "fonts").iterdir()) <= 2_400 * KILO


def test_every_icon_that_a_page_names_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "sprite.svg").read_text()))
    asked = set()
    for path in (ROOT / "src/kolony").rglob("*.html"):
        asked |= set(re.findall(r'\{%\s*icon\s+"([a-z0-9-]+)"|<c-icon[^>]*?name="([a-z0-9-]+)"', path.read_text()))
    assert {name for pair in asked for name in pair if name} - drawn == set()


def test_no_script_asks_for_anything_from_elsewhere():
    for name in ("app.js", "theme.js", "kolony.css"):
        text = (STATIC / name).read_text()
        assert not re.search(r"(?:url\(|import\(|fetch\()['\"]?https?:", text)
        assert "eval(" not in text


def test_building_again_gives_what_is_committed():
    """Where the build tools are installed (a developer's machine); elsewhere the hashes above must do."""
    if (ROOT / "assets/node_modules").exists() and shutil.which("node"):
        built = subprocess.run(["node", "build.mjs", "--check"], cwd=ROOT / "assets", capture_output=True, text=True)
        assert built.returncode == 0, built.stderr
