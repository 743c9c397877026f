"""Newcomers of the week: who entered the first places of each list; for the page, the text and the weekly letter."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kolony.ground.facts.models import Run, Source
from kolony.stages.discover import list_rows, list_words, queries, rules

MONDAY_HOUR = 8


def digest_of(source: Source | None, goal: str) -> dict[str, Any]:
    """The newest run against that of a week ago; no groups where there are not two."""
    run = queries.newest_rank_run(source)
    before = queries.week_before(run) if run else None
    groups, people = [], set()
    for which in rules.LISTS if run and before else ():
        entered = queries.newcomers(run, before, goal, which)
        people.update(place.actor_id for place in entered)
        groups.append(
            {
                "which": which,
                "label": list_words.LISTS[which],
                "question": list_words.LIST_QUESTIONS[which],
                "rows": list_rows.rows(run, entered, {"goal": goal, "list": which, "source": run.source.platform}),
            }
        )
    return {
        "source": source,
        "run": run,
        "before": before,
        "day": _stood_on(run),
        "day_before": _stood_on(before),
        "goal": goal,
        "goal_words": list_words.GOALS[goal][0],
        "groups": groups,
        "top": rules.NEWCOMER_TOP,
        "count": len(people),
    }


def _stood_on(run: Run | None) -> datetime | None:
    return datetime.fromisoformat(run.parameters["as_of"]) if run else None


def last_monday(now: datetime, zone: str) -> datetime:
    """The latest Monday, eight in the morning where the house stands, that has come."""
    here = now.astimezone(ZoneInfo(zone))
    monday = (here - timedelta(days=here.weekday())).replace(hour=MONDAY_HOUR, minute=0, second=0, microsecond=0)
    return (monday if monday <= here else monday - timedelta(days=7)).astimezone(UTC)
