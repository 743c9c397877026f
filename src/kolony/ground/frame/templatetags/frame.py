"""Tags and filters of the design system, built in: no template loads them. In long tables prefer them to components,
and `draw_rows` to a loop.
"""

from datetime import datetime
from typing import Any

from django import template
from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from kolony.ground.frame import drawing, figures
from kolony.ground.frame.alike import draw_rows
from kolony.ground.frame.error_words import Spoken, words_for_code
from kolony.ground.frame.speech import lang_attribute
from kolony.ground.kit import clock

register = template.Library()

register.simple_tag(drawing.icon, name="icon")
register.simple_tag(drawing.sparkline, name="sparkline")
register.simple_tag(drawing.whisker, name="whisker")
register.simple_tag(draw_rows, takes_context=True)
register.filter("lang_attribute", lang_attribute)
register.filter("hue", drawing.hue_of)
register.filter("initials", drawing.initials)
register.filter("number", figures.number)
register.filter("signed", figures.signed)
register.filter("percent", figures.percent)
register.filter("compact", figures.compact)
register.filter("money", figures.money)
register.filter("day", figures.day)
register.filter("moment", figures.moment)
register.filter("ago", figures.ago)
register.filter("duration", figures.duration)


@register.filter
def html_attributes(attrs: Any) -> SafeString:
    """A component's remaining attributes, escaped (cotton's own `attrs` is not)."""
    pairs = [(key, "" if value is True else value) for key, value in attrs.attrs_dict().items() if value is not False]
    return format_html_join("", ' {}="{}"', pairs)


@register.simple_tag(takes_context=True)
def url_with(context: template.Context, **changes: Any) -> str:
    """This page's address with some parameters changed; None or "" removes one; a change always leaves page one."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    query.pop("page", None)
    for key, value in changes.items():
        query.pop(key, None)
        if value not in (None, ""):
            query[key] = value
    return "?" + query.urlencode()


@register.filter
def clamp(value: Any) -> float:
    """A percentage that fits a bar."""
    return max(0.0, min(100.0, round(float(value or 0), 1)))


@register.filter
def plain(value: Any) -> str:
    """A number for a style attribute: never with a reader's separators."""
    return f"{float(value):g}"


@register.filter
def spoken_error(job: Any) -> Spoken:
    """What stopped a failed job, in words."""
    return words_for_code(job.error_code, job.error_values)


@register.filter
def pace(started_at: datetime | None) -> int:
    """Seconds until a running job is asked again: often at first, then ever more rarely, ten at most."""
    passed = (clock.now() - started_at).total_seconds() if started_at else 0
    return max(2, min(10, round(passed / 15)))
