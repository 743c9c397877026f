"""How a stored code is told again later: a failed load and a refused row keep code and values, never a sentence."""

from collections.abc import Mapping
from typing import Any

from kolony.ground.facts.showing import COLUMNS, MEMBER_COLUMNS
from kolony.ground.frame.error_words import Spoken, words_for
from kolony.ground.kit.errors import KolonyError

COLUMNS_OF_THE_CONTRACT = ("columns", "missing")
"""Values that name columns as the engine calls them; the reader knows them by their words."""


def tell(code: str, values: Mapping[str, Any] | None = None) -> Spoken:
    """The words of a code in the reader's language, lists read out."""
    error = KolonyError(**{key: _shown(key, value) for key, value in (values or {}).items()})
    error.code = code
    return words_for(error)


def _shown(key: str, value: Any) -> Any:
    if not isinstance(value, list | tuple):
        return value
    words = {**MEMBER_COLUMNS, **COLUMNS} if key in COLUMNS_OF_THE_CONTRACT else {}
    return ", ".join(str(words.get(part, part)) for part in value)
