"""Whom somebody draws in, in words: new members who begin with them, against what was to be expected."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kolony.ground.frame import figures


def sentences(told: Mapping[str, Any]) -> list[str]:
    """How many, whether that is more than chance, whether they stay, and what is known of the member's own coming."""
    found = [_began(told), _verdict(told), _back(told), _arrival(told["arrival"])]
    return [*filter(None, found), _("That somebody begins with them does not prove that they came because of them.")]


def _began(told: Mapping[str, Any]) -> str:
    values = {name: figures.number(told[name]) for name in ("weeks", "newcomers", "began")}
    values |= {name: _about(told[name]) for name in ("low", "high", "expected")}
    return (
        _(
            "%(began)s of the %(newcomers)s new members of the last %(weeks)s weeks turned to this one before anybody"
            " else; to be expected were %(expected)s, had they turned where everybody else did in those weeks."
        )
        % values
    )


def _verdict(told: Mapping[str, Any]) -> str:
    values = {name: _about(told[name]) for name in ("low", "high")}
    if told["low"] > told["expected"]:
        return _("That is more, chance allowed for (%(low)s to %(high)s).") % values
    if told["high"] < told["expected"]:
        return _("That is fewer, chance allowed for (%(low)s to %(high)s).") % values
    return _("Whether that is more or fewer cannot be told from chance (%(low)s to %(high)s).") % values


def _back(told: Mapping[str, Any]) -> str:
    if not told["ripe"] or told["usual"] is None:
        return ""
    values = {name: figures.number(told[name]) for name in ("ripe", "back")}
    values |= {name: figures.percent(told[name]) for name in ("back_low", "back_high", "usual")}
    return (
        _(
            "Of the %(ripe)s who came at least four weeks ago, %(back)s came back within four weeks (%(back_low)s to"
            " %(back_high)s, chance allowed for); of all new members %(usual)s do."
        )
        % values
    )


def _arrival(told: Mapping[str, Any] | None) -> str:
    if not told:
        return ""
    values = {name: figures.number(told[name]) for name in ("weeks", "before", "after", "began")}
    return (
        _(
            "In the %(weeks)s weeks before they came themselves %(before)s people joined, in the %(weeks)s weeks after"
            " %(after)s; %(began)s of these turned to them first, and no more than these can be put down to their"
            " coming from what is held here."
        )
        % values
    )


def _about(value: float) -> str:
    return figures.number(value, 1 if value < 10 else 0)
