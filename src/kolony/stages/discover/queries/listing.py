"""The rows of a list as the address asks for them: filtered, sorted, counted, a page at a time.

A list has as many rows as the community has members. All of this is written so that the index that keeps ranks unique
(`discover_rank_carries`) answers it: filters and orders name only what that index carries, those somebody has decided
about are taken out by rank, and whole rows are read for one page only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from kolony.ground.facts import queries as facts
from kolony.ground.facts.models import Run, Source
from kolony.ground.guard import permits
from kolony.ground.people import queries as people
from kolony.stages.discover import rules
from kolony.stages.discover.models import Candidate, Decision

NAMES_BY_ID = 500
TENURES = {"new": (0, 90), "settled": (90, 365), "old": (365, None)}


@dataclass(frozen=True)
class Filters:
    """What the address asks for."""

    goal: str = "activate"
    which: str = "rising"
    kind: str = ""
    status: str = ""
    owner: str = ""
    tenure: str = ""
    topic: str = ""
    score: int = 0
    search: str = ""


@dataclass(frozen=True)
class Sorted:
    """Rows of one list in an order: counted and cut by rank, read whole only for the page that is shown."""

    listed: QuerySet[Candidate]
    rows: QuerySet[Candidate]
    order: Sequence[str]

    def __len__(self) -> int:
        return self.rows.count()

    def __getitem__(self, cut: slice) -> list[Candidate]:
        order = [_nothing_last(name) for name in (*self.order, "rank")]
        ranks = list(self.rows.order_by(*order).values_list("rank", flat=True)[cut])
        whole = {row.rank: row for row in self.listed.filter(rank__in=ranks).defer("points")}
        return [whole[rank] for rank in ranks]


def _nothing_last(name: str) -> Any:
    """A value nobody knows stands at the end, whichever way the column is turned."""
    field = name.removeprefix("-")
    if name == field or not Candidate._meta.get_field(field).null:
        return name
    return F(field).desc(nulls_last=True)


def visible_list(actor: Any, run: Run, filters: Filters, order: Sequence[str]) -> Sorted:
    """What a page shows, to be cut into pages."""
    rows = visible_candidates(actor, run, filters)
    return Sorted(_listed(run, filters.goal, filters.which), rows, order)


def visible_candidates(actor: Any, run: Run, filters: Filters) -> QuerySet[Candidate]:
    """The rows a page shows. Without a status, those somebody has decided about are left out: the work is done."""
    permits.require(actor, "discover.see")
    rows = _by_status(_listed(run, filters.goal, filters.which), run, filters)
    if filters.kind:
        rows = rows.filter(kind__in=(filters.kind, "both"))
    if filters.score:
        rows = rows.filter(score__gte=filters.score)
    if filters.topic:
        rows = rows.filter(topic=filters.topic)
    if filters.tenure in TENURES:
        low, high = TENURES[filters.tenure]
        rows = rows.filter(tenure_days__gte=low, **({"tenure_days__lt": high} if high else {}))
    return _by_name(rows, run.source, filters.search)


def _listed(run: Run, goal: str, which: str) -> QuerySet[Candidate]:
    return Candidate.objects.filter(run=run, goal=goal, which=which).order_by()


def _by_status(rows: QuerySet[Candidate], run: Run, filters: Filters) -> QuerySet[Candidate]:
    if filters.status == "any":
        return rows
    if filters.status in rules.VERDICTS:
        of = {"person__in": people.ids_owned_by(filters.owner)} if filters.owner else {}
        return rows.filter(rank__in=_decided(run, filters.goal, filters.which, verdict=filters.status, **of))
    if filters.status == "new":
        rows = rows.filter(_fresh())
    return rows.exclude(rank__in=_decided(run, filters.goal, filters.which))


def _fresh() -> Q:
    """Among the first places now, and not among them in the run before."""
    return Q(rank__lte=rules.NEWCOMER_TOP) & (Q(rank_before=None) | Q(rank_before__gt=rules.NEWCOMER_TOP))


def _decided(run: Run, goal: str, which: str, **only: Any) -> QuerySet[Candidate]:
    """Ranks of those a standing decision is about: few, so PostgreSQL looks them up once and keeps them at hand."""
    standing = Decision.objects.filter(source=run.source, undone_at=None, reopened_at=None, **only)
    return _listed(run, goal, which).filter(actor_id__in=standing.order_by().values("actor_id")).values("rank")


def _by_name(rows: QuerySet[Candidate], source: Source, search: str) -> QuerySet[Candidate]:
    """By name, or by the very id. A few are looked up one by one; of many, the list is gone through once."""
    text = search.strip()
    if not text:
        return rows
    called = facts.ids_called(source, text)
    few = list(called.values_list("actor_id", flat=True)[: NAMES_BY_ID + 1])
    if len(few) <= NAMES_BY_ID:
        return rows.filter(actor_id__in=[*few, text])
    return rows.filter(Q(actor_id__in=called) | Q(actor_id=text))


def fresh_count(run: Run, goal: str) -> int:
    """How many nobody has decided about have entered the first places of Rising since the run before."""
    undecided = ~Q(rank__in=_decided(run, goal, "rising"))
    counted = (
        _listed(run, goal, "rising")
        .filter(rank__lte=rules.KEPT_TOP)
        .aggregate(known=Count("rank_before"), fresh=Count("pk", filter=_fresh() & undecided))
    )
    return counted["fresh"] if counted["known"] else 0
