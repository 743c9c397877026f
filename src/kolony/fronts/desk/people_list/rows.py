"""Lines of the list as `draw_rows` draws them: everything is text, printed once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from kolony.ground.frame import drawing, figures, speech
from kolony.ground.people import queries
from kolony.ground.people.models import Handle, Person


@dataclass(frozen=True)
class Row:
    """One line; "" where there is nothing to say."""

    id: str
    url: str
    name: str
    lang: str
    hue: str
    initials: str
    highlight: str
    kind: str
    source: str
    purpose: str
    account: str
    platform: str
    second_account: str
    second_platform: str
    owner: str
    touch: str
    touched_at: str
    added: str


def rows(people: Iterable[Person], among: str) -> list[Row]:
    """A page of the list, with one look-up for the accounts of all of them."""
    shown = list(people)
    handles = queries.handles_by_person(person.pk for person in shown)
    kinds, sources, purposes = (
        {str(value): str(words) for value, words in choices.choices}
        for choices in (Person.Kind, Person.Source, Person.Purpose)
    )
    somebody = reverse("desk:people")  # asked once: a dossier lies under the list
    return [
        _row(
            person,
            url=f"{somebody}{person.pk}{among}",
            kind=kinds[person.kind],
            source=sources[person.source],
            purpose=purposes.get(person.purpose, ""),
            **_accounts(handles.get(person.pk, [])),
        )
        for person in shown
    ]


def _row(person: Person, **told: str) -> Row:
    name, touched = person.display_name, person.last_touch_at
    return Row(
        id=str(person.pk),
        name=name,
        lang=speech.lang_attribute(name),
        hue=str(drawing.hue_of(name)),
        initials=drawing.initials(name),
        highlight=person.highlight,
        owner=person.owner.display_name if person.owner else "",
        touch=figures.ago(touched) if touched else "",
        touched_at=figures.moment(touched) if touched else "",
        added=figures.day(person.created_at),
        **told,
    )


def _accounts(handles: list[Handle]) -> dict[str, Any]:
    """The first two."""
    told = [(handle.name or handle.external_id, handle.platform) for handle in handles[:2]]
    first, second = [*told, ("", ""), ("", "")][:2]
    names = ("account", "platform", "second_account", "second_platform")
    return dict(zip(names, (*first, *second), strict=True))
