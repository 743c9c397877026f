"""Small drawings rendered on the server: sparkline, interval, percentile. Pure geometry in, safe markup out.

Every drawing is either hidden from screen readers (the number stands beside it) or carries its finding as a label.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

HIDDEN = mark_safe('aria-hidden="true"')
_WHISKER = (
    '<svg class="inline-block flex-none overflow-visible align-middle" width="%(w)d" height="14"'
    ' viewBox="0 0 %(w)d 14" %(voice)s>'
    '<line x1="0" x2="%(w)d" y1="7" y2="7" stroke="var(--k-track)" stroke-width="2" stroke-linecap="round"/>%(dashed)s'
    '<line x1="%(a)s" x2="%(b)s" y1="7" y2="7" stroke="var(--k-%(c)s)" stroke-width="3" stroke-linecap="round"'
    ' opacity=".45"/><circle cx="%(m)s" cy="7" r="3.5" fill="var(--k-%(c)s)"/></svg>'
)


@lru_cache(maxsize=512)
def icon(name: str, size: str = "") -> SafeString:
    """A Lucide icon from the sprite; `size` is "" (16 px), "s" (14 px) or "l" (20 px). Pages repeat the same few."""
    return format_html(
        '<svg class="i {}" viewBox="0 0 24 24" aria-hidden="true"><use href="{}#{}"/></svg>', size, _sprite(), name
    )


@cache
def _sprite() -> str:
    return static("frame/sprite.svg")


def _short(value: float) -> str:
    return f"{value:.1f}"


def _voice(label: str) -> SafeString:
    return format_html('role="img" aria-label="{}"', label) if label else HIDDEN


def sparkline(values: Sequence[float], *, width: int = 96, height: int = 28, colour: str = "d1", label: str = ""):
    """A line without axes: the last value is dotted. Fewer than two values draw nothing but keep the room."""
    width, height = int(width), int(height)
    if len(values) < 2:
        return format_html('<svg class="flex-none" width="{}" height="{}" aria-hidden="true"></svg>', width, height)
    low, high = min(values), max(values)
    span = (high - low) or 1
    step = (width - 4) / (len(values) - 1)
    points = [(2 + at * step, height - 3 - (value - low) / span * (height - 6)) for at, value in enumerate(values)]
    line = " ".join(f"{across:.1f},{down:.1f}" for across, down in points)
    return format_html(
        '<svg width="{w}" height="{h}" viewBox="0 0 {w} {h}" {voice} class="flex-none overflow-visible">'
        '<polygon points="2,{h} {line} {end},{h}" fill="var(--k-{c})" opacity=".1"/>'
        '<polyline points="{line}" fill="none" stroke="var(--k-{c})" stroke-width="1.5" stroke-linejoin="round"'
        ' stroke-linecap="round"/><circle cx="{end}" cy="{last}" r="2.25" fill="var(--k-{c})"/></svg>',
        w=width,
        h=height,
        voice=_voice(label),
        line=line,
        c=colour,
        end=_short(points[-1][0]),
        last=_short(points[-1][1]),
    )


def whisker(
    low: float,
    middle: float,
    high: float,
    *,
    start: float,
    end: float,
    zero: float | None = None,
    width: int = 84,
    colour: str = "d1",
    label: str = "",
):
    """An estimate with its interval on the scale `start` to `end`. An interval over `zero` is drawn grey.

    A list draws fifty: only what is not a number is escaped.
    """
    start, end, width = float(start), float(end), int(width)
    unsure = zero is not None and low <= zero <= high
    scale = width / ((end - start) or 1)

    def place(value: float) -> float:
        return max(0.0, min(float(width), (value - start) * scale))

    dashed = "" if zero is None else _dashed(place(zero))
    drawn = _WHISKER % {
        "w": width,
        "voice": _voice(label),
        "dashed": dashed,
        "a": _short(place(low)),
        "b": _short(place(high)),
        "m": _short(place(middle)),
        "c": "d6" if unsure else escape(colour),
    }
    return mark_safe(drawn)


def _dashed(across: float) -> SafeString:
    return format_html(
        '<line x1="{0}" x2="{0}" y1="0" y2="14" stroke="var(--k-faint)" stroke-dasharray="2 2"/>', _short(across)
    )


def hue_of(name: str) -> int:
    """A calm, steady colour for a name: the same in every process, unlike `hash`."""
    return sum((at + 1) * ord(letter) for at, letter in enumerate(name)) * 37 % 360


def initials(name: str) -> str:
    """One Han character, or up to two initials."""
    words = name.split()
    if not words:
        return "·"
    if ord(words[0][0]) > 0x2E7F:
        return words[0][0]
    return "".join(word[0] for word in words[:2]).upper()
