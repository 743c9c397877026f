"""Would the fans go if somebody went, in words: how much they hang on them, and what earlier silences brought."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kolony.ground.frame import figures
from kolony.stages.discover.told import Told


def told_of(holding: Mapping[str, Any], together: Mapping[str, Any] | None) -> Told:
    """How the fans lean, their own silences and everybody's, and what cannot be seen."""
    silent = holding["silences"]
    lines = [_how(holding), _own(silent) if silent else _never(), _everybodys(together) if together else ""]
    caution = _("What fans do on other platforms cannot be seen from here.")
    return Told(_gist(holding), _verdict(silent) if silent else "", [*filter(None, lines), caution])


def _gist(holding: Mapping[str, Any]) -> str:
    if not holding["fans"]:
        return _("No loyal fans in the last %(days)s days.") % {"days": figures.number(holding["days"])}
    values = {name: figures.number(holding[name]) for name in ("fans", "hang", "at_home")}
    values |= {name: figures.percent(holding[name]) for name in ("low", "high")}
    return (
        ngettext(
            "Of %(fans)s loyal fan %(hang)s hangs on this member (%(low)s to %(high)s, chance allowed for); %(at_home)s"
            " is at home elsewhere here too.",
            "Of %(fans)s loyal fans %(hang)s hang on this member (%(low)s to %(high)s, chance allowed for); %(at_home)s"
            " are at home elsewhere here too.",
            holding["fans"],
        )
        % values
    )


def _how(holding: Mapping[str, Any]) -> str:
    if not holding["fans"]:
        return ""
    days = {"days": figures.number(holding["days"])}
    return (
        _(
            "Of all they did here in %(days)s days, more than half goes to this member, or less than a fifth: that is"
            " hanging on, or being at home elsewhere."
        )
        % days
    )


def _never() -> str:
    return _("Never yet silent for four weeks after writing often, with loyal fans: their own past says nothing.")


def _own(silent: Mapping[str, Any]) -> str:
    return ngettext(
        "Once silent for four weeks after writing often (from %(day)s): %(stayed)s of %(fans)s loyal fans were here"
        " meanwhile (%(low)s to %(high)s), of others here just as often %(expected)s.",
        "%(times)s times silent for four weeks after writing often (last from %(day)s): %(stayed)s of %(fans)s loyal"
        " fans were here meanwhile (%(low)s to %(high)s), of others here just as often %(expected)s.",
        silent["times"],
    ) % _values(silent)


def _everybodys(together: Mapping[str, Any]) -> str:
    return ngettext(
        "In the one silence of any member with a card %(stayed)s of %(fans)s loyal fans stayed (%(low)s to %(high)s),"
        " of others %(expected)s.",
        "In all %(times)s such silences of members with a card %(stayed)s of %(fans)s loyal fans stayed (%(low)s to"
        " %(high)s), of others %(expected)s.",
        together["times"],
    ) % _values(together)


def _verdict(silent: Mapping[str, Any]) -> str:
    if silent["expected"] is None:
        return ""
    if silent["high"] < silent["expected"]:
        return _("some went in a silence")
    return _("more stayed in a silence") if silent["low"] > silent["expected"] else _("no loss beyond chance")


def _values(silent: Mapping[str, Any]) -> dict[str, str]:
    values = {name: figures.number(silent[name]) for name in ("times", "fans", "stayed")}
    values |= {name: figures.percent(silent[name]) for name in ("low", "high")}
    values["expected"] = "–" if silent["expected"] is None else figures.percent(silent["expected"])
    return values | {"day": figures.day(datetime.fromisoformat(silent["newest"]))}
