"""The people somebody looks after who wait for a word: gone quiet, or nominated and never spoken to."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kolony.fronts.desk.today.item import Item
from kolony.ground.facts.models import Run
from kolony.ground.frame import figures
from kolony.ground.guard import permits
from kolony.ground.people import queries as people
from kolony.ground.people.models import Person
from kolony.stages.discover import queries as discover

KIND = "people"
SHOWN = 3
LOOKED_AT = 200


def people_waiting(user: Any, run: Run | None) -> Iterator[Item]:
    """Who went quiet first, then who was never spoken to: a few by name, of the rest how many."""
    if not permits.allows(user, "people.change"):
        return
    mine = people.visible_people(user, owner=str(user.pk))
    longest_ago = mine.order_by(F("last_touch_at").asc(nulls_first=True), "created_at", "id")
    looked_at = list(longest_ago[:LOOKED_AT])
    quiet = _quiet(run, looked_at) if run and permits.allows(user, "discover.see") else {}
    yield from list(quiet.values())[:SHOWN]
    new = [person for person in looked_at if person.last_touch_at is None and person.pk not in quiet]
    named = new if len(new) == SHOWN + 1 else new[:SHOWN]
    yield from (_never_spoken_to(person) for person in named)
    if len(new) > len(named):
        yield _the_rest(len(new) - len(named), new[len(named)], user)


def untouched_count(user: Any) -> int:
    """How many dossiers say nothing of a contact yet."""
    return people.visible_people(user).filter(last_touch_at=None).count()


def _quiet(run: Run, looked_at: Sequence[Person]) -> dict[Any, Item]:
    """Those who fell silent and have not been spoken to since, as lines, by person."""
    known = {person.pk: person for person in looked_at}
    found = [(known[one.person], one) for one in discover.quiet_among(run, known)]
    return {person.pk: _gone_quiet(person, one) for person, one in found if not _spoken_to(person, one.seen_at)}


def _spoken_to(person: Person, since: datetime) -> bool:
    return person.last_touch_at is not None and person.last_touch_at > since


def _gone_quiet(person: Person, one: discover.Quiet) -> Item:
    told = {"days": figures.number(one.days), "usual": figures.number(one.usual, 1)}
    return Item(
        kind=KIND,
        label=_("Gone quiet"),
        tone="warn",
        icon="moon",
        what=person.display_name,
        because=_("Not seen for %(days)s days; usually every %(usual)s days.") % told,
        verb=_("See why"),
        url=reverse("desk:person", args=[person.pk]),
        who=person.display_name,
    )


def _never_spoken_to(person: Person) -> Item:
    words = _("With us since %(day)s, and nobody has spoken to them yet.") % {"day": figures.day(person.created_at)}
    return Item(
        kind=KIND,
        label=_("First contact"),
        tone="brand",
        icon="message-circle",
        what=person.display_name,
        because=words,
        verb=_("Get in touch"),
        url=reverse("desk:person", args=[person.pk]),
        who=person.display_name,
    )


def _the_rest(count: int, longest: Person, user: Any) -> Item:
    what = ngettext("%(count)d more nobody has spoken to", "%(count)d more nobody has spoken to", count)
    return Item(
        kind=KIND,
        label=_("First contact"),
        tone="brand",
        icon="message-circle",
        what=what % {"count": count},
        because=_("The first of them since %(day)s.") % {"day": figures.day(longest.created_at)},
        verb=_("See them"),
        url=f"{reverse('desk:people')}?owner={user.pk}&sort=touch",
    )
