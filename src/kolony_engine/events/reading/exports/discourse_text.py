"""Who is quoted and who is mentioned in a Discourse post, from its HTML or, without that, from what was typed."""

import html
import re

_QUOTE = re.compile(r'<aside\b[^<>]*\bdata-username="([^"]+)"', re.IGNORECASE)
_QUOTE_TYPED = re.compile(r'\[quote="([^,"\]]+)[,"]', re.IGNORECASE)
_MENTION = re.compile(r'<a\b[^<>]*\bclass="mention\b[^<>]*>@([^<]+)</a>', re.IGNORECASE)
_MENTION_TYPED = re.compile(r"(?<![\w@/.`])@([\w][\w.\-]{1,59})")


def quoted(cooked: str, raw: str) -> list[str]:
    """User names, in order.

    >>> quoted('<aside class="quote" data-username="bo" data-post="3">', "")
    ['bo']
    """
    names = _QUOTE.findall(cooked) if cooked else _QUOTE_TYPED.findall(raw)
    return [html.unescape(name).strip() for name in names]


def mentioned(cooked: str, raw: str) -> list[str]:
    """User names, in order.

    >>> mentioned('<a class="mention" href="/u/bo">@bo</a>', ""), mentioned("", "mail a@b.c, ask @mei.")
    (['bo'], ['mei'])
    """
    names = _MENTION.findall(cooked) if cooked else _MENTION_TYPED.findall(raw)
    return [html.unescape(name).strip().rstrip(".-") for name in names]
