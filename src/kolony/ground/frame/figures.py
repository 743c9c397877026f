"""Numbers and times as Kolony prints them, in the reader's language."""

from datetime import date, datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kolony.ground.kit import money as kit_money

MINUS = "\u2212"


def _zh() -> bool:
    return (get_language() or "").startswith("zh")


def _is_missing(value: object) -> bool:
    """Nothing, or what a template hands on for a key that is not there: an empty text."""
    return value is None or value == ""


def number(value: float | None, digits: int = 0) -> str:
    """12,480 with a true minus; nothing is "none yet", never "None"."""
    if _is_missing(value):
        return _("none yet")
    return f"{value:,.{int(digits)}f}".replace("-", MINUS)


def signed(value: float | None, digits: int = 0) -> str:
    """+12 or −3; zero stands without a sign."""
    if _is_missing(value):
        return _("none yet")
    text = number(value, digits)
    return f"+{text}" if value > 0 else text


def percent(share: float | None, digits: int = 0) -> str:
    """A share between 0 and 1 as a percentage."""
    if _is_missing(share):
        return _("none yet")
    return f"{number(share * 100, digits)}%"


def money(minor: float | None, currency: str = kit_money.HOME, digits: int | None = None) -> str:
    """¥1,200.50 or ¥30,000: minor units with the currency's sign; without `digits`, cents only where there are any."""
    if minor is None:
        return _("none yet")
    shown = 2 if digits is None and minor % kit_money.MINOR else digits or 0
    sign = kit_money.CURRENCIES.get(currency, f"{currency} ")
    return f"{MINUS if minor < 0 else ''}{sign}{number(abs(minor) / kit_money.MINOR, shown)}"


def compact(value: float | None) -> str:
    """For KPI tiles only: 1.2万 in Chinese, 12k in English."""
    if value is None:
        return _("none yet")
    size = abs(value)
    steps = ((1e8, "亿"), (1e4, "万")) if _zh() else ((1e9, "bn"), (1e6, "m"), (1e3, "k"))
    for unit, word in steps:
        if size >= unit:
            return number(value / unit, 0 if size >= unit * 100 else 1) + word
    return number(value, 0 if float(value).is_integer() else 1)


def day(moment: date | datetime | None) -> str:
    """19 Nov / 11 月 19 日; the year only if it is not this one."""
    if moment is None:
        return _("none yet")
    local = timezone.localtime(moment) if isinstance(moment, datetime) and timezone.is_aware(moment) else moment
    this_year = local.year == timezone.localdate().year
    if _zh():
        year = "" if this_year else f"{local.year}年"
        return f"{year}{local.month}月{local.day}日"
    return formats.date_format(local, "j M" if this_year else "j M Y")


def moment(at: datetime | None) -> str:
    """The day and the minute, in the reader's zone."""
    if at is None:
        return _("none yet")
    return f"{day(at)} {timezone.localtime(at):%H:%M}"


def ago(at: datetime | None, now: datetime | None = None) -> str:
    """Relative below 48 hours, then the date."""
    if at is None:
        return _("none yet")
    passed = (now or timezone.now()) - at
    if passed < timedelta(minutes=1):
        return _("just now")
    if passed < timedelta(hours=1):
        minutes = int(passed.total_seconds() // 60)
        return ngettext("%(count)d minute ago", "%(count)d minutes ago", minutes) % {"count": minutes}
    if passed < timedelta(hours=48):
        hours = int(passed.total_seconds() // 3600)
        return ngettext("%(count)d hour ago", "%(count)d hours ago", hours) % {"count": hours}
    return day(at)


def duration(seconds: float) -> str:
    """How long, as people say it: 40 s, 1 min 40 s, 2 h 5 min."""
    whole = max(0, round(seconds))
    if whole < 60:
        return _("%(seconds)d s") % {"seconds": whole}
    if whole < 3600:
        return _("%(minutes)d min %(seconds)d s") % {"minutes": whole // 60, "seconds": whole % 60}
    return _("%(hours)d h %(minutes)d min") % {"hours": whole // 3600, "minutes": whole % 3600 // 60}
