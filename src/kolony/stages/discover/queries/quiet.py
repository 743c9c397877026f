"""Which of the people we know have gone quiet where they were found, measured by their own rhythm."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kolony.ground.facts import queries as facts
from kolony.ground.facts.models import Run
from kolony.stages.discover import rules
from kolony.stages.discover.models import Decision


@dataclass(frozen=True)
class Quiet:
    """Somebody nominated who has not been seen for so many days, who usually comes every so many."""

    person: UUID
    days: float
    usual: float
    seen_at: datetime


def quiet_among(run: Run, person_ids: Iterable[UUID]) -> list[Quiet]:
    """Those of the people whom this run saw fall silent, the most unlike themselves first."""
    standing = Decision.objects.filter(
        source=run.source, person__in=list(person_ids), verdict=rules.NOMINATED, undone_at=None
    ).order_by()
    persons = dict(standing.values_list("actor_id", "person"))
    as_of = datetime.fromisoformat(run.parameters["as_of"])
    found = []
    for actor_id, measures in facts.measures_in(run, persons).items():
        days, usual = (measures.get(name, {}).get("value") or 0.0 for name in ("recency_days", "cadence_days"))
        if rules.is_quiet(days, usual):
            found.append(Quiet(persons[actor_id], days, usual, as_of - timedelta(days=days)))
    return sorted(found, key=lambda one: (-one.days / one.usual, one.person))
