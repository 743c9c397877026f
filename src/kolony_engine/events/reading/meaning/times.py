"""Times as people write them, to microseconds of UTC.

Understood: ISO 8601 with and without zone, `2024/1/5 13:04`, `2024.1.5`, `20240105`, `2024年1月5日 13时4分`, Unix time
in seconds, milli- and microseconds, each in half and full width. A time without a zone is taken in the zone the caller
names. A day without a time stays that day: midnight UTC, marked as `day_only`. Dates whose order is a matter of country
(`05/06/2024`) are refused rather than guessed, unless a number above 12 settles it.
"""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kolony_engine.events.arrays import integers, numpy_of

DAY = 86_400_000_000
MISSING = np.iinfo(np.int64).min
EARLIEST = int(datetime(1971, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000
LATEST = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PIECE = 2048

_ZONED = re.compile(r"(Z|[+-]\d\d:?\d\d)$")
_CLOCK = r"(?:[T\s]*(\d{1,2})[:时](\d{1,2})(?:[:分](?:(\d{1,2})(?:[.,](\d{1,9}))?)?秒?)?)?"
_ZONE = r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$"
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?" + _CLOCK + _ZONE, re.IGNORECASE)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})" + _CLOCK + _ZONE, re.IGNORECASE)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?()" + _ZONE, re.IGNORECASE)
_UNIX = re.compile(r"(\d{9,10})(\.\d+)?$|(\d{12,13})$|(\d{15,16})$")


class TimeError(ValueError):
    """A text that is no time, by the code of its refusal."""


def parsed(text: str, zone: tzinfo, until: int = LATEST) -> tuple[int, bool]:
    """One time: microseconds since 1970 in UTC, and whether it is a day only.

    Raises TimeError with E-READ-211 (empty), E-READ-212 (no time), E-READ-213 (day or month first?), E-READ-214
    (before 1971 or after 2099) or E-READ-215 (`until` or later: it cannot have happened yet).
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        raise TimeError("E-READ-211")
    unix = _UNIX.match(plain)
    micros, day_only = (_from_unix(unix), False) if unix else _from_words(plain, zone)
    if not EARLIEST <= micros < LATEST:
        raise TimeError("E-READ-214")
    if micros >= until:
        raise TimeError("E-READ-215")
    return micros, day_only


def _from_unix(match: re.Match[str]) -> int:
    seconds, fraction, millis, micros = match.groups()
    if seconds:
        return int(seconds) * 1_000_000 + round(float(fraction or 0) * 1_000_000)
    return int(millis) * 1000 if millis else int(micros)


def _from_words(plain: str, zone: tzinfo) -> tuple[int, bool]:
    match = _YEAR_FIRST.match(plain) or _COMPACT.match(plain)
    if match:
        year, month, day = match.group(1, 2, 3)
    elif match := _YEAR_LAST.match(plain):
        year, month, day = _settled(*match.group(1, 2, 3))
    else:
        raise TimeError("E-READ-212")
    hour, minute, second, fraction, offset = match.group(4, 5, 6, 7, 8)
    micros = int((fraction or "0").ljust(6, "0")[:6])
    try:
        day_at = datetime(int(year), int(month), int(day), tzinfo=UTC)
        at = day_at.replace(hour=int(hour or 0), minute=int(minute or 0), second=int(second or 0), microsecond=micros)
    except ValueError:
        raise TimeError("E-READ-212") from None
    if not offset and at == day_at:
        return _micros(at), True
    return _micros(at.replace(tzinfo=_zone(offset) if offset else zone)), False


def _settled(first: str, second: str, year: str) -> tuple[str, str, str]:
    """Year, month and day of a date that ends with the year, if one number can only be the day."""
    if int(first) > 12 >= int(second):
        return year, second, first
    if int(second) > 12 >= int(first) or first == second:
        return year, first, second
    raise TimeError("E-READ-213")


def _zone(offset: str) -> tzinfo:
    if offset.upper() in ("Z", "UTC", "GMT"):
        return UTC
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    if hours > 23 or minutes > 59:
        raise TimeError("E-READ-212")
    return timezone((1 if offset[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))


def _micros(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


def parsed_all(
    texts: pa.StringArray, zone: tzinfo, until: int = LATEST
) -> tuple[np.ndarray, np.ndarray, dict[int, str]]:
    """A column of times: microseconds, the mask of days without a time, and the code of each row that is no time.

    Pieces that are clean ISO 8601 are parsed at once; only a piece with something else in it is read row by row.
    """
    micros = np.full(len(texts), MISSING, dtype=np.int64)
    day_only = np.zeros(len(texts), dtype=bool)
    refused: dict[int, str] = {}
    known: dict[str, tuple[int, bool] | str] = {}
    for start in range(0, len(texts), PIECE):
        piece = texts.slice(start, PIECE)
        at_once = _at_once(piece, zone)
        if at_once is not None:
            micros[start : start + len(piece)], day_only[start : start + len(piece)] = at_once
            continue
        for row, text in enumerate(piece.to_pylist(), start):
            answer = _remembered(text or "", zone, known)
            if isinstance(answer, str):
                refused[row] = answer
            else:
                micros[row], day_only[row] = answer
    return micros, day_only, refused | _not_yet(micros, until)


def _not_yet(micros: np.ndarray, until: int) -> dict[int, str]:
    """The rows whose time is still to come."""
    return {int(row): "E-READ-215" for row in np.flatnonzero((micros >= until) & (micros < LATEST))}


def _remembered(text: str, zone: tzinfo, known: dict) -> tuple[int, bool] | str:
    if text not in known:
        try:
            known[text] = parsed(text, zone)
        except TimeError as error:
            known[text] = str(error)
    return known[text]


def _at_once(piece: pa.StringArray, zone: tzinfo) -> tuple[np.ndarray, np.ndarray] | None:
    if piece.null_count or not len(piece):
        return None
    zoned = bool(_ZONED.search(piece[0].as_py()))
    try:
        times = pc.cast(piece, pa.timestamp("us", tz="UTC") if zoned else pa.timestamp("us"))
    except pa.ArrowInvalid:
        return None
    return _placed(times, zone)


def _placed(times: pa.Array, zone: tzinfo) -> tuple[np.ndarray, np.ndarray] | None:
    """Clean Arrow timestamps in UTC, with their day marks; None when one lies outside the years we know."""
    naive = numpy_of(pc.cast(times, pa.int64()))
    days = naive % DAY == 0 if times.type.tz is None else np.zeros(len(naive), dtype=bool)
    micros = naive
    if times.type.tz is None and zone is not UTC:
        local = pc.assume_timezone(times, str(zone), ambiguous="earliest", nonexistent="earliest")
        micros = np.where(days, naive, numpy_of(pc.cast(local, pa.int64())))
    if len(micros) and not (micros.min() >= EARLIEST and micros.max() < LATEST):
        return None
    return micros, days


def typed(times: pa.Array, zone: tzinfo, until: int = LATEST) -> tuple[np.ndarray, np.ndarray, dict[int, str]]:
    """The same for a column that already holds timestamps (Parquet): midnight counts as a day without a time."""
    times = pc.cast(times, pa.timestamp("us", tz=times.type.tz), safe=False)
    valid = numpy_of(pc.is_valid(times))
    filled = pc.fill_null(times, integers(np.array([EARLIEST])).cast(times.type)[0])
    micros = numpy_of(pc.cast(filled, pa.int64())).copy()
    days = micros % DAY == 0
    if times.type.tz is None and zone is not UTC:
        local = pc.assume_timezone(filled, str(zone), ambiguous="earliest", nonexistent="earliest")
        micros = np.where(days, micros, numpy_of(pc.cast(local, pa.int64())))
    outside = valid & ((micros < EARLIEST) | (micros >= LATEST))
    refused = {int(row): "E-READ-211" for row in np.flatnonzero(~valid)}
    refused |= {int(row): "E-READ-214" for row in np.flatnonzero(outside)}
    return micros, days, _not_yet(micros, until) | refused
