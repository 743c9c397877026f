"""What may be typed on a dossier."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kolony.ground.guard.queries import active_users, teams
from kolony.ground.people.models import Note, Person
from kolony.ground.people.queries import business_types
from kolony.ground.people.rules import DIRECTIONS, FIELDS, PRIVATE, PRIVATE_LENGTH

BLANK = ("", _("not said"))
PRIVATE_WORDS = {
    "name": _("Real name"),
    "phone": _("Phone number"),
    "wechat": _("WeChat"),
    "email": _("E-mail"),
    "address": _("Address"),
    "birthday": _("Birthday"),
    "preferences": _("Preferences"),
}


class DescribeForm(forms.Form):
    """The fields of the dossier that are not private."""

    display_name = forms.CharField(label=_("Displayed name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=Person.Kind.choices)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=[BLANK, *Person.Purpose.choices], required=False)
    highlight = forms.CharField(
        label=_("Highlight"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What they are good at, and what could be shown to others."),
    )  # fmt: skip
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    team = forms.ChoiceField(label=_("Team"), required=False)
    contact_mode = forms.ChoiceField(
        label=_("How we talk"), choices=[BLANK, *Person.ContactMode.choices], required=False
    )
    tie_strength = forms.ChoiceField(
        label=_("Tie"), required=False,
        choices=[BLANK, ("1", _("1: knows of us")), ("2", "2"), ("3", _("3: answers us")), ("4", "4"),
                 ("5", _("5: a friend of the house"))],
    )  # fmt: skip
    business_type = forms.ChoiceField(label=_("Type"), required=False)
    field = forms.CharField(label=_("Field"), max_length=200, required=False)
    influence = forms.CharField(
        label=_("Reach and influence"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    price = forms.CharField(label=_("Price"), max_length=200, required=False)
    fee = forms.CharField(
        label=_("Fee of one joint action"), max_length=30, required=False,
        help_text=_("An amount, such as 3000 or 3000 USD. Seed sets compute with it."),
    )  # fmt: skip
    exclusive_to = forms.CharField(
        label=_("Bound exclusively to"), max_length=200, required=False,
        help_text=_("With whom and until when. As long as something stands here, no seed set takes them."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why"), max_length=500, required=False, help_text=_("Kept in the history beside the change.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, language: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nobody = ("", _("nobody"))
        self.fields["owner"].choices = [nobody, *active_users()]
        self.fields["team"].choices = [nobody, *((str(team.pk), team.name) for team in teams())]
        self.fields["business_type"].choices = [BLANK, *((kind.pk, named(kind, language)) for kind in business_types())]

    def values(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in FIELDS}


class PlacingForm(forms.Form):
    """Where somebody stands with us, and why."""

    tier = forms.ChoiceField(label=_("Tier"), choices=[BLANK, *Person.Tier.choices], required=False)
    stage = forms.ChoiceField(label=_("Stage"), choices=[BLANK, *Person.Stage.choices], required=False)
    reason = forms.CharField(label=_("Why"), max_length=500, required=False)


class PrivateForm(forms.Form):
    """The personal block. What is left empty stays as it is; ticking “remove” takes a value away."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PRIVATE:
            self.fields[name] = forms.CharField(
                label=PRIVATE_WORDS[name], required=False, max_length=PRIVATE_LENGTH, widget=_widget(name)
            )
        self.fields["remove"] = forms.MultipleChoiceField(
            label=_("Remove"), required=False, choices=list(PRIVATE_WORDS.items()),
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self.fields["reason"] = forms.CharField(label=_("Why"), required=False, max_length=500)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)

    def values(self) -> dict[str, str]:
        written = {name: self.cleaned_data[name] for name in PRIVATE if self.cleaned_data[name]}
        return {**written, **dict.fromkeys(self.cleaned_data["remove"], "")}


class NoteForm(forms.Form):
    text = forms.CharField(label=_("Keep in mind"), max_length=4000)
    level = forms.ChoiceField(label=_("Information class"), choices=Note._meta.get_field("level").choices)
    remember = forms.BooleanField(required=False)


class ContactForm(forms.Form):
    text = forms.CharField(label=_("What about"), max_length=2000)
    direction = forms.ChoiceField(label=_("Who began"), choices=[(direction, direction) for direction in DIRECTIONS])


class AccountForm(forms.Form):
    platform = forms.CharField(label=_("Platform"), max_length=80)
    external_id = forms.CharField(label=_("Account number or name there"), max_length=200)
    name = forms.CharField(label=_("Shown name"), max_length=200, required=False)
    url = forms.URLField(label=_("Link"), max_length=500, required=False, assume_scheme="https")
    fans = forms.IntegerField(label=_("Fans"), min_value=0, max_value=10**12, required=False)


class LabelForm(forms.Form):
    dimension = forms.CharField(label=_("Dimension"), max_length=12)
    value = forms.CharField(label=_("Word"), max_length=60)


def named(kind: Any, language: str) -> str:
    """A business type in the reader's language."""
    return kind.name_zh if language.startswith("zh") else kind.name_en


def _widget(name: str) -> forms.Widget:
    if name == "birthday":
        return forms.DateInput(attrs={"type": "date"})
    if name in ("address", "preferences"):
        return forms.Textarea(attrs={"rows": 2, "autocomplete": "off"})
    return forms.TextInput(attrs={"autocomplete": "off"})
