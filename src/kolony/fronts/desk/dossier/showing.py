"""How a dossier is put before one reader: what they may see, in words."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kolony.fronts.desk.dossier.forms import PRIVATE_WORDS, DescribeForm, PlacingForm, named
from kolony.ground.guard import permits
from kolony.ground.people import panels, queries
from kolony.ground.people.models import FieldChange, Label, Person, TimelineEntry
from kolony.ground.people.rules import ABILITIES, DIMENSIONS, FIELDS, PERSONALITIES, PRIVATE

ABILITY_WORDS = dict(zip(ABILITIES, (_("strong"), _("medium"), _("weak")), strict=True))
PERSONALITY_WORDS = dict(
    zip(PERSONALITIES, (_("calm"), _("enthusiastic"), _("extreme"), _("careful")), strict=True)
)  # fmt: skip
VOCABULARY = {"ability": ABILITY_WORDS, "personality": PERSONALITY_WORDS}
PLACING = {"tier": dict(Person.Tier.choices), "stage": dict(Person.Stage.choices)}
ICONS = {
    "nominated": "compass", "contact": "message-circle", "owner": "user-check", "merged": "git-merge",
    "unmerged": "git-branch", "withdrawn": "undo-2",
}  # fmt: skip
STORY = {
    "nominated": _("Nominated"),
    "owner": _("Handed over to %(owner)s"),
    "merged": _("Merged with %(name)s"),
    "unmerged": _("Separated again from %(name)s"),
    "withdrawn": _("The nomination was withdrawn"),
}


@dataclass(frozen=True)
class LabelRow:
    """One dimension with its words."""

    dimension: str
    words: Any
    labels: list[tuple[Label, Any]]
    choices: list[tuple[str, Any]]


@dataclass(frozen=True)
class ChangeRow:
    """One line of the field history."""

    change: FieldChange
    field: Any
    before: Any
    after: Any


@dataclass(frozen=True)
class StoryRow:
    """One line of the timeline."""

    entry: TimelineEntry
    icon: str
    words: str


def everything(person: Person, viewer: Any) -> dict[str, Any]:
    """The page's variables for one viewer."""
    ids = queries.family(person)
    may = {name: permits.allows(viewer, f"people.{name}", person) for name in ("change", "look", "merge", "erase")}
    notes = queries.notes_of(ids)
    masks = queries.private_masks(ids)
    business = queries.business_of(person)
    words = Vocabulary()
    return {
        "person": person,
        "may": may,
        "handles": queries.handles_of(ids),
        "nomination": queries.newest_nomination(ids),
        "label_rows": _label_rows(queries.labels_of(ids)),
        "remembered": [note for note in notes if note.remember],
        "notes": [note for note in notes if not note.remember],
        "private": [(name, PRIVATE_WORDS[name], masks.get(name, "")) for name in PRIVATE],
        "private_any": bool(masks),
        "business": business,
        "business_type": named(business.business_type, get_language() or "") if business.business_type else "",
        "timeline": [_story(entry, words) for entry in queries.timeline_of(ids)],
        "placings": [_change(change, words) for change in queries.placings_of(ids)],
        "tiers": Person.Tier.choices,
        "stages": Person.Stage.choices,
        "changes": [_change(change, words) for change in queries.changes_of(ids)],
        "looks": [(look, PRIVATE_WORDS[look.name]) for look in queries.looks_at(ids, 5)] if may["look"] else [],
        "merges": queries.merges_into(ids) if may["merge"] else [],
        "same": queries.same_private_value(person, queries.private_indexes(ids)) if may["look"] else [],
        "undoable": set(FIELDS),
        "restricted": {field.name for field in FIELDS.values() if field.level == "restricted"},
    }


def panels_for(person: Person, request: HttpRequest) -> list[tuple[bool, str]]:
    """What other rooms bring, drawn with their own templates: (narrow column?, page fragment)."""
    shown = panels.shown_to(person, request.user)
    return [
        (panel.side, render_to_string(panel.template, {**panel.context, "person": person}, request)) for panel in shown
    ]


class Vocabulary:
    """What fields and stored values are called, read once for a page."""

    def __init__(self) -> None:
        self.fields = DescribeForm(language=get_language() or "").fields
        self.choices = {name: dict(getattr(field, "choices", ())) for name, field in self.fields.items()}

    def field(self, name: str) -> Any:
        """What a field is called on the page."""
        if name in self.fields:
            return self.fields[name].label
        if name in PLACING:
            return PlacingForm.base_fields[name].label
        return PRIVATE_WORDS.get(name) or dict(Label.Dimension.choices).get(name, name)

    def value(self, name: str, value: str) -> Any:
        """A stored value as people read it."""
        known = VOCABULARY.get(name) or PLACING.get(name) or self.choices.get(name, {})
        return known.get(value, value) if value else ""


def _label_rows(labels: list[Label]) -> list[LabelRow]:
    rows = []
    for dimension in DIMENSIONS:
        known = VOCABULARY.get(dimension, {})
        mine = [(label, known.get(label.value, label.value)) for label in labels if label.dimension == dimension]
        rows.append(LabelRow(dimension, Label.Dimension(dimension).label, mine, list(known.items())))
    return rows


def _change(change: FieldChange, words: Vocabulary) -> ChangeRow:
    before, after = words.value(change.name, change.before), words.value(change.name, change.after)
    return ChangeRow(change, words.field(change.name), before, after)


def _story(entry: TimelineEntry, vocabulary: Vocabulary) -> StoryRow:
    values = dict(entry.values)
    if "owner" in values:
        values["owner"] = vocabulary.value("owner", values["owner"]) or "—"
    sentence = str(STORY.get(entry.code, entry.text))
    words = entry.text or (sentence % values if "%(" in sentence and values else sentence)
    return StoryRow(entry, ICONS.get(entry.code, "dot"), words)
