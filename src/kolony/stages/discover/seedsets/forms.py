"""What may be asked of a seed set, and how a segment is said."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kolony.ground.facts.models import Source
from kolony.ground.kit.money import CURRENCIES, HOME, minor_of
from kolony.stages.discover import list_words
from kolony.stages.discover.seedsets import queries, rules, words
from kolony.stages.discover.seedsets.actions import Question

EVERYBODY = "everybody"
MOST_NAMES = 50
UNITS = [("money", _("Money: fees from dossiers, else a curve")), ("people", _("People: everybody counts the same"))]


class PlanForm(forms.Form):
    """Purpose, audience, budget, who may be chosen. Amounts are in whole units of the currency."""

    name = forms.CharField(
        label=_("Name"), max_length=80, required=False, help_text=_("Left empty, it says purpose and budget.")
    )
    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=[(key, told[0]) for key, told in list_words.GOALS.items()], initial="activate",
        widget=forms.RadioSelect,
    )  # fmt: skip
    unit = forms.ChoiceField(label=_("The budget counts"), choices=UNITS, initial="money", widget=forms.RadioSelect)
    budget = forms.IntegerField(label=_("Budget"), min_value=1, max_value=10**9, initial=30_000)
    currency = forms.ChoiceField(
        label=_("Currency"), choices=[(key, f"{key} {sign}") for key, sign in CURRENCIES.items()], initial=HOME
    )
    base = forms.IntegerField(label=_("Curve: a base of"), min_value=0, max_value=10**7, initial=800)
    each = forms.IntegerField(
        label=_("and for each person they reach alone"), min_value=0, max_value=10**5, initial=8,
        help_text=_("The curve is for everybody without a fee in their dossier."),
    )  # fmt: skip
    at_most = forms.IntegerField(label=_("At most so many people"), min_value=1, max_value=500, required=False)
    one_topic = forms.IntegerField(
        label=_("From one group at most"), min_value=1, max_value=100, required=False,
        help_text=_("So that the set stays mixed; left empty, nothing is held back."),
    )  # fmt: skip
    spread = forms.ChoiceField(
        label=_("Groups are"), choices=list(words.SPREADS.items()), initial="topic", required=False
    )
    at_least = forms.IntegerField(
        label=_("At least so many"), min_value=1, max_value=100, required=False,
        help_text=_("Smaller budgets hold as many as fit, or can be paid for."),
    )  # fmt: skip
    least_of = forms.ChoiceField(label=_("Of this group"), required=False)
    pool = forms.ChoiceField(label=_("Who may be chosen"), choices=list(words.POOLS.items()), initial="listed")
    must_in = forms.CharField(
        label=_("Must be in"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Names or ids, one a line."),
    )  # fmt: skip
    must_out = forms.CharField(
        label=_("Must stay out"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Names or ids, one a line."),
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("Ties of the last days"), min_value=7, max_value=3650, required=False,
        help_text=_("Left empty: as many as fit this community's own pace."),
    )  # fmt: skip
    model = forms.ChoiceField(
        label=_("How influence runs"), choices=list(words.MODELS.items()), initial="wc", widget=forms.RadioSelect
    )
    seed = forms.IntegerField(
        label=_("Seed of chance"), min_value=0, max_value=2**31 - 1, initial=1,
        help_text=_("The same seed gives the same set."),
    )  # fmt: skip

    def __init__(self, *args: Any, source: Source, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source, self.segments = source, list(queries.open_segments(source))
        self.fields["least_of"].choices = self._groups()
        for key, _name, initial in self._audiences():
            self.fields[key] = forms.DecimalField(
                label=_("Weight"), required=False, min_value=0, max_value=1, decimal_places=2, initial=initial,
                widget=forms.NumberInput(attrs={"step": "0.05", "class": "k-field num text-right"}),
            )  # fmt: skip
        self.fields["must_in"].widget.attrs["spellcheck"] = self.fields["must_out"].widget.attrs["spellcheck"] = "false"
        for field in self.fields.values():
            radio = isinstance(field.widget, forms.RadioSelect)
            field.widget.attrs.setdefault("class", "k-check" if radio else "k-field")

    @property
    def audiences(self) -> list[tuple[Any, Any]]:
        """Each segment with its weight field; everybody comes first."""
        return [
            (segment, self[key])
            for segment, (key, _n, _i) in zip([None, *self.segments], self._audiences(), strict=True)
        ]

    def _groups(self) -> list[tuple[str, list[tuple[str, Any]]]]:
        """The groups of which so many may be asked for, under their heads."""
        told = {what: list(named.items()) for what, named in words.LEAST_OF.items()}
        told["segment"] = [(str(segment.pk), segment.name) for segment in self.segments]
        return [
            (words.LEAST_HEADS[what], [(f"{what}:{which}", name) for which, name in named])
            for what, named in told.items() if named
        ]  # fmt: skip

    def _audiences(self) -> list[tuple[str, Any, Any]]:
        named = [(f"weight_{segment.pk}", segment.name, None) for segment in self.segments]
        return [(f"weight_{EVERYBODY}", _("Everybody"), Decimal(1)), *named]

    def picked(self, name: str) -> list[tuple[str, str]]:
        """What stands in a field of names, each line with what to call whom it means."""
        lines = [line.strip() for line in str(self[name].value() or "").splitlines() if line.strip()]
        return list(queries.names_by_id(self.source, dict.fromkeys(lines[:MOST_NAMES])).items())

    def clean_must_in(self) -> list[str]:
        return self._known("must_in")

    def clean_must_out(self) -> list[str]:
        return self._known("must_out")

    def _known(self, field: str) -> list[str]:
        """Names or ids as ids; what is unknown or means two members is said, not guessed."""
        lines = [line.strip() for line in self.cleaned_data[field].splitlines() if line.strip()]
        if len(lines) > MOST_NAMES:
            raise forms.ValidationError(_("At most %(most)s names."), params={"most": MOST_NAMES})
        return list(dict.fromkeys(self._one(line) for line in lines))

    def _one(self, line: str) -> str:
        found = queries.known_names(self.source, line.replace("\x00", ""))
        if not found:
            raise forms.ValidationError(_("Nobody here is called “%(name)s”."), params={"name": line})
        if len(found) > 1:
            ids = ", ".join(member for member, _name in found)
            raise forms.ValidationError(
                _("Several are called “%(name)s”: write one of the ids %(ids)s."), params={"name": line, "ids": ids}
            )
        return found[0][0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self._audience(cleaned):
            self.add_error(f"weight_{EVERYBODY}", _("Give at least one segment a weight above 0."))
        self._check_weights(cleaned)
        both = set(cleaned.get("must_in", [])) & set(cleaned.get("must_out", []))
        if both:
            self.add_error("must_out", _("Nobody can be in and out at once."))
        if cleaned.get("at_least") and not self.errors:
            self._check_least(cleaned)
        return cleaned

    def _check_weights(self, cleaned: dict[str, Any]) -> None:
        """Who is in several counts with the largest: beside everybody at as much, a segment would do nothing."""
        everybody = cleaned.get(f"weight_{EVERYBODY}") or 0
        for key, _name, _initial in self._audiences()[1:]:
            if 0 < (cleaned.get(key) or 0) <= everybody:
                self.add_error(key, _("It changes nothing: everybody counts as much. Lower “Everybody”, or empty it."))

    def _check_least(self, cleaned: dict[str, Any]) -> None:
        what = cleaned["least_of"].partition(":")[0]
        most = cleaned["at_most"] if cleaned["unit"] == "money" else cleaned["budget"]
        if not what:
            self.add_error("least_of", _("Say of which group."))
        elif most is not None and cleaned["at_least"] > most:
            self.add_error("at_least", _("That is more than the whole set."))
        elif cleaned["one_topic"] and (what != cleaned["spread"] or cleaned["at_least"] > cleaned["one_topic"]):
            self.add_error("at_least", _("It contradicts the limit “from one group at most”, or is of other groups."))

    def _least(self) -> dict[str, Any] | None:
        """Of which group how many, a segment with its name and conditions as they stand now."""
        cleaned = self.cleaned_data
        what, _colon, which = cleaned["least_of"].partition(":")
        if not cleaned["at_least"]:
            return None
        told = {"n": cleaned["at_least"], "what": what, "which": which, "name": "", "conditions": []}
        for segment in self.segments:
            if str(segment.pk) == which:
                told |= {"name": segment.name, "conditions": segment.conditions}
        return told

    def _audience(self, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        """Who is wanted, with the conditions as they stand now; sets keep them if the segment changes."""
        told = []
        for segment, (key, name, _initial) in zip([None, *self.segments], self._audiences(), strict=True):
            weight = float(cleaned.get(key) or 0)
            if weight > 0:
                conditions = segment.conditions if segment else []
                told.append(
                    {
                        "segment": str(segment.pk) if segment else "",
                        "name": str(name) if segment else "",
                        "conditions": conditions,
                        "weight": weight,
                    }
                )
        return told

    def question(self) -> Question:
        cleaned = self.cleaned_data
        by_money = cleaned["unit"] == "money"
        budget = minor_of(cleaned["budget"]) if by_money else min(cleaned["budget"], 500)
        return Question(
            name=cleaned["name"].strip(), purpose=cleaned["purpose"],
            audience=self._audience(cleaned), unit=cleaned["unit"], budget=budget, currency=cleaned["currency"],
            base=minor_of(cleaned["base"]), each=minor_of(cleaned["each"]),
            at_most=cleaned["at_most"] if by_money else None, one_topic=cleaned["one_topic"], pool=cleaned["pool"],
            days=cleaned["days"], model=cleaned["model"], seed=cleaned["seed"],
            spread=cleaned["spread"] or "topic", at_least=self._least(),
        )  # fmt: skip


class SegmentForm(forms.Form):
    """A name and up to three conditions that must all hold."""

    name = forms.CharField(label=pgettext_lazy("segment", "Name"), max_length=80)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for at in (1, 2, 3):
            none = _("choose one") if at == 1 else _("no further condition")
            choices = [("", none), *words.CONDITIONS.items()]
            self.fields[f"kind_{at}"] = forms.ChoiceField(label=_("Condition"), choices=choices, required=at == 1)
            self.fields[f"value_{at}"] = forms.CharField(label=_("Days or topic"), required=False, max_length=200)
        for field in self.fields.values():
            field.widget.attrs["class"] = "k-field"

    @property
    def lines(self) -> list[tuple[Any, Any]]:
        return [(self[f"kind_{at}"], self[f"value_{at}"]) for at in (1, 2, 3)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["conditions"] = [one for at in (1, 2, 3) if (one := self._condition(cleaned, at))]
        return cleaned

    def _condition(self, cleaned: dict[str, Any], at: int) -> dict[str, Any] | None:
        kind, value = cleaned.get(f"kind_{at}"), (cleaned.get(f"value_{at}") or "").replace("\x00", "").strip()
        if not kind:
            return None
        if kind in rules.NUMBERED:
            if not (value.isascii() and value.isdigit() and 0 < int(value) <= 36500):
                self.add_error(f"value_{at}", _("Say a number of days."))
                return None
            return {"kind": kind, "value": int(value)}
        if kind in ("topic", "topic_lately"):
            if not value:
                self.add_error(f"value_{at}", _("Say which topic or tag."))
                return None
            return {"kind": kind, "value": value}
        return {"kind": kind}


class SaveForm(forms.Form):
    name = forms.CharField(max_length=80)
    version = forms.IntegerField()
    step = forms.IntegerField(min_value=1, max_value=99)
