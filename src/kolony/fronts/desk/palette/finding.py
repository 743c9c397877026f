"""What the palette finds: people and members, by Chinese characters, pinyin or its initials; pages and actions."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kolony.ground.facts import queries as facts
from kolony.ground.frame import menu
from kolony.ground.guard import permits
from kolony.ground.people import queries as people
from kolony.stages.discover import queries as discover

PEOPLE, MEMBERS, LEAST_LETTERS = 6, 6, 2


@dataclass(frozen=True)
class Hit:
    """One line of the palette."""

    icon: str
    title: str
    note: str
    url: str


def find(request: HttpRequest, text: str) -> list[Hit]:
    """People first, then members nobody has nominated, then pages and actions."""
    wanted = " ".join(text.split())[:80]
    places = [*_pages(request), *_actions(request.user)]
    if not wanted:
        return places
    folded = wanted.lower()
    return [
        *_people(request.user, wanted),
        *_members(request.user, wanted),
        *(hit for hit in places if folded in hit.title.lower()),
    ]


def _people(user: Any, text: str) -> list[Hit]:
    if not permits.allows(user, "people.see"):
        return []
    found = people.search_people(user, text, PEOPLE)
    return [
        Hit("contact-round", person.display_name, person.get_kind_display(), reverse("desk:person", args=[person.pk]))
        for person in found
    ]


def _members(user: Any, text: str) -> list[Hit]:
    """Members of the community in the newest run, by name or by the very id. One letter alone would find everybody."""
    if len(text) < LEAST_LETTERS and text.isascii() or not permits.allows(user, "discover.see"):
        return []
    source = discover.source_chosen()
    run = discover.newest_rank_run(source)
    if run is None:
        return []
    called = {one.actor_id: one.name for one in facts.find_members(text, source=source, limit=MEMBERS * 2)}
    names = {text: discover.name_of(source, text)} | called
    places = discover.best_places(run, "activate", names)
    return [
        Hit("compass", name or member, _("Member, place %(rank)d") % {"rank": place.rank}, _opened(place))
        for member, name in names.items()
        if (place := places.get(member))
    ][:MEMBERS]


def _opened(place: Any) -> str:
    query = {"goal": place.goal, "list": place.which, "status": "any", "open": place.actor_id}
    return f"{reverse('discover:candidates')}?{urlencode(query)}"


def _pages(request: HttpRequest) -> list[Hit]:
    lines = [line for section in menu.lines_for(request).values() for line in section]
    found = [Hit(line.icon, str(line.label), _("Page"), line.url) for line in lines]
    if permits.allows(request.user, "discover.see"):
        found += [
            Hit("history", _("Runs"), _("Page"), reverse("discover:runs")),
            Hit("scale", _("How far to trust the list"), _("Page"), reverse("discover:trust")),
            Hit("sprout", _("Newcomers of the week"), _("Page"), reverse("discover:newcomers")),
        ]
    return found


def _actions(user: Any) -> list[Hit]:
    offers = [
        ("discover.patrol", "binoculars", _("Walk the patrol queue"), reverse("discover:patrol")),
        ("discover.nominate", "user-plus", _("Nominate a candidate"), reverse("discover:candidates")),
        ("facts.load", "upload", _("Load an event file"), reverse("facts:file")),
        ("discover.run", "git-compare", _("Compare two runs"), reverse("discover:compare")),
    ]
    return [Hit(icon, title, _("Action"), url) for action, icon, title, url in offers if permits.allows(user, action)]
