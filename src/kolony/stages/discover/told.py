"""What a card tells about somebody and their people: the gist, what it comes to, and the small print."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """`verdict` says in few words whether the gist is more than chance; "" where there is nothing to compare."""

    gist: str
    verdict: str
    small_print: Sequence[str]
