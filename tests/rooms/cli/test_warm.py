"""`kolony warm`: what seed sets need is compiled ahead of their first use."""

import os
import subprocess
import sys

from click.testing import CliRunner

from kolony.fronts.cli.warm import command

ASKED = "from kolony_engine.diffusion import is_cold; print(is_cold())"


def test_it_says_how_long_it_took_and_leaves_nothing_cold():
    told = CliRunner(env={"LANGUAGE": "en"}).invoke(command, [])
    assert (told.exit_code, told.output.startswith("Warm after ")) == (0, True)
    assert subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True).stdout == "False\n"


def test_a_fresh_installation_is_cold(tmp_path):
    fresh = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    assert subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, env=fresh).stdout == "True\n"
