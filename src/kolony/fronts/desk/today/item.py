"""One line of what waits."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing to do: what it is, why it waits, how late it is, where to do it."""

    kind: str
    label: str
    tone: str
    icon: str
    what: str
    because: str
    verb: str
    url: str
    clock: str = ""
    late: bool = False
    who: str = ""
