"""How a stored code is told again later: a failed load and a refused row keep code and values, never a sentence."""

from collections.abc import Mapping
from typing import Any

from kolony.ground.frame.error_words import Spoken, words_for
from kolony.ground.kit.errors import KolonyError


def tell(code: str, values: Mapping[str, Any] | None = None) -> Spoken:
    """The words of a code in the reader's language, lists read out."""
    error = KolonyError(**{key: _shown(value) for key, value in (values or {}).items()})
    error.code = code
    return words_for(error)


def _shown(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    return value
