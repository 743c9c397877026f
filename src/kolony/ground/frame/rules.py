"""Pure decisions of the frame: which addresses mean the same list, which cells a spreadsheet would run."""

from urllib.parse import parse_qsl, urlencode

PASSING = frozenset({"view", "page", "open", "more", "done"})
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")
VIEW_NAME_MAX = 80
VIEW_QUERY_MAX = 2000


def canonical(query: str) -> str:
    """The part of an address that makes a view: filters, sort and columns, without place, page or empty values."""
    pairs = [(key, value) for key, value in parse_qsl(query) if key not in PASSING and value]
    return urlencode(sorted(pairs))


def harmless(cell: str) -> str:
    """Text that no spreadsheet takes for a formula: a leading apostrophe keeps it text."""
    return f"'{cell}" if cell.startswith(DANGEROUS) or cell.lstrip(" \u00a0\ufeff").startswith(DANGEROUS) else cell
