"""Numbers as people write them: `1,234.5`, `１２`, `1.2万`, `3亿`, `1.5k`; never a guess about a decimal comma."""

import math
import re
import unicodedata

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:e[+-]?\d+)?$", re.IGNORECASE)
_SCALES = {"万": 1e4, "萬": 1e4, "w": 1e4, "亿": 1e8, "億": 1e8, "千": 1e3, "k": 1e3, "m": 1e6}
_MONEY = "¥￥$€£"


def number(text: str) -> float:
    """One number; ValueError when it is none, or not finite.

    >>> number("１.2万")
    12000.0
    >>> number("-1,234.50")
    -1234.5
    """
    plain = unicodedata.normalize("NFKC", text).strip().lstrip(_MONEY).strip()
    scale = _SCALES.get(plain[-1:].lower(), 1.0)
    digits = plain[:-1].strip() if scale != 1.0 else plain
    if not digits or not _NUMBER.match(digits) or not any(map(str.isdigit, digits)):
        raise ValueError(text)
    value = float(digits.replace(",", "")) * scale
    if not math.isfinite(value):
        raise ValueError(text)
    return round(value, 6) if scale != 1.0 else value


def numbers(texts: pa.StringArray) -> tuple[np.ndarray, dict[int, str]]:
    """A column of numbers, 1 where nothing is written, and the code of each row that is no number (E-READ-221)."""
    written = pc.fill_null(texts, "")
    filled = pc.if_else(pc.equal(written, ""), "1", written)
    try:
        values = pc.cast(filled, pa.float64()).to_numpy(zero_copy_only=False)
        if np.isfinite(values).all():
            return values, {}
    except pa.ArrowInvalid:
        pass
    return _one_by_one(filled.to_pylist())


def _one_by_one(texts: list[str]) -> tuple[np.ndarray, dict[int, str]]:
    values = np.ones(len(texts))
    refused: dict[int, str] = {}
    known: dict[str, float | None] = {}
    for row, text in enumerate(texts):
        if text not in known:
            known[text] = _number_or_none(text)
        if known[text] is None:
            refused[row] = "E-READ-221"
        else:
            values[row] = known[text]
    return values, refused


def _number_or_none(text: str) -> float | None:
    try:
        return number(text) if text.strip() else 1.0
    except ValueError:
        return None


def typed(values: pa.Array) -> tuple[np.ndarray, dict[int, str]]:
    """The same for a column that already holds numbers (Parquet)."""
    floats = pc.fill_null(pc.cast(values, pa.float64(), safe=False), 1.0).to_numpy(zero_copy_only=False)
    refused = {int(row): "E-READ-221" for row in np.flatnonzero(~np.isfinite(floats))}
    return np.where(np.isfinite(floats), floats, 1.0), refused
