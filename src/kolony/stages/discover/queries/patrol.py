"""The day's walk: which stop is next, how far it is, what was left over."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from kolony.ground.facts.models import Source
from kolony.ground.guard import permits
from kolony.stages.discover import rules
from kolony.stages.discover.errors import NoSuchCandidate
from kolony.stages.discover.models import Patrol, PatrolStop


@dataclass(frozen=True)
class Progress:
    """How far a day's walk is."""

    total: int = 0
    waiting: int = 0
    nominated: int = 0
    dismissed: int = 0
    later: int = 0

    @property
    def done(self) -> int:
        return self.total - self.waiting

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.total) if self.total else 0


def patrol_of(source: Source, day: date) -> Patrol | None:
    return Patrol.objects.select_related("source", "run__source").filter(source=source, day=day).first()


def progress_of(patrol: Patrol | None) -> Progress:
    if patrol is None:
        return Progress()
    counted = dict(patrol.stops.values_list("state").annotate(stops=Count("id")).order_by())
    return Progress(total=sum(counted.values()), **{state: counted.get(state, 0) for state in rules.PATROL_STATES})


def _stops() -> QuerySet[PatrolStop]:
    return PatrolStop.objects.select_related("patrol__source", "patrol__run__source", "decision")


def waiting_stop(patrol: Patrol) -> PatrolStop | None:
    """The next member to look at."""
    return _stops().filter(patrol=patrol, state=rules.WAITING).order_by("position").first()


def stop_with_id(stop_id: int) -> PatrolStop:
    found = _stops().filter(pk=stop_id).first()
    if found is None:
        raise NoSuchCandidate(stop=str(stop_id))
    return found


def last_moved_stop(patrol: Patrol, actor: Any) -> PatrolStop | None:
    """What this operator did last on this walk."""
    return _stops().filter(patrol=patrol, moved_by=actor).order_by("-moved_at", "-id").first()


def left_over_before(source: Source, day: date) -> list[str]:
    """Members put off on the newest earlier walk."""
    earlier = Patrol.objects.filter(source=source, day__lt=day).first()
    if earlier is None:
        return []
    put_off = earlier.stops.filter(state=rules.LATER).order_by("position")
    return list(put_off.values_list("actor_id", flat=True))


def waiting_for(user: Any) -> int | None:
    """The number beside Discover in the menu: stops of the newest walks that still wait."""
    if not permits.allows(user, "discover.patrol"):
        return None
    newest = Patrol.objects.order_by("source_id", "-day").distinct("source_id").values("pk")
    return PatrolStop.objects.filter(patrol__in=newest, state=rules.WAITING).count()
