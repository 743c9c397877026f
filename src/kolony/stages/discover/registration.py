"""What this room tells the others when it starts: permits, audit kinds, error words, menu line, erasers, the panel.

Apart from `apps`, because models may only be imported once Django's register is ready.
"""

from django.utils.translation import gettext_lazy as _

from kolony.ground.frame import error_words, menu
from kolony.ground.guard import details, erasers, kinds, permits
from kolony.ground.guard.details import Detail
from kolony.ground.people import panels
from kolony.stages.discover import list_words, queries
from kolony.stages.discover.dossier import panel_for
from kolony.stages.discover.erasing import ERASERS

AUDIT_KINDS = {
    "discover.nominated": _("A member was nominated from a list"),
    "discover.dismissed": _("A member was dismissed from a list"),
    "discover.excluded": _("A member was excluded until somebody takes it back"),
    "discover.undone": _("A nomination or dismissal was taken back"),
    "discover.patrol_moved": _("A stop of the patrol was settled"),
    "discover.digest_asked": _("The weekly letter of newcomers was asked for"),
    "discover.digest_stopped": _("The weekly letter of newcomers was stopped"),
    "discover.patrol_undone": _("A stop of the patrol was taken back"),
}

AUDIT_DETAILS = {
    "goal": Detail(_("Goal"), {name: told[0] for name, told in list_words.GOALS.items()}),
    "list": Detail(_("List"), list_words.LISTS),
    "rank": Detail(_("Place")),
    "verdict": Detail(_("Decision"), list_words.VERDICTS),
    "state": Detail(_("State"), list_words.VERDICTS),
}

WORDS = {
    "E-DISC-404": error_words.ErrorWords(
        _("This member or run is not on the list."), _("Open the newest run, or search for the name.")
    ),
    "E-DISC-410": error_words.ErrorWords(
        _("There are no events to rank yet."), _("Load an event file under Data & imports first.")
    ),
    "E-DISC-422": error_words.ErrorWords(
        _("A dismissal needs a reason."), _("A word is enough: it is what keeps them from coming back tomorrow.")
    ),
    "E-DISC-503": error_words.ErrorWords(
        _("This installation has no mail server."), _("An owner names one in the setting KOLONY_MAIL_URL.")
    ),
    "E-DISC-409": error_words.ErrorWords(
        _("Somebody has already decided about this member."), _("Look at the decision in the panel; it can be undone.")
    ),
    "E-RANK-101": error_words.ErrorWords(
        _("There are no events in which anybody did or received anything."),
        _("Load an event file under Data & imports first."),
    ),
    "E-RANK-102": error_words.ErrorWords(
        _("The history spans %(have_days)s days; to look back, %(need_days)s are needed."),
        _("Look ahead a shorter time, or come back when there is more."),
    ),
    "E-RANK-103": error_words.ErrorWords(
        _("After none of the dates did anybody receive recognition, so nothing can be judged by it."),
        _("Look at what counts as recognition in this community."),
    ),
    "E-DISC-423": error_words.ErrorWords(
        _("This cannot be taken back any more."), _("It was undone before, or the person is already being worked with.")
    ),
}

ENTRY = menu.MenuEntry(
    key="discover",
    label=_("Discover"),
    icon="compass",
    url_name="discover:candidates",
    section="stage",
    action="discover.see",
    waiting=queries.waiting_for,
)


def register() -> None:
    """Called once, by the app, when Django is ready."""
    permits.declare("discover.see", roles=permits.EVERYBODY)
    permits.declare("discover.run", roles=("owner", "lead", "operator", "analyst"))
    for action in ("nominate", "dismiss", "patrol"):
        permits.declare(f"discover.{action}", roles=("owner", "lead", "operator"))
    kinds.declare_kinds(AUDIT_KINDS)
    details.declare("discover", AUDIT_DETAILS)
    for label, eraser in ERASERS.items():
        erasers.register(label, eraser)
    error_words.register(WORDS)
    menu.register(ENTRY)
    panels.register(panels.Panel(key="discover", order=20, template="discover/dossier_panel.html", context=panel_for))
