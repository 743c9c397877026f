"""Who can make a person disappear from their tables. Rooms register one eraser for each model with personal data.

erasers.register("people.Note", erase_notes)        # def erase_notes(leaving: Leaving) -> int: rows it emptied
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Leaving:
    """Whose data goes: the person's ids (merged ones too), and their handles as (platform, external id)."""

    person_ids: tuple[UUID, ...]
    handles: tuple[tuple[str, str], ...]
    now: datetime


Eraser = Callable[[Leaving], int]
_erasers: dict[str, Eraser] = {}


def register(model: str, eraser: Eraser) -> None:
    """`model` is the label, "people.Note"."""
    _erasers[model.lower()] = eraser


def registered() -> dict[str, Eraser]:
    """Every eraser by model label, in order."""
    return dict(sorted(_erasers.items()))


def erase_everywhere(leaving: Leaving) -> dict[str, int]:
    """Call them all, inside the caller's transaction; how many rows each emptied."""
    return {model: eraser(leaving) for model, eraser in registered().items()}
