"""What the desk tells the others when it starts."""

from django.utils.translation import gettext_lazy as _

from kolony.fronts.desk.dossier.forms import PRIVATE_WORDS, DescribeForm, PlacingForm
from kolony.ground.frame import error_words, menu
from kolony.ground.guard import classes, details
from kolony.ground.guard.details import Detail
from kolony.ground.people.models import Label, Person

DIRECTION_WORDS = {"we": _("we did"), "they": _("they did")}
FIELDS = DescribeForm.base_fields | PlacingForm.base_fields
FIELD_WORDS = {name: field.label for name, field in FIELDS.items()} | PRIVATE_WORDS
PEOPLE_DETAILS = {
    "source": Detail(_("Source"), dict(Person.Source.choices)),
    "purpose": Detail(_("Purpose"), dict(Person.Purpose.choices)),
    "handle": Detail(_("Account no.")),
    "fields": Detail(_("Which fields"), FIELD_WORDS),
    "field": Detail(_("Which field"), FIELD_WORDS),
    "dimension": Detail(_("Label"), dict(Label.Dimension.choices)),
    "note": Detail(_("Note no.")),
    "level": Detail(_("Information class"), dict(classes.CHOICES)),
    "direction": Detail(_("Who wrote"), DIRECTION_WORDS),
    "merged": Detail(_("The other dossier")),
    "count": Detail(_("How many people")),
    "filters": Detail(_("Filters"), {"q": _("Search"), **FIELD_WORDS, "source": _("Source")}),
    "rows": Detail(_("Rows erased")),
    "key": Detail(_("Key")),
    "people": Detail(_("How many people")),
}


WORDS = {
    "E-DESK-422": error_words.ErrorWords(
        _("%(field)s: %(why)s"), _("Nothing was saved. Correct it and send it again.")
    ),
}


def register() -> None:
    """Called when the app is ready."""
    menu.register(menu.MenuEntry(key="today", label=_("Today"), icon="sun", url_name="desk:today", section="top"))
    details.declare("people", PEOPLE_DETAILS)
    error_words.register(WORDS)
    menu.answer_palette_at("desk:palette")
    menu.register(
        menu.MenuEntry(
            key="people", label=_("People"), icon="contact-round", url_name="desk:people", order=10, action="people.see"
        )
    )
