"""What this room tells the frame when it starts."""

from django.utils.translation import gettext_lazy as _

from kolony.ground.frame import error_words, menu, speech
from kolony.ground.frame.error_words import ErrorWords
from kolony.ground.guard import actions, details, kinds, permits

WORDS = {
    "E-GUARD-403": ErrorWords(
        _("Your role may not do this, or it belongs to another team."), _("Ask an owner or a lead of that team.")
    ),
    "E-GUARD-409": ErrorWords(_("There is an account with this address already."), _("Give that one a new role.")),
    "E-GUARD-404": ErrorWords(_("There is no such account."), _("Open the list of colleagues again.")),
    "E-GUARD-423": ErrorWords(
        _("This is the only owner."), _("Make somebody else an owner first: without one nobody could be let in.")
    ),
    "E-GUARD-410": ErrorWords(
        _("This sign-in link was used already, or its time is over."), _("Ask for a new one, or sign in by password.")
    ),
    "E-GUARD-422": ErrorWords(_("There is no such role."), _("Choose owner, lead, operator, analyst or auditor.")),
    "E-GUARD-500": ErrorWords(
        _("A key is missing, so this cannot be read."), _("Restore the key folder from its backup.")
    ),
    "E-GUARD-501": ErrorWords(
        _("A sealed value does not open: it was changed outside of Kolony."), _("Tell the owner of this installation.")
    ),
}


def register() -> None:
    """Called when the app is ready."""
    permits.declare("guard.see_audit", roles=("owner", "auditor"))
    permits.declare("guard.manage_users", roles=("owner",))
    kinds.declare_kinds(kinds.GUARD_KINDS)
    details.declare("guard", details.GUARD_DETAILS)
    error_words.register(WORDS)
    menu.ask_permission_with(permits.allows)
    menu.register(
        menu.MenuEntry(
            key="colleagues",
            label=_("Colleagues"),
            icon="users-round",
            url_name="guard_colleagues",
            order=790,
            action="guard.manage_users",
        )  # fmt: skip
    )
    menu.register(
        menu.MenuEntry(
            key="audit",
            label=_("Audit"),
            icon="shield-check",
            url_name="guard_audit",
            order=800,
            action="guard.see_audit",
        )  # fmt: skip
    )
    menu.register(
        menu.MenuEntry(
            key="security", label=_("Sign-in security"), icon="key-round", url_name="mfa_index", section="me"
        )
    )
    speech.remember_with(actions.remember_language)
