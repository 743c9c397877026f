"""Numbers as people write them: `1,234.5`, `１２`, `1.2万`, `3亿`, `1.5k`; never a guess about a decimal comma."""

import math
import re
import unicodedata

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kolony_engine.events.arrays import doubles, numpy_of, text

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:e[+-]?\d+)?$", re.IGNORECASE)
_SCALES = {"万": 1e4, "萬": 1e4, "w": 1e4, "亿": 1e8, "億": 1e8, "千": 1e3, "k": 1e3, "m": 1e6}
_MONEY = "¥￥$€£"


def number(written: str) -> float:
    """One number; ValueError when it is none, or not finite.

    >>> number("１.2万")
    12000.0
    >>> number("-1,234.50")
    -1234.5
    """
    plain = unicodedata.normalize("NFKC", written).strip().lstrip(_MONEY).strip()
    scale = _SCALES.get(plain[-1:].lower(), 1.0)
    digits = plain[:-1].strip() if scale != 1.0 else plain
    if not digits or not _NUMBER.match(digits) or not any(map(str.isdigit, digits)):
        raise ValueError(written)
    value = float(digits.replace(",", "")) * scale
    if not math.isfinite(value):
        raise ValueError(written)
    return round(value, 6) if scale != 1.0 else value


def numbers(texts: pa.StringArray) -> tuple[np.ndarray, dict[int, str]]:
    """A column of numbers, 1 where nothing is written, and the code of each row that is no number (E-READ-221)."""
    written = pc.fill_null(texts, text(""))
    filled = pc.if_else(pc.equal(written, text("")), text("1"), written)
    try:
        values = numpy_of(pc.cast(filled, pa.float64()))
        if np.isfinite(values).all():
            return values, {}
    except pa.ArrowInvalid:
        pass
    return _one_by_one(filled.to_pylist())


def _one_by_one(texts: list[str]) -> tuple[np.ndarray, dict[int, str]]:
    values = np.ones(len(texts))
    refused: dict[int, str] = {}
    known: dict[str, float | None] = {}
    for row, written in enumerate(texts):
        if written not in known:
            known[written] = _number_or_none(written)
        if known[written] is None:
            refused[row] = "E-READ-221"
        else:
            values[row] = known[written]
    return values, refused


def _number_or_none(written: str) -> float | None:
    try:
        return number(written) if written.strip() else 1.0
    except ValueError:
        return None


def typed(values: pa.Array) -> tuple[np.ndarray, dict[int, str]]:
    """The same for a column that already holds numbers (Parquet)."""
    floats = numpy_of(pc.fill_null(pc.cast(values, pa.float64(), safe=False), doubles(np.ones(1))[0]))
    refused = {int(row): "E-READ-221" for row in np.flatnonzero(~np.isfinite(floats))}
    return np.where(np.isfinite(floats), floats, 1.0), refused
