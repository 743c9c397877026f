"""Panels of the dossier that other rooms bring: the on-platform block of facts, the evidence of discover.

panels.register(Panel(key="rhythm", order=20, template="facts/panel.html", context=rhythm_of))

`context(person, viewer)` answers the template's variables, or None when the panel has nothing to say. `side` puts it
into the narrow column.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kolony.ground.people.models import Person


@dataclass(frozen=True)
class Panel:
    """One panel; a lower `order` comes first."""

    key: str
    order: int
    template: str
    context: Callable[[Person, Any], dict[str, Any] | None]
    side: bool = False


@dataclass(frozen=True)
class ShownPanel:
    """A panel that has something to say to this viewer."""

    key: str
    template: str
    context: dict[str, Any]
    side: bool


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """Add a panel; the same key again replaces it."""
    _panels[panel.key] = panel


def shown_to(person: Person, viewer: Any) -> list[ShownPanel]:
    """The panels for one person and one viewer, in order."""
    shown = []
    for panel in sorted(_panels.values(), key=lambda panel: (panel.order, panel.key)):
        context = panel.context(person, viewer)
        if context is not None:
            shown.append(ShownPanel(panel.key, panel.template, context, panel.side))
    return shown
