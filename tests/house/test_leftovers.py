"""Zero ignores: nothing half done, nothing silenced, no test that does not run."""

import re
from pathlib import Path

import pytest

from tests.house.sources import ROOT, planted, python_files

HALF_DONE = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b|NotImplemented" + r"Error")
SILENCED = re.compile(r"#\s*(no" + r"qa|type:\s*ig" + r"nore|pragma:|pylint:|pyright:)")
NOT_RUN = re.compile(r"pytest\.(mark\.)?(sk" + r"ip|xf" + r"ail)|unittest\.mo" + r"ck|importor" + r"skip")


def leftovers(root: Path) -> list[str]:
    found = []
    for source in python_files(root):
        for number, line in enumerate(source.text.splitlines(), 1):
            if any(pattern.search(line) for pattern in (HALF_DONE, SILENCED, NOT_RUN)):
                found.append(f"{source.name}:{number}: {line.strip()}")
    return found


@pytest.mark.parametrize("folder", ["src", "demo", "tests", "bench", "assets"])
def test_nothing_is_left_lying_about(folder):
    assert leftovers(ROOT / folder) == []


@pytest.mark.parametrize(
    "line",
    ["x = 1  # TO" + "DO later", "x = 1  # no" + "qa", "@pytest.mark.sk" + "ip", "raise NotImplemented" + "Error"],
)
def test_a_planted_leftover_is_caught(tmp_path, line):
    assert leftovers(planted(tmp_path, **{"a.py": f"{line}\n"}))
