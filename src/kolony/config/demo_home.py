"""Where the demo lives, decided before Django reads its settings."""

import os
from pathlib import Path

from kolony.config import house
from kolony.ground.kit.errors import KolonyError

MARKER = "SIMULATED"


class HomeInUse(KolonyError):
    """The demo never mixes its invented people with real ones."""

    code = "E-DEMO-409"

    def __str__(self) -> str:
        return f"{self.code}: {self.values['home']} holds real data: give the demo another folder in KOLONY_HOME"


def set_up() -> None:
    """Every page is labelled as simulated, and the home is not the one of real work."""
    os.environ["KOLONY_DEMO"] = "yes"
    os.environ.setdefault("KOLONY_HOME", "~/.kolony-demo")
    house.set_up()


def claim(home: Path) -> None:
    """Mark the home as the demo's; refuse one that is somebody's real home."""
    marker = home / MARKER
    if not marker.exists() and (home / "postgres").exists():
        raise HomeInUse(home=str(home))
    home.mkdir(parents=True, exist_ok=True)
    marker.write_text("Everything in this folder was invented. 此文件夹中的一切均为虚构。\n", encoding="utf-8")
