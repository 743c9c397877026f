"""What comes in with a change to several people."""

from uuid import UUID

from django import forms
from django.http import QueryDict

from kolony.ground.people.rules import SAID_OF_SEVERAL

MOST_AT_ONCE = 500


class SeveralForm(forms.Form):
    """What shall be said of all of them."""

    verb = forms.ChoiceField(choices=[("owner", ""), ("team", ""), ("label", "")])
    owner = forms.UUIDField(required=False)
    team = forms.UUIDField(required=False)
    dimension = forms.ChoiceField(required=False, choices=[(name, "") for name in SAID_OF_SEVERAL])
    value = forms.CharField(required=False, max_length=60)


class TypeForm(forms.Form):
    """One business type: named anew, or taken away."""

    verb = forms.ChoiceField(choices=[("name", ""), ("drop", "")])
    key = forms.CharField(max_length=40, required=False)
    name_zh = forms.CharField(max_length=80, required=False)
    name_en = forms.CharField(max_length=80, required=False)


def ticked(form: QueryDict) -> list[UUID]:
    """The people that were ticked; what is no id is nobody."""
    return [person_id for text in form.getlist("ids")[:MOST_AT_ONCE] if (person_id := _id(text))]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
