"""The command itself."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import click
import pytest

from kolony.config.entry import COMMANDS
from tests.rooms.config.test_environment import kolony

HEAVY = {"django", "duckdb", "ibis", "pyarrow", "numpy", "pandas", "psycopg", "granian", "openpyxl"}


def test_help_answers_at_once():
    """Measured in seconds of work, so that a busy machine does not decide."""
    assert min(work_for_help() for _ in range(3)) < 0.4


def work_for_help() -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-m", "kolony", "--help"], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert b"kolony COMMAND --help" in done.stdout
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_help_imports_nothing_heavy():
    asked = "import sys, kolony.config.entry; print(*{name.partition('.')[0] for name in sys.modules})"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert HEAVY & set(said.split()) == set()


def test_every_command_says_what_the_register_says():
    for name, entry in COMMANDS.items():
        command = entry.load()
        assert isinstance(command, click.Command), name
        assert command.help, name


@pytest.mark.parametrize("arguments", [["nonsense"], ["rank", "--no-such-option"]])
def test_a_wrong_call_ends_with_code_2_and_says_so(arguments):
    done = kolony(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "No such" in done.stderr


def test_a_refusal_is_one_line_without_a_traceback():
    done = kolony("db", "status", KOLONY_NONSENSE="1")
    assert done.returncode == 1
    assert done.stderr.startswith("kolony: E-CONF-101: KOLONY_NONSENSE")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("at_once", ["", "1"], ids=["written at the end", "written at once"])
def test_a_full_disk_is_one_line_without_a_traceback(at_once):
    told = os.environ | {"PYTHONUNBUFFERED": at_once}
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kolony", "--version"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=told,
        )  # fmt: skip
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "No space left" in done.stderr
