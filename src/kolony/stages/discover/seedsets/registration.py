"""What this room tells the others when it starts: permits, audit kinds, error words, erasers."""

from django.utils.translation import gettext_lazy as _

from kolony.ground.frame import error_words
from kolony.ground.guard import details, erasers, kinds, permits
from kolony.ground.guard.details import Detail
from kolony.stages.discover.list_words import GOALS
from kolony.stages.discover.seedsets.erasing import ERASERS

AUDIT_KINDS = {
    "seedsets.planned": _("A seed set was asked for"),
    "seedsets.saved": _("A seed set was saved under a name"),
    "seedsets.withdrawn": _("A seed set was taken off the list"),
    "seedsets.exported": _("A seed set was exported"),
    "seedsets.segment_made": _("A segment of members was made"),
    "seedsets.segment_changed": _("A segment of members was changed"),
    "seedsets.segment_withdrawn": _("A segment of members was withdrawn"),
}

AUDIT_DETAILS = {
    "purpose": Detail(_("Purpose"), {name: told[0] for name, told in GOALS.items()}),
    "name": Detail(_("Name")),
    "step": Detail(_("Budget")),
    "format": Detail(_("Format")),
}

RUN_KINDS = {
    "seedsets.choose": _("Choosing together"),
    "seedsets.past": _("Which way to believe"),
}

WORDS = {
    "E-SEED-404": error_words.ErrorWords(
        _("This seed set or segment is not there."), _("It may have been taken off the list.")
    ),
    "E-SEED-410": error_words.ErrorWords(
        _("There is nothing to choose from yet."), _("Load events and start a run of discovery first.")
    ),
    "E-SEED-411": error_words.ErrorWords(
        _("This set has no result yet."), _("Wait for its job, or start it again with other terms.")
    ),
    "E-SEED-422": error_words.ErrorWords(_("This name is taken."), _("Choose another one.")),
    "E-SEED-423": error_words.ErrorWords(
        _("Nobody who may be chosen reaches anybody in this audience."),
        _("Take a wider audience or a longer window, raise the budget, or allow more people."),
    ),
    "E-SEED-424": error_words.ErrorWords(
        _("Fewer of the group may be chosen than the set must hold of it."),
        _("Ask for fewer of them, raise the budget, or allow more people."),
    ),
    "E-SEED-425": error_words.ErrorWords(
        _(
            "Those who must be in and the fewest asked of the group cost %(cost)s at the cheapest; "
            "the budget of %(budget)s is %(missing)s too small."
        ),
        _("Raise the budget, ask for fewer of them, or pin fewer people."),
    ),
    "E-SEED-409": error_words.ErrorWords(
        _("Somebody else saved this meanwhile."), _("Look at the newer state, then save again.")
    ),
    "E-DIFF-131": error_words.ErrorWords(_("Nobody reacted to anybody in this window."), _("Take a longer window.")),
    "E-DIFF-132": error_words.ErrorWords(
        _("Nobody ever reacted to anybody."), _("Load events that say who answered or liked whom.")
    ),
    "E-DIFF-120": error_words.ErrorWords(
        _("The past is too short to be asked so often."), _("Load more of it, or ask again later.")
    ),
    "E-DIFF-302": error_words.ErrorWords(
        _("Nobody is left to choose from."), _("Raise the budget, or allow more people.")
    ),
    "E-DIFF-303": error_words.ErrorWords(
        _("Those who must be in cost more than the budget."), _("Raise the budget, or pin fewer people.")
    ),
    "E-DIFF-314": error_words.ErrorWords(
        _("More people must be in than a set may hold."), _("Allow a larger set, or pin fewer people.")
    ),
}


def register() -> None:
    """Called once, by the app, when Django is ready."""
    permits.declare("seedsets.see", roles=permits.EVERYBODY)
    permits.declare("seedsets.plan", roles=("owner", "lead", "operator", "analyst"))
    permits.declare("seedsets.change", roles=("owner", "lead", "operator", "analyst"), own_team=True)
    permits.declare("seedsets.export", roles=("owner", "lead", "operator", "analyst"))
    kinds.declare_kinds(AUDIT_KINDS)
    details.declare("seedsets", AUDIT_DETAILS)
    details.add_values("facts", "kind", RUN_KINDS)
    for label, eraser in ERASERS.items():
        erasers.register(label, eraser)
    error_words.register(WORDS)
