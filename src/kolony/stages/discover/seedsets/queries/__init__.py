"""Reads of the room: seed sets with their steps and people (`sets`), segments, who may be chosen (`pool`).

`visible_*` ask whether the reader may see; the rest are for callers who already asked.
"""

from kolony.stages.discover.seedsets.queries.pool import (
    Known,
    as_of,
    known_names,
    list_of,
    names_by_id,
    pool_of,
    suggested,
)
from kolony.stages.discover.seedsets.queries.segments import (
    open_segments,
    segment_with_id,
    visible_segment,
    visible_segments,
)
from kolony.stages.discover.seedsets.queries.sets import (
    comparable_sets,
    is_name_taken,
    members_of,
    name_of_members,
    newest_past,
    past_failed_after,
    run_with_id,
    running_past,
    set_with_id,
    stances_of,
    step_numbered,
    steps_of,
    visible_set,
    visible_sets,
)

__all__ = [
    "Known",
    "as_of",
    "comparable_sets",
    "is_name_taken",
    "known_names",
    "list_of",
    "members_of",
    "name_of_members",
    "names_by_id",
    "newest_past",
    "open_segments",
    "past_failed_after",
    "pool_of",
    "run_with_id",
    "running_past",
    "segment_with_id",
    "set_with_id",
    "stances_of",
    "step_numbered",
    "steps_of",
    "suggested",
    "visible_segment",
    "visible_segments",
    "visible_set",
    "visible_sets",
]
