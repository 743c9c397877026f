"""The picture of a network as SVG: the places come from the job, the markup from here. A starter is a link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from kolony.stages.discover.seedsets import rules
from kolony.stages.discover.seedsets.labels import Dot, placed, usual

WIDE, HIGH = 640, 420
NAMED = 9
STARTER, BIG = 8.5, 6.0


@dataclass(frozen=True)
class Starter:
    """Somebody who is in the set of this step."""

    at: int
    name: str
    voice: str
    url: str


@dataclass(frozen=True)
class Area:
    """One line of the table beside the picture: a starter and who is around them."""

    name: str
    url: str
    drawn: int
    likely: int
    alone: float
    shared: float


@dataclass(frozen=True)
class Network:
    """A picture, what it shows, and the same as a table."""

    svg: SafeString
    finding: str
    areas: Sequence[Area] = field(default_factory=tuple)


def drawing(
    picture: Mapping[str, Any], shares: Sequence[float], circles: Sequence[int], starters: Sequence[Starter]
) -> SafeString:
    """Ties below, members above them by area, starters on top, the first of them with their names."""
    on = {starter.at for starter in starters}
    return format_html(
        '<svg class="k-net" viewBox="0 0 {} {}">{}{}{}</svg>',
        WIDE, HIGH, _ties(picture, on), _members(picture, shares, circles, on), _starters(picture, circles, starters),
    )  # fmt: skip


def _ties(picture: Mapping[str, Any], on: set[int]) -> SafeString:
    """One path for the ties of nobody's own, one for those of each starter."""
    own: dict[int, list[str]] = {at: [] for at in sorted(on)}
    others: list[str] = []
    for source, target in picture["ties"]:
        line = f"M{_at(picture, source)}L{_at(picture, target)}"
        own.get(source, others).append(line)
    grey = format_html('<path class="tie" data-area="-1" d="{}"/>', "".join(others))
    ties = ((at, "".join(lines)) for at, lines in own.items())
    return grey + format_html_join("", '<path class="tie own" data-area="{}" d="{}"/>', ties)


def _members(picture: Mapping[str, Any], shares: Sequence[float], circles: Sequence[int], on: set[int]) -> SafeString:
    by_area: dict[int, list[tuple[Any, ...]]] = {}
    for at, area in enumerate(picture["area"]):
        if at not in on:
            by_area.setdefault(area, []).append(_member(picture, at, shares[at], circles[at]))
    dot = '<circle class="{}" cx="{}" cy="{}" r="{}" opacity="{}"/>'
    parts = ((area, format_html_join("", dot, dots)) for area, dots in sorted(by_area.items()))
    return format_html_join("", '<g data-area="{}">{}</g>', parts)


def _member(picture: Mapping[str, Any], at: int, share: float, circle: int) -> tuple[Any, ...]:
    likely = share >= rules.LIKELY
    shade = round(min(1.0, 0.4 + share * 0.6), 2) if likely else 0.8
    return (
        "likely" if likely else "unlikely",
        _num(picture["x"][at]),
        _num(picture["y"][at]),
        _num(_size(circle)),
        _num(shade),
    )


def _size(circle: int) -> float:
    return min(7.5, 2.6 + circle**0.5 * 0.23)


def _starters(picture: Mapping[str, Any], circles: Sequence[int], starters: Sequence[Starter]) -> SafeString:
    """The set in order, so that the tab key walks it as the table has it. Who is not named here is, when pointed at."""
    link = (
        '<a href="{}" data-starter="{}" data-area="{}" class="{}" aria-label="{}">'
        '<circle class="starter" cx="{}" cy="{}" r="{}"/><text x="{}" y="{}">{}</text></a>'
    )
    named = [(one.name, Dot(picture["x"][one.at], picture["y"][one.at], STARTER, True)) for one in starters]
    others = _around(picture, circles, {one.at for one in starters})
    rows = []
    for one, (name, dot), place in zip(starters, named, placed(named, others, WIDE, HIGH, at_most=NAMED), strict=True):
        label = place or usual(name, dot, WIDE)
        rows.append(
            (
                one.url, one.at, one.at, "named" if place else "", one.voice, _num(dot.across), _num(dot.down),
                _num(STARTER), _num(round(label.across, 1)), _num(round(label.base, 1)), name,
            )
        )  # fmt: skip
    return format_html_join("", link, rows)


def _around(picture: Mapping[str, Any], circles: Sequence[int], on: set[int]) -> list[Dot]:
    """Everybody else as a dot; the big ones matter."""
    sizes = [(at, _size(circle)) for at, circle in enumerate(circles) if at not in on]
    return [Dot(picture["x"][at], picture["y"][at], size, size >= BIG) for at, size in sizes]


def _at(picture: Mapping[str, Any], node: int) -> str:
    return f"{_num(picture['x'][node])} {_num(picture['y'][node])}"


def _num(value: float) -> SafeString:
    """A number as SVG wants it, whatever the reader's language."""
    return mark_safe(f"{value:g}")
