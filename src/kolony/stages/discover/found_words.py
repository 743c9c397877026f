"""A member who was found by a question, as every list of answers names them: who it is, where they stand, what was
decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from kolony.ground.facts.models import Run, Source
from kolony.ground.frame import drawing, figures
from kolony.stages.discover import list_words, queries, rules
from kolony.stages.discover.models import Candidate, Decision


@dataclass(frozen=True)
class Member:
    """ "" where there is nothing to say: some stand in no list, and of most nothing was decided."""

    name: str
    hue: str
    initials: str
    kind: str
    place: str
    which_words: str
    open_url: str
    decided: str
    nominated: bool


def members(run: Run, goal: str, ids: Sequence[str], names: Mapping[str, str]) -> dict[str, Member]:
    """By id, with two look-ups however many they are."""
    places = queries.best_places(run, goal, ids)
    decisions = queries.standing_decisions(run.source, ids)
    return {one: _member(names.get(one, one), places.get(one), decisions.get(one), run.source) for one in ids}


def _member(name: str, place: Candidate | None, decision: Decision | None, source: Source) -> Member:
    return Member(
        name=name,
        hue=str(drawing.hue_of(name)),
        initials=drawing.initials(name),
        kind=str(list_words.KINDS[place.kind]) if place else "",
        place=figures.number(place.rank) if place else "",
        which_words=str(list_words.LISTS[place.which]) if place else "",
        open_url=_open_url(place, source) if place else "",
        decided=str(list_words.VERDICTS[decision.verdict]) if decision else "",
        nominated=decision is not None and decision.verdict == rules.NOMINATED,
    )


def _open_url(place: Candidate, source: Source) -> str:
    """Where the card of a member is open beside the list in which they stand highest."""
    asked = {"goal": place.goal, "list": place.which, "status": "any", "source": source.platform}
    return f"{reverse('discover:candidates')}?{urlencode(asked | {'open': place.actor_id})}"
