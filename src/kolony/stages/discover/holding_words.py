"""Would the fans go if somebody went, in words: how much they hang on them, and what earlier silences brought."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kolony.ground.frame import figures


def sentences(told: Mapping[str, Any], together: Mapping[str, Any] | None) -> list[str]:
    """How the fans lean, their own silences or everybody's, and what cannot be seen."""
    silent = told["silences"]
    found = [_leaning(told), _own(silent) if silent else _never(), _everybodys(together) if together else ""]
    return [*filter(None, found), _("What they do on other platforms cannot be seen from here.")]


def _leaning(told: Mapping[str, Any]) -> str:
    if not told["fans"]:
        return _("No loyal fans in the last %(days)s days.") % {"days": figures.number(told["days"])}
    values = {name: figures.number(told[name]) for name in ("fans", "days", "hang", "at_home")}
    values |= {name: figures.percent(told[name]) for name in ("low", "high")}
    return (
        ngettext(
            "Of the %(fans)s loyal fan of the last %(days)s days, %(hang)s hangs on this member: more than half of all"
            " they do here goes there (%(low)s to %(high)s, chance allowed for). %(at_home)s is at home elsewhere here"
            " too: less than a fifth does.",
            "Of the %(fans)s loyal fans of the last %(days)s days, %(hang)s hang on this member: more than half of all"
            " they do here goes there (%(low)s to %(high)s, chance allowed for). %(at_home)s are at home elsewhere here"
            " too: less than a fifth does.",
            told["fans"],
        )
        % values
    )


def _never() -> str:
    return _(
        "This member has not yet been silent for four weeks after writing often, or had no loyal fans then: their own"
        " past says nothing."
    )


def _own(told: Mapping[str, Any]) -> str:
    values = _values(told) | {"day": figures.day(datetime.fromisoformat(told["newest"]))}
    said = (
        ngettext(
            "Once, from %(day)s, this member was silent for four weeks after writing often: of %(fans)s loyal fans"
            " %(stayed)s were here meanwhile (%(low)s to %(high)s), of others just as often here %(expected)s.",
            "%(times)s times, last from %(day)s, this member was silent for four weeks after writing often: of %(fans)s"
            " loyal fans %(stayed)s were here meanwhile (%(low)s to %(high)s), of others just as often here"
            " %(expected)s.",
            told["times"],
        )
        % values
    )
    return _joined(said, _verdict(told))


def _everybodys(told: Mapping[str, Any]) -> str:
    said = ngettext(
        "In the one silence of all members with a card, %(stayed)s of %(fans)s loyal fans stayed (%(low)s to"
        " %(high)s), of others %(expected)s.",
        "In all %(times)s such silences of members with a card, %(stayed)s of %(fans)s loyal fans stayed (%(low)s"
        " to %(high)s), of others %(expected)s.",
        told["times"],
    ) % _values(told)
    return _joined(said, _verdict(told))


def _verdict(told: Mapping[str, Any]) -> str:
    if told["expected"] is None:
        return ""
    if told["high"] < told["expected"]:
        return _("Some went with the silence.")
    if told["low"] > told["expected"]:
        return _("More stayed than elsewhere.")
    return _("No difference that could be told from chance.")


def _joined(said: str, verdict: str) -> str:
    return _("%(said)s %(verdict)s") % {"said": said, "verdict": verdict} if verdict else said


def _values(told: Mapping[str, Any]) -> dict[str, str]:
    values = {name: figures.number(told[name]) for name in ("times", "fans", "stayed")}
    values["expected"] = "–" if told["expected"] is None else figures.percent(told["expected"])
    return values | {name: figures.percent(told[name]) for name in ("low", "high")}
