"""Who may be chosen and who may not, from what the list, the decisions and the dossiers know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kolony.ground.facts import queries as facts
from kolony.ground.facts.models import Run, Source
from kolony.ground.people import queries as people
from kolony.stages.discover import queries as discover
from kolony.stages.discover import rules as discover_rules
from kolony.stages.discover.models import Candidate
from kolony.stages.discover.seedsets import rules
from kolony.stages.discover.seedsets.models import SeedSet
from kolony.stages.discover.seedsets.queries.sets import stances_of

MEANT = 40


@dataclass(frozen=True)
class Known:
    """What is known before the graph is read.

    places   {id: (place on the list Now, kind)} of everybody on the list of candidates
    open     who may be chosen, as far as the house knows
    barred   {id: reason}
    others   how many more may not, by reason, of whom no list is kept
    fees     {id: minor units} told by dossiers in the currency of the set
    must     who has to be in
    groups   {id: group} where a set may hold but so many of one: the topic somebody is at home in, or the kind
    """

    places: Mapping[str, tuple[int, str]]
    open: frozenset[str]
    barred: Mapping[str, str]
    others: Mapping[str, int]
    fees: Mapping[str, int]
    must: list[str]
    groups: Mapping[str, str]


def as_of(source: Source, now: datetime) -> datetime:
    """Up to when the community is known: the midnight after its newest event, never later than now."""
    return discover_rules.default_as_of(facts.newest_event(source), now)


def list_of(source: Source) -> Run | None:
    """The list of candidates a new set is chosen from."""
    return discover.newest_rank_run(source)


def pool_of(seed_set: SeedSet) -> Known:
    """Read when the job runs; what came of it is written down with the set."""
    asked, source = seed_set.run.parameters, seed_set.source
    run = discover.run_with_id(asked["rank_run"])
    places = _places(run, asked["purpose"])
    decided = {member: one.verdict for member, one in discover.standing_decisions(source, places).items()}
    must, out = stances_of(seed_set, "in"), stances_of(seed_set, "out")
    barred = {member: verdict for member, verdict in decided.items() if verdict in ("dismissed", "excluded")}
    barred |= people.not_to_be_asked(source.platform) | dict.fromkeys(out, "by_hand")
    wanted = _of_pool(asked["pool"], run, asked["purpose"], places, decided) | set(must)
    fees = people.fees_for_handles(source.platform, wanted)
    return Known(
        places=places,
        open=frozenset(wanted - barred.keys()),
        barred=barred,
        others={},
        fees={member: fee.minor for member, fee in fees.items() if fee.currency == asked["currency"]},
        must=[member for member in must if member not in barred],
        groups=_groups(run, asked, places) if asked["one_topic"] else {},
    )


def _of_pool(pool: str, run: Run, purpose: str, places: Mapping[str, Any], decided: Mapping[str, str]) -> set[str]:
    if pool == "nominated":
        return {member for member, verdict in decided.items() if verdict == "nominated"}
    if pool == "top":
        lists = (discover.top_of(run, purpose, which, rules.TOP_POOL) for which in discover_rules.LISTS)
        return {member for names in lists for member in names}
    return set(places)


def _places(run: Run, purpose: str) -> dict[str, tuple[int, str]]:
    rows = Candidate.objects.filter(run=run, goal=purpose, which="now").order_by()
    return {member: (rank, kind) for member, rank, kind in rows.values_list("actor_id", "rank", "kind")}


def _groups(run: Run, asked: Mapping[str, Any], places: Mapping[str, tuple[int, str]]) -> dict[str, str]:
    """By what a set is kept mixed, as far as the list tells it; how long somebody is here, only the events tell."""
    spread = asked.get("spread", "topic")
    if spread == "kind":
        return {member: kind for member, (_place, kind) in places.items()}
    if spread == "tenure":
        return {}
    rows = Candidate.objects.filter(run=run, goal=asked["purpose"]).exclude(topic="").order_by()
    return dict(rows.values_list("actor_id", "topic"))


def known_names(source: Source, text: str) -> list[tuple[str, str]]:
    """The member whose id it is, else those called exactly so: [(id, name)]. Who has no name has an id all the same."""
    found = [(one.actor_id, one.name) for one in facts.find_members(text, source=source, limit=20)]
    if any(member == text for member, _name in found) or _is_listed(list_of(source), text):
        return list(names_by_id(source, [text]).items())
    return list(dict.fromkeys((member, name) for member, name in found if name == text))


def _is_listed(run: Run | None, member: str) -> bool:
    return bool(run and discover.best_places(run, "activate", [member]))


@dataclass(frozen=True)
class Suggestion:
    """Somebody who may be meant. No place: not on the list Now."""

    member: str
    name: str
    place: int | None
    kind: str


def suggested(source: Source, purpose: str, text: str, limit: int) -> list[Suggestion]:
    """Members who may be meant by what was typed so far, the highest placed first; of nothing, the first of Now."""
    run = list_of(source)
    if run is None:
        return []
    members = _meant(run, purpose, text) if text else discover.top_of(run, purpose, "now", limit)
    names = names_by_id(source, members)
    rows = Candidate.objects.filter(run=run, goal=purpose, which="now", actor_id__in=members)
    places = {member: (rank, kind) for member, rank, kind in rows.values_list("actor_id", "rank", "kind")}
    found = [Suggestion(member, names[member], *places.get(member, (None, ""))) for member in members]
    return sorted(found, key=lambda one: (one.place is None, one.place))[:limit]


def _meant(run: Run, purpose: str, text: str) -> list[str]:
    """Whose id it is and who is called like it; where nobody is (a community without names), whose id begins so."""
    called = [one.actor_id for one in facts.find_members(text, source=run.source, limit=MEANT)]
    found = list(dict.fromkeys([text, *called] if _is_listed(run, text) else called))
    begins = Candidate.objects.filter(run=run, goal=purpose, which="now", actor_id__startswith=text).order_by("rank")
    return found or list(begins.values_list("actor_id", flat=True)[:MEANT])


def names_by_id(source: Source, members: Iterable[str]) -> dict[str, str]:
    """What to call each; the id where nobody ever told a name."""
    asked = list(members)
    names = facts.names_of(source, asked)
    return {member: names.get(member, member) for member in asked}
