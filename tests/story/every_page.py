"""The address book of the house, read from the URL resolver: every route, and the addresses it stands for.

A page that is added is swept by itself if its address is filled from what is known (`lived_in.House.ids`); otherwise
the sweep says what it needs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.urls import URLPattern, URLResolver, reverse
from django.urls.converters import IntConverter, UUIDConverter

LOOKS = {
    "desk:people": ("?q=nobody-is-called-so", "?view=nobody"),
    "discover:alike": ("?of={actor_id}", "?set=nominated&show=any"),
    "discover:candidates": ("?status=any&open={actor_id}", "?q=nobody-is-called-so"),
    "facts:home": ("?q=nobody-is-called-so",),
    "guard_audit": ("?kind=people.changed", "?kind=none"),
}
"""Queries that change what a page shows so much that it is another page; `{…}` is filled from what is in the house."""


@dataclass(frozen=True)
class Route:
    """One line of the address book."""

    name: str
    arguments: tuple[tuple[str, Any], ...] = ()

    def __str__(self) -> str:
        return self.name

    def addresses(self, ids: dict[str, list[Any]]) -> list[str]:
        """All addresses of this route, for everything that is in the house."""
        names = [name for name, _ in self.arguments]
        filled = product(*(ids.get(name) or [_anything(converter)] for name, converter in self.arguments))
        plain = [reverse(self.name, kwargs=dict(zip(names, values, strict=True))) for values in filled]
        about = {name: values[0] for name, values in ids.items()}
        return plain + [plain[0] + look.format(**about) for look in LOOKS.get(self.name, ())]

    def unknown(self, ids: dict[str, list[Any]]) -> list[str]:
        """The arguments nobody can fill in."""
        return [name for name, _ in self.arguments if not ids.get(name)]


def routes(patterns: list[URLPattern | URLResolver], within: str = "") -> Iterator[Route]:
    """Every named route below these patterns."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, f"{within}{pattern.namespace}:" if pattern.namespace else within)
        else:
            yield Route(f"{within}{pattern.name}", tuple(pattern.pattern.converters.items()))


def _anything(converter: Any) -> Any:
    if isinstance(converter, UUIDConverter):
        return "00000000-0000-4000-8000-000000000000"
    return 1 if isinstance(converter, IntConverter) else "phone"
