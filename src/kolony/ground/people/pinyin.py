"""How Chinese names are found by typing Latin letters: 南枝读书会 by "nzdsh" and by "nanzhidushuhui".

The dictionary is large, so it is fetched at the first name that is written, never when a page process starts.
"""

from functools import cache
from importlib import import_module
from typing import Any


def spelled(text: str) -> tuple[str, str]:
    """(full pinyin, initials) of a text; Latin letters and digits stay as they are."""
    if text.isascii():
        return text.lower(), "".join(word[:1] for word in text.lower().split())
    syllables = _dictionary().lazy_pinyin(text, errors=lambda rest: list(rest))
    kept = [syllable.lower() for syllable in syllables if syllable.strip()]
    return "".join(kept), "".join(syllable[:1] for syllable in kept)


def typed_as(name: str) -> str:
    """How a name is typed in Latin letters: whole, then its initials; empty where it is typed as it stands."""
    return "" if name.isascii() else " ".join(spelled(name))


def search_text(name: str, others: list[str]) -> str:
    """Everything a person may be found by, in one string."""
    words = [name]
    for text in (name, *others):
        words += [text, *spelled(text)]
    return " ".join(dict.fromkeys(word for word in words if word))


def sort_key(name: str) -> str:
    """Order of names: by pinyin, Latin names among them."""
    return spelled(name)[0][:200]


@cache
def _dictionary() -> Any:
    return import_module("pypinyin")
