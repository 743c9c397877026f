"""The day's walk: opened once a day, every stop nominated, dismissed or put off with one key, and undone with one."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from kolony.ground.facts.models import Source
from kolony.ground.guard import audit, permits
from kolony.stages.discover import queries, rules
from kolony.stages.discover.actions.decisions import Place, dismiss, exclude, nominate, undo
from kolony.stages.discover.errors import AlreadyDecided, CannotUndo
from kolony.stages.discover.models import Decision, Patrol, PatrolStop

PATROL_GOAL = "activate"


@transaction.atomic
def open_patrol(*, actor: Any, source: Source, day: date, now: datetime) -> Patrol | None:
    """Today's walk through a community, made at the first look; None while there is no finished run."""
    permits.require(actor, "discover.patrol")
    found = queries.patrol_of(source, day)
    if found:
        return found
    Source.objects.select_for_update().get(pk=source.pk)
    found, run = queries.patrol_of(source, day), queries.newest_rank_run(source)
    if found or run is None:
        return found
    seed = rules.day_seed(day, str(source.pk))
    patrol = Patrol.objects.create(source=source, run=run, day=day, seed=seed, created_at=now)
    sample = rules.days_sample(
        queries.top_of(run, PATROL_GOAL, "rising", rules.CARDS_PER_LIST),
        queries.unexplored_in(run),
        queries.left_over_before(source, day),
        settled=queries.settled_members(source),
        seed=seed,
    )
    PatrolStop.objects.bulk_create(
        PatrolStop(patrol=patrol, position=position, actor_id=actor_id, kind=kind)
        for position, (actor_id, kind) in enumerate(sample, start=1)
    )
    return patrol


@transaction.atomic
def nominate_stop(*, actor: Any, stop: PatrolStop, now: datetime) -> PatrolStop:
    """n: make a person of them, move on."""
    permits.require(actor, "discover.patrol")
    decision = nominate(actor=actor, place=_place(stop), actor_id=stop.actor_id, now=now)
    return _move(actor, stop, rules.NOMINATED, now, decision)


@transaction.atomic
def dismiss_stop(*, actor: Any, stop: PatrolStop, reason: str, for_good: bool = False, now: datetime) -> PatrolStop:
    """d: not this one, and why; move on. For good: whatever they do, until it is taken back."""
    permits.require(actor, "discover.patrol")
    refuse = exclude if for_good else dismiss
    decision = refuse(actor=actor, place=_place(stop), actor_id=stop.actor_id, reason=reason, now=now)
    return _move(actor, stop, rules.DISMISSED, now, decision)


@transaction.atomic
def put_off(*, actor: Any, stop: PatrolStop, now: datetime) -> PatrolStop:
    """l: later. They stand first in the next day's walk."""
    permits.require(actor, "discover.patrol")
    return _move(actor, stop, rules.LATER, now)


@transaction.atomic
def undo_last(*, actor: Any, patrol: Patrol, now: datetime) -> PatrolStop:
    """z: take back what this operator did last on this walk."""
    permits.require(actor, "discover.patrol")
    stop = queries.last_moved_stop(patrol, actor)
    if stop is None:
        raise CannotUndo(verdict="")
    if stop.decision:
        undo(actor=actor, decision=stop.decision, now=now)
    before = stop.state
    PatrolStop.objects.filter(pk=stop.pk, state=before).update(
        state=rules.WAITING, decision=None, moved_by=None, moved_at=None
    )
    audit.record(
        actor=actor, kind="discover.patrol_undone", subject=stop, changes={"state": [before, rules.WAITING]}, now=now
    )
    stop.refresh_from_db()
    return stop


def _place(stop: PatrolStop) -> Place:
    run = stop.patrol.run or queries.newest_rank_run(stop.patrol.source)
    found = queries.first_place(run, PATROL_GOAL, stop.actor_id)
    return Place(run, PATROL_GOAL, found.which if found else "rising")


def _move(actor: Any, stop: PatrolStop, state: str, now: datetime, decision: Decision | None = None) -> PatrolStop:
    moved = PatrolStop.objects.filter(pk=stop.pk, state=rules.WAITING).update(
        state=state, decision=decision, moved_by=actor if actor.pk else None, moved_at=now
    )
    stop.refresh_from_db()
    if moved != 1 and stop.state != state:
        raise AlreadyDecided(verdict=stop.state)
    if moved:
        changes = {"state": [rules.WAITING, state]}
        audit.record(actor=actor, kind="discover.patrol_moved", subject=stop, changes=changes, now=now)
    return stop
