"""What comes in from the address and from forms, made safe before anybody uses it."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kolony.ground.facts import rules as facts_rules
from kolony.stages.discover import list_words, queries, rules


def filters_of(query: QueryDict) -> queries.Filters:
    """Filters as the address asks for them; what is unknown falls back to the default.

    Somebody has an owner once they are nominated: who asks for an owner sees the nominated.
    """
    score, owner = query.get("score", ""), _owner(query.get("owner", ""))
    status = _one_of(query.get("status"), tuple(list_words.STATUSES), "")
    return queries.Filters(
        goal=_one_of(query.get("goal"), rules.GOALS, "activate"),
        which=_one_of(query.get("list"), rules.LISTS, "rising"),
        kind=_one_of(query.get("kind"), ("kol", "koc"), ""),
        status=status if not owner or status in (rules.DISMISSED, rules.EXCLUDED) else rules.NOMINATED,
        owner=owner,
        tenure=_one_of(query.get("tenure"), tuple(list_words.TENURES), ""),
        topic=query.get("topic", "")[:200],
        score=int(score) if score.isascii() and score.isdigit() and len(score) < 4 else 0,
        search=query.get("q", "").replace("\x00", "")[:100],
    )


def members_of(query: QueryDict) -> list[str]:
    """The members an address names, each once, in their order."""
    asked = (actor_id.replace("\x00", "")[:200] for actor_id in query.getlist("of"))
    return [actor_id for actor_id in dict.fromkeys(asked) if actor_id][: rules.ALIKE_OF]


def _owner(asked: str) -> str:
    """The id of whoever looks after a nominated person, or "none"."""
    try:
        return asked if asked == "none" else str(UUID(asked))
    except ValueError:
        return ""


def _one_of(asked: str | None, known: tuple[str, ...], default: str) -> str:
    return asked if asked in known else default


class RunForm(forms.Form):
    """A new discovery run."""

    as_of = forms.DateField(
        required=False,
        label=_("As it stood on"),
        help_text=_("Empty: after the newest event. A day in the past shows what was known then."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    horizon_days = forms.TypedChoiceField(
        label=_("How far ahead"),
        coerce=int,
        initial=365,
        choices=[(90, _("90 days")), (180, _("180 days")), (365, _("A year"))],
    )
    recognition = forms.CharField(
        required=False,
        max_length=300,
        label=_("What counts as recognition"),
        help_text=_("A preset (stackexchange, discourse, mentions) or weights such as like=1,accepted=5."),
    )

    def clean_recognition(self) -> str:
        """Only what the engine will understand; said here, not by a failed job."""
        text = self.cleaned_data["recognition"].strip()
        if text and not facts_rules.recognition_of(text):
            raise forms.ValidationError(
                _("“%(text)s” is neither a preset nor weights such as like=1,accepted=5."), params={"text": text}
            )
        return text

    note = forms.CharField(required=False, max_length=300, label=pgettext_lazy("run", "Note"))


class BacktestForm(forms.Form):
    """A new look into the past."""

    horizon_days = forms.TypedChoiceField(
        label=_("How far ahead"),
        coerce=int,
        initial=90,
        choices=[(30, _("30 days")), (90, _("90 days")), (180, _("180 days")), (365, _("A year"))],
    )
    cutoffs = forms.TypedChoiceField(
        label=_("How often to ask"), coerce=int, initial=3, choices=[(2, "2"), (3, "3"), (4, "4"), (6, "6")]
    )


class DecisionForm(forms.Form):
    """A verdict about one member or several, or the wish to see more like them."""

    verb = forms.ChoiceField(choices=[("nominate", ""), ("dismiss", ""), ("alike", "")])
    reason = forms.CharField(required=False, max_length=500)
    keep_out = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["reason"] = cleaned.get("reason", "").strip()
        return cleaned
