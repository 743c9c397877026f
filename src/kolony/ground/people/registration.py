"""What this room tells the others when it starts."""

from django.utils.translation import gettext_lazy as _

from kolony.ground.frame import error_words
from kolony.ground.frame.error_words import ErrorWords
from kolony.ground.guard import erasers as erasure
from kolony.ground.guard import kinds, permits
from kolony.ground.people.erasers import ERASERS

KINDS = {
    "people.nominated": _("Nominated a person"),
    "people.nomination_withdrawn": _("Withdrew a nomination"),
    "people.handle_added": _("Added an account of a person"),
    "people.changed": _("Changed a dossier"),
    "people.placed": _("Changed a tier or a stage"),
    "people.labelled": _("Changed a label"),
    "people.note_written": _("Wrote a note"),
    "people.note_withdrawn": _("Withdrew a note"),
    "people.note_restored": _("Restored a note"),
    "people.contact_logged": _("Logged a contact"),
    "people.private_changed": _("Changed the personal block"),
    "people.looked": _("Looked at a restricted value"),
    "people.merged": _("Merged two dossiers"),
    "people.unmerged": _("Undid a merge"),
    "people.erased": _("Erased a person's data"),
    "people.keys_rotated": _("Renewed the master key"),
    "people.type_named": _("Named a business type"),
    "people.type_dropped": _("Took a business type away"),
    "people.exported": _("Exported the people list"),
}
WORDS = {
    "E-PEOPLE-404": ErrorWords(_("No such person."), _("The search finds people by name, account or pinyin.")),
    "E-PEOPLE-409": ErrorWords(
        _("Somebody saved this dossier while you were writing."), _("Compare with the newer version, then save again.")
    ),
    "E-PEOPLE-410": ErrorWords(
        _("This field was changed again since."), _("Change it by hand if the older value is right.")
    ),
    "E-PEOPLE-422": ErrorWords(_("A reason is missing."), _("Say in a few words why.")),
    "E-PEOPLE-423": ErrorWords(_("A field cannot hold this value."), _("Correct it, then save again.")),
    "E-PEOPLE-424": ErrorWords(
        _("These two cannot be merged."), _("One of them was merged away before, or they are the same dossier.")
    ),
    "E-PEOPLE-425": ErrorWords(_("A business type is called “%(name)s” already."), _("Choose another name.")),
    "E-PEOPLE-426": ErrorWords(
        _("Dossiers carry the business type “%(name)s”."), _("Give them another one first, or rename it.")
    ),
    "E-PEOPLE-429": ErrorWords(
        _("You have looked at %(limit)s restricted values within an hour."), _("Wait a while, or ask an owner.")
    ),
    "E-PEOPLE-451": ErrorWords(
        _("This person's data was erased on request."), _("Only the pseudonym in the ledger remains.")
    ),
}


def declare() -> None:
    """Actions and audit kinds."""
    working = ("owner", "lead", "operator")
    permits.declare("people.see", roles=permits.EVERYBODY)
    permits.declare("people.nominate", roles=working)
    permits.declare("people.change", roles=working, own_team=True)
    permits.declare("people.look", roles=working, own_team=True)
    permits.declare("people.vocabulary", roles=("owner", "lead"))
    permits.declare("people.merge", roles=("owner", "lead"), own_team=True)
    permits.declare("people.export", roles=(*working, "analyst"))
    permits.declare("people.regroup", roles=("owner",))
    permits.declare("people.erase", roles=("owner",))
    permits.declare("people.rotate_keys", roles=("owner",))
    kinds.declare_kinds(KINDS)


def register() -> None:
    """Called when the app is ready."""
    declare()
    error_words.register(WORDS)
    for model, eraser in ERASERS.items():
        erasure.register(model, eraser)
