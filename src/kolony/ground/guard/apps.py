from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kolony.ground.frame import error_words, menu
from kolony.ground.guard import kinds, permits


class GuardConfig(AppConfig):
    name = "kolony.ground.guard"
    label = "guard"
    verbose_name = _("Guard")

    def ready(self) -> None:
        permits.declare("guard.see_audit", roles=("owner", "auditor"))
        permits.declare("guard.manage_users", roles=("owner",))
        kinds.declare_kinds(kinds.GUARD_KINDS)
        menu.ask_permission_with(permits.allows)
        error_words.register(WORDS)


WORDS = {
    "E-GUARD-403": error_words.ErrorWords(
        _("Your role may not do this, or it belongs to another team."), _("Ask an owner or a lead of that team.")
    ),
    "E-GUARD-409": error_words.ErrorWords(_("There is an account with this address already.")),
    "E-GUARD-410": error_words.ErrorWords(
        _("This sign-in link was used already, or its time is over."), _("Ask for a new one, or sign in by password.")
    ),
    "E-GUARD-422": error_words.ErrorWords(
        _("There is no such role."), _("Choose owner, lead, operator, analyst or auditor.")
    ),
    "E-GUARD-500": error_words.ErrorWords(
        _("A key is missing, so this cannot be read."), _("Restore the key folder from its backup.")
    ),
    "E-GUARD-501": error_words.ErrorWords(
        _("A sealed value does not open: it was changed outside of Kolony."), _("Tell the owner of this installation.")
    ),
}
