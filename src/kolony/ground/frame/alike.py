"""Rows of a long list: a template draws one of each sort, the others of its sort get their own words.

    {% draw_rows "discover/parts/row.html" rows %}

Of fifty rows most have the same cells with other words in them, and looking every word up in a template was a fifth of
a page's time. What a row holds is text, which the template only shows, or a flag, which it only asks for; rows are of
one sort when their flags are the same and the same texts are missing.
"""

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django.template import Context
from django.utils.safestring import SafeString, mark_safe

HOLE = re.compile("\0(.+?)\0")  # PostgreSQL keeps no text with this character: nobody's words look like a hole


def draw_rows(context: Context, template_name: str, rows: Iterable[Any]) -> SafeString:
    """What `{% for row in rows %}{% include template_name %}{% endfor %}` draws."""
    patterns: dict[tuple[bool, ...], list[str]] = {}
    lines: list[str] = []
    for row in rows:
        told = vars(row)
        sort = tuple(map(bool, told.values()))
        if sort not in patterns:
            patterns[sort] = HOLE.split(_with_holes(context, template_name, told))
        lines += _filled(patterns[sort], told)
    return mark_safe("".join(lines))


def _with_holes(context: Context, template_name: str, told: Mapping[str, Any]) -> str:
    wrong = [key for key, value in told.items() if not isinstance(value, str | bool)]
    if wrong:
        raise TypeError(f"neither text nor flag: {', '.join(wrong)}")
    row = {key: mark_safe(f"\0{key}\0") if value and isinstance(value, str) else value for key, value in told.items()}
    with context.push(row=row):
        return context.template.engine.get_template(template_name).render(context)


def _filled(pattern: list[str], told: Mapping[str, Any]) -> list[str]:
    """Every second piece of a pattern is the name of a hole; all texts of a row are escaped at once."""
    texts = [told[name] for name in pattern[1::2]]
    escaped = escape("\0".join(texts)).split("\0")
    line = pattern.copy()
    line[1::2] = [text if isinstance(text, SafeString) else safe for text, safe in zip(texts, escaped, strict=False)]
    return line
