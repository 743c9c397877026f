"""Whom somebody draws in, in words: new members who begin with them, against what was to be expected."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kolony.ground.frame import figures
from kolony.stages.discover.told import Told


def told_of(draws: Mapping[str, Any]) -> Told:
    """How many, whether that is more than chance, whether they stay, and what is known of the member's own coming."""
    caution = _("To begin with somebody is no proof of having come because of them.")
    lines = [_how(draws), _doubt(draws), _back(draws), _arrival(draws["arrival"])]
    return Told(_gist(draws), _verdict(draws), [*filter(None, lines), caution])


def _gist(draws: Mapping[str, Any]) -> str:
    values = {"began": figures.number(draws["began"]), "expected": _about(draws["expected"])}
    return (
        ngettext(
            "%(began)s new member turned to this one before anybody else; %(expected)s were to be expected.",
            "%(began)s new members turned to this one before anybody else; %(expected)s were to be expected.",
            draws["began"],
        )
        % values
    )


def _verdict(draws: Mapping[str, Any]) -> str:
    if draws["low"] > draws["expected"]:
        return _("more than by chance")
    return _("fewer than by chance") if draws["high"] < draws["expected"] else _("may be chance")


def _how(draws: Mapping[str, Any]) -> str:
    values = {name: figures.number(draws[name]) for name in ("weeks", "newcomers")}
    values |= {name: _about(draws[name]) for name in ("low", "high")}
    return (
        _(
            "%(weeks)s weeks, %(newcomers)s new members; chance leaves %(low)s to %(high)s. Expected: had they turned"
            " where everybody else did in the same weeks."
        )
        % values
    )


def _doubt(draws: Mapping[str, Any]) -> str:
    """Whoever looks at many people finds some who stand out: said where somebody does."""
    stands_out = not draws["low"] <= draws["expected"] <= draws["high"]
    return _("Of twenty people about two fall out of such a range by chance alone.") if stands_out else ""


def _back(draws: Mapping[str, Any]) -> str:
    if not draws["ripe"] or draws["usual"] is None:
        return ""
    values = {name: figures.number(draws[name]) for name in ("ripe", "back")}
    values |= {name: figures.percent(draws[name]) for name in ("back_low", "back_high", "usual")}
    return (
        _(
            "%(back)s of the %(ripe)s who came at least four weeks ago came back within four weeks (%(back_low)s to"
            " %(back_high)s, chance allowed for); of all new members %(usual)s do."
        )
        % values
    )


def _arrival(arrival: Mapping[str, Any] | None) -> str:
    if not arrival:
        return ""
    values = {name: figures.number(arrival[name]) for name in ("weeks", "before", "after", "began")}
    return (
        _(
            "In the %(weeks)s weeks before they came themselves %(before)s people joined, in the %(weeks)s weeks after"
            " %(after)s. %(began)s of these turned to them first: no more can be put down to their coming."
        )
        % values
    )


def _about(value: float) -> str:
    return figures.number(value, 1 if value < 10 else 0)
