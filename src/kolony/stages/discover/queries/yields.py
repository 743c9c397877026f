"""What came of looking where: decisions by the list or the walk on which a member was seen, and how they do today."""

from collections.abc import Iterable
from typing import Any

from kolony.ground.facts.models import Run, Source
from kolony.ground.guard import permits
from kolony.ground.people import queries as people
from kolony.stages.discover import rules, yields
from kolony.stages.discover.models import Candidate, Decision, PatrolStop
from kolony.stages.discover.queries.runs import newest_rank_run


def visible_yields(actor: Any, source: Source) -> list[yields.Yield]:
    """A line for each place; decisions that were taken back count nowhere."""
    permits.require(actor, "discover.see")
    decided = list(Decision.objects.filter(source=source, undone_at=None).order_by("pk"))
    walked = dict(PatrolStop.objects.filter(decision__in=decided).values_list("decision", "kind"))
    kept = people.ids_present(decision.person for decision in decided if decision.person)
    places = _places(newest_rank_run(source), decided)
    return yields.yields_of(
        yields.Found(
            origin=f"patrol:{walked[one.pk]}" if one.pk in walked else f"list:{one.which}",
            verdict=one.verdict,
            kept=one.person in kept,
            place=places.get((one.goal, one.actor_id)),
        )
        for one in decided
    )


def _places(run: Run | None, decided: Iterable[Decision]) -> dict[tuple[str, str], int]:
    """Where the nominated stand in Now today, each for the goal they were nominated for."""
    wanted = [one.actor_id for one in decided if one.verdict == rules.NOMINATED]
    rows = Candidate.objects.filter(run=run, goal__in=rules.GOALS, which="now", actor_id__in=wanted).order_by()
    return {(goal, actor_id): rank for goal, actor_id, rank in rows.values_list("goal", "actor_id", "rank")}
