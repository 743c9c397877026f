"""What the dossier shows from here: why this person, and where they stand in the lists now."""

from typing import Any

from kolony.ground.facts import queries as facts
from kolony.ground.guard import permits
from kolony.ground.people import queries as people
from kolony.ground.people.models import Person
from kolony.stages.discover import list_words, queries, showing


def panel_for(person: Person, viewer: Any) -> dict[str, Any] | None:
    """The panel's variables, or None for somebody no list of ours knows."""
    if not permits.allows(viewer, "discover.see"):
        return None
    for handle in people.handles_of(people.family(person)):
        source = facts.source_of_platform(handle.platform)
        run = queries.newest_rank_run(source) if source else None
        shown = _shown(run, handle.external_id, person.purpose or "activate") if run else None
        if shown:
            return shown
    return None


def _shown(run: Any, actor_id: str, goal: str) -> dict[str, Any] | None:
    place = queries.first_place(run, goal, actor_id)
    if place is None:
        return None
    decision = queries.standing_decision(run.source, actor_id)
    return {
        "discover_card": showing.card(run, place),
        "discover_run": run,
        "discover_goal": list_words.GOALS[goal][0],
        "discover_list": list_words.LISTS[place.which],
        "discover_then": decision.snapshot if decision else None,
        "discover_then_at": decision.decided_at if decision else None,
    }
