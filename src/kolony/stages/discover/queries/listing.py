"""The rows of a list as the address asks for them: filtered, sorted, counted, a page at a time.

A list has as many rows as the community has members. All of this is written so that the index that keeps ranks unique
(`discover_rank_carries`) answers it: filters name only what that index carries, and those somebody has decided about
are taken out by rank. `order` puts what is left in order.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Q, QuerySet

from kolony.ground.facts import queries as facts
from kolony.ground.facts.models import Run, Source
from kolony.ground.guard import permits
from kolony.ground.people import queries as people
from kolony.stages.discover import rules
from kolony.stages.discover.models import Candidate, Decision
from kolony.stages.discover.queries.order import Sorted, kept_orders

NAMES_BY_ID = 500
FRESH = Q(rank__lte=rules.NEWCOMER_TOP) & (Q(rank_before=None) | Q(rank_before__gt=rules.NEWCOMER_TOP))


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

    @property
    def undecided(self) -> bool:
        """Whether those somebody has decided about are left out: the work is done."""
        return self.status in ("", "new")

    @property
    def narrow(self) -> bool:
        """Whether they leave some of the list out, but for those somebody has decided about."""
        asked = (self.kind, self.owner, self.tenure, self.topic, self.score, self.search.strip())
        return any(asked) or self.status not in ("", "any")


def visible_list(actor: Any, run: Run, filters: Filters, order: Sequence[str]) -> Sorted:
    """What a page shows, to be cut into pages."""
    permits.require(actor, "discover.see")
    whole = places_in(run, filters.goal, filters.which)
    decided = _decided(run, filters.goal, filters.which) if filters.undecided else Candidate.objects.none()
    return Sorted(
        whole,
        kept_orders(run, filters.goal, filters.which),
        order[0],
        matching=_matching(run, filters) if filters.narrow else None,
        left_out=frozenset(decided.values_list("rank", flat=True)),
    )


def visible_candidates(actor: Any, run: Run, filters: Filters) -> QuerySet[Candidate]:
    """The rows a page shows, in no order."""
    permits.require(actor, "discover.see")
    rows = _matching(run, filters)
    return rows.exclude(rank__in=_decided(run, filters.goal, filters.which)) if filters.undecided else rows


def _matching(run: Run, filters: Filters) -> QuerySet[Candidate]:
    """Numbers are asked before words: PostgreSQL asks in this order, and a hundred thousand times."""
    rows = _by_status(places_in(run, filters.goal, filters.which), run, filters)
    if filters.score:
        rows = rows.filter(score__gte=filters.score)
    if filters.tenure in rules.BANDS:
        low, high = rules.BANDS[filters.tenure]
        rows = rows.filter(tenure_days__gte=low, **({"tenure_days__lt": high} if high < math.inf else {}))
    if filters.kind:
        rows = rows.filter(kind__in=(filters.kind, "both"))
    if filters.topic:
        rows = rows.filter(topic=filters.topic)
    return _by_name(rows, run.source, filters.search)


def places_in(run: Run, goal: str, which: str) -> QuerySet[Candidate]:
    """Every row of one list, in no order."""
    return Candidate.objects.filter(run=run, goal=goal, which=which).order_by()


def _by_status(rows: QuerySet[Candidate], run: Run, filters: Filters) -> QuerySet[Candidate]:
    if filters.status in rules.VERDICTS:
        of = {"person__in": people.ids_owned_by(filters.owner)} if filters.owner else {}
        return rows.filter(rank__in=_decided(run, filters.goal, filters.which, verdict=filters.status, **of))
    return rows.filter(FRESH) if filters.status == "new" else rows


def _decided(run: Run, goal: str, which: str, **only: Any) -> QuerySet[Candidate]:
    """Ranks of those a standing decision is about: few, so PostgreSQL looks them up once and keeps them at hand."""
    standing = _standing(run).filter(**only)
    return places_in(run, goal, which).filter(actor_id__in=standing.values("actor_id")).values("rank")


def _standing(run: Run) -> QuerySet[Decision]:
    return Decision.objects.filter(source=run.source_id, undone_at=None, reopened_at=None).order_by()


def _by_name(rows: QuerySet[Candidate], source: Source, search: str) -> QuerySet[Candidate]:
    """By name, or by the very id. A few are looked up one by one, many are held against the whole list at once.

    An "or" would make PostgreSQL look a hundred thousand up instead: it is asked only where somebody has this very id.
    """
    text = search.strip()
    if not text:
        return rows
    called = facts.ids_called(source, text)
    few = list(called.values_list("actor_id", flat=True)[: NAMES_BY_ID + 1])
    if len(few) <= NAMES_BY_ID:
        return rows.filter(actor_id__in=[*few, text])
    named = Q(actor_id__in=called)
    return rows.filter(named | Q(actor_id=text) if rows.filter(actor_id=text).exists() else named)


def fresh_count(run: Run, goal: str) -> int:
    """How many nobody has decided about have entered the first places of Rising since the run before."""
    listed = places_in(run, goal, "rising")
    known = listed.filter(rank__lte=rules.KEPT_TOP, rank_before__isnull=False)
    undecided = listed.filter(FRESH).exclude(actor_id__in=_standing(run).values("actor_id"))
    return undecided.filter(Exists(known)).count()
