"""The verbs of the room: `segments`, asking (`planning`), `keeping`, and what a job writes down (`recording`)."""

from kolony.stages.discover.seedsets.actions.keeping import record_export, save, withdraw
from kolony.stages.discover.seedsets.actions.planning import Question, ask_the_past, plan
from kolony.stages.discover.seedsets.actions.segments import change_segment, make_segment, withdraw_segment
from kolony.stages.discover.seedsets.actions.segments import record_count as record_count

__all__ = [
    "Question",
    "ask_the_past",
    "change_segment",
    "make_segment",
    "plan",
    "record_count",
    "record_export",
    "save",
    "withdraw",
    "withdraw_segment",
]
