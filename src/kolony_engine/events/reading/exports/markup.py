"""HTML of posts as plain text: enough to be read and searched, nothing that could be run."""

import html
import re

_GONE = re.compile(r"<(script|style|aside)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h\d|/pre|/blockquote)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_BLANK = re.compile(r"[ \t]+")
_LINES = re.compile(r"\s*\n\s*")


def plain(markup: str) -> str:
    """Text without tags, paragraphs as lines.

    >>> plain("<p>Hello <b>you</b> &amp; me</p><p>Bye</p>")
    'Hello you & me\\nBye'
    """
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    text = _BREAK.sub("\n", _GONE.sub(" ", markup))
    return _LINES.sub("\n", _BLANK.sub(" ", html.unescape(_TAG.sub("", text)))).strip()
