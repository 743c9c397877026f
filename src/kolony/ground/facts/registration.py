"""What this room tells the others when it starts: permits, audit kinds, error words, its menu line, its erasers.

Apart from `apps`, because models may only be imported once Django's register is ready.
"""

from django.utils.translation import gettext_lazy as _

from kolony.ground.facts.erasing import ERASERS
from kolony.ground.facts.panels import on_platform
from kolony.ground.facts.reader_refusals import READER_REFUSALS
from kolony.ground.facts.refusals import REFUSALS
from kolony.ground.facts.showing import PRESETS, RUN_KINDS, STATES
from kolony.ground.frame import error_words, menu
from kolony.ground.guard import details, erasers, kinds, permits
from kolony.ground.guard.details import Detail
from kolony.ground.people import panels

AUDIT_KINDS = {
    "facts.source_made": _("A community was added to the data"),
    "facts.source_renamed": _("A community was given another name"),
    "facts.recognition_set": _("What counts as recognition was set"),
    "facts.load_registered": _("Files were registered for import"),
    "facts.load_moved": _("An import moved on"),
    "facts.run_opened": _("A run of the engine was started"),
}

AUDIT_DETAILS = {
    "name": Detail(_("Name")),
    "platform": Detail(_("Key")),
    "source": Detail(_("Community")),
    "files": Detail(_("Files")),
    "recognition": Detail(_("Recognition"), {name: chip.label for name, chip in PRESETS.items()}),
    "state": Detail(_("State"), {name: chip.label for name, chip in STATES.items()}),
    "kind": Detail(_("What was run"), RUN_KINDS),
}

ENTRY = menu.MenuEntry(
    key="facts", label=_("Data & imports"), icon="database", url_name="facts:home", order=30, action="facts.see"
)
PANEL = panels.Panel(key="on_platform", order=30, template="facts/panel.html", context=on_platform)


def register() -> None:
    """Called once, by the app, when Django is ready."""
    permits.declare("facts.see", roles=permits.EVERYBODY)
    permits.declare("facts.load", roles=("owner", "lead", "operator"))
    permits.declare("facts.undo", roles=("owner", "lead"), own=("operator",))
    permits.declare("facts.server_path", roles=("owner",))
    permits.declare("facts.run", roles=("owner", "lead", "operator", "analyst"))
    kinds.declare_kinds(AUDIT_KINDS)
    details.declare("facts", AUDIT_DETAILS)
    for label, eraser in ERASERS.items():
        erasers.register(label, eraser)
    error_words.register({**READER_REFUSALS, **REFUSALS})
    menu.register(ENTRY)
    panels.register(PANEL)
