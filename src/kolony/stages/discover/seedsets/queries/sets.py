"""Seed sets, their steps, and the people in them."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from kolony.ground.facts import queries as facts
from kolony.ground.facts.models import Run, Source
from kolony.ground.guard import permits
from kolony.stages.discover.seedsets import rules
from kolony.stages.discover.seedsets.errors import NoSuchSet
from kolony.stages.discover.seedsets.models import SeedMember, SeedSet, Step

_WITH = ("source", "run", "run__started_by", "created_by", "team")


def visible_sets(actor: Any, source: Source | None) -> QuerySet[SeedSet]:
    """Every set that was not withdrawn, newest first."""
    permits.require(actor, "seedsets.see")
    sets = SeedSet.objects.select_related(*_WITH).filter(withdrawn_at__isnull=True)
    return sets.filter(source=source) if source else sets


def visible_set(actor: Any, set_id: Any) -> SeedSet:
    """One set, or a refusal that looks the same for none and withdrawn."""
    permits.require(actor, "seedsets.see")
    try:
        found = SeedSet.objects.select_related(*_WITH).filter(pk=set_id, withdrawn_at__isnull=True).first()
    except ValidationError:
        found = None
    if found is None:
        raise NoSuchSet(set=str(set_id))
    return found


def set_with_id(set_id: str) -> SeedSet:
    """The set a job was given."""
    return SeedSet.objects.select_related(*_WITH).get(pk=set_id)


def run_with_id(run_id: str) -> Run:
    """The look into the past a job was given."""
    return Run.objects.select_related("source").get(pk=run_id)


def comparable_sets(source: Source) -> list[SeedSet]:
    """Sets with a result, the saved ones first."""
    sets = SeedSet.objects.select_related("run").filter(source=source, withdrawn_at__isnull=True, run__state="done")
    return sorted(sets.order_by("-created_at")[:50], key=lambda one: one.saved_at is None)


def is_name_taken(source: Source, name: str, but: SeedSet) -> bool:
    saved = SeedSet.objects.filter(source=source, saved_at__isnull=False, withdrawn_at__isnull=True, name=name)
    return saved.exclude(pk=but.pk).exists()


def steps_of(seed_set: SeedSet) -> list[Step]:
    """All steps with their figures, without the people: what the curve needs."""
    return list(Step.objects.filter(seed_set=seed_set).only("seed_set_id", "number", "budget", "figures"))


def step_numbered(seed_set: SeedSet, number: int) -> Step:
    found = Step.objects.filter(seed_set=seed_set, number=number).first()
    if found is None:
        raise NoSuchSet(set=str(seed_set.pk), step=number)
    return found


def members_of(seed_set: SeedSet, numbers: Iterable[int] | None = None) -> dict[int, SeedMember]:
    """Members by number; all of them, or those asked for."""
    rows = SeedMember.objects.filter(seed_set=seed_set)
    rows = rows if numbers is None else rows.filter(number__in=set(numbers))
    return {row.number: row for row in rows}


def stances_of(seed_set: SeedSet, stance: str) -> list[str]:
    """Who had to be in ("in") or out ("out")."""
    rows = SeedMember.objects.filter(seed_set=seed_set, stance=stance).order_by("number")
    return list(rows.values_list("actor_id", flat=True))


def name_of_members(source: Source, members: Iterable[SeedMember]) -> dict[int, str]:
    """What to call each, by number; the id where nobody ever told a name."""
    rows = list(members)
    names = facts.names_of(source, [row.actor_id for row in rows])
    return {row.number: names.get(row.actor_id, row.actor_id) for row in rows}


def newest_past(source: Source) -> Run | None:
    """The newest finished look into the past."""
    return facts.newest_run(rules.PAST_RUN, source)


def running_past(source: Source) -> Run | None:
    return Run.objects.filter(kind=rules.PAST_RUN, source=source, state__in=["waiting", "running"]).first()


def past_failed_after(run: Run | None, source: Source) -> Run | None:
    """The newest look into the past, if it failed after the one that is shown."""
    newest = Run.objects.filter(kind=rules.PAST_RUN, source=source).order_by("-created_at").first()
    if newest is None or newest.state != "failed":
        return None
    return newest if run is None or newest.created_at > run.created_at else None
