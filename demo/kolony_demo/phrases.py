"""The sentences of the season, read from `phrases.toml` beside this file: (Chinese, English) of each kind."""

import tomllib
from functools import cache
from importlib.resources import files

from .subjects import LANGUAGES

Phrases = tuple[tuple[str, ...], tuple[str, ...]]


@cache
def _everything() -> dict[str, Phrases]:
    told = tomllib.loads((files(__package__) / "phrases.toml").read_text(encoding="utf-8"))
    return {kind: tuple(tuple(lines[language]) for language in LANGUAGES) for kind, lines in told.items()}


def phrases(kind: str) -> Phrases:
    return _everything()[kind]
