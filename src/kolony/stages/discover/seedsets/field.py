"""The ground a set is chosen on: who can move whom, and who is wanted. Imported by the tasks alone, it is heavy."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from kolony.stages.discover.seedsets import rules
from kolony.stages.discover.seedsets.errors import NobodyToReach
from kolony_engine.diffusion import Graph, TieQuery, paced, read_ties
from kolony_engine.measures.around.audience import audience, interested
from kolony_engine.measures.doors.arrow import numbers

Conditions = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Field:
    """A community's graph and the weights of those wanted.

    weights     of everybody wanted who can be reached at all, by id
    wanted      how many are wanted, and `weight` what they weigh, reachable or not
    people      what is known of everybody who was ever seen
    """

    graph: Graph
    days: float
    half_life_days: float
    weights: Mapping[str, float]
    wanted: int
    weight: float
    people: Mapping[str, rules.Seen]

    @cached_property
    def targets(self) -> Mapping[str, float]:
        """What the engine is told: nothing where everybody in the graph weighs the same, which is quicker."""
        alike = len(self.weights) == self.graph.nodes and set(self.weights.values()) == {1.0}
        return {} if alike else self.weights

    @property
    def everybody(self) -> int:
        return len(self.people)

    @cached_property
    def circles(self) -> dict[str, int]:
        """On how many people each member has an influence at all: those who reacted to them in the window."""
        return dict(zip(self.graph.ids.tolist(), self.graph.out_degree.tolist(), strict=True))


def lie_of_the_land(events: Any, as_of: datetime, days: float | None, wanted: Sequence[tuple[float, Conditions]]):
    """Read ties and audience. Raises NobodyToReach where no one who is wanted ever reacted to anybody."""
    query = paced(events, TieQuery(as_of, days=days))
    graph = read_ties(events, query)
    people = _people(events, as_of)
    weights = rules.weights_of([(weight, members_of(events, as_of, query, people, it)) for weight, it in wanted])
    inside = set(graph.ids.tolist())
    reachable = {member: weight for member, weight in sorted(weights.items()) if member in inside}
    if not reachable:
        raise NobodyToReach(wanted=len(weights))
    return Field(graph, query.days, query.half_life_days, reachable, len(weights), sum(weights.values()), people)


def counted(events: Any, as_of: datetime, conditions: Conditions) -> tuple[int, int]:
    """How many members a segment has, and of how many."""
    people = _people(events, as_of)
    return len(members_of(events, as_of, paced(events, TieQuery(as_of)), people, conditions)), len(people)


def members_of(
    events: Any, as_of: datetime, query: TieQuery, people: Mapping[str, rules.Seen], conditions: Conditions
) -> Iterable[str]:
    """Ids of everybody who meets all conditions."""
    found = {member for member, seen in people.items() if rules.is_wanted(seen, conditions)}
    for one in conditions:
        if one["kind"] in ("topic", "topic_lately"):
            days = query.days if one["kind"] == "topic_lately" else None
            found &= set(interested(events, as_of, [one["value"]], days)["actor_id"].to_pylist())
    return found


def _people(events: Any, as_of: datetime) -> dict[str, rules.Seen]:
    table = audience(events, as_of)
    columns = (numbers(table, name).tolist() for name in ("tenure_days", "recency_days", "bought"))
    ids = table["actor_id"].to_pylist()
    return {member: rules.Seen(*seen) for member, *seen in zip(ids, *columns, strict=True)}
