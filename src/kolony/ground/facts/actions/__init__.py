"""The verbs of this room: files in (`loads`), sources (`sources`), runs of the engine (`runs`).

`outcomes` holds what a job writes down when its work succeeded or failed; only `carry` calls it.
"""

from kolony.ground.facts.actions.loads import (
    choose_sheet,
    discard_load,
    map_columns,
    register_load,
    request_dry_run,
    request_undo,
    retry_look,
    start_load,
)
from kolony.ground.facts.actions.runs import fail_run, finish_run, open_run, record_measures, start_run
from kolony.ground.facts.actions.sources import ensure_source, rename_source, set_recognition
from kolony.ground.facts.actions.taking import take_archive, take_from_server

__all__ = [
    "choose_sheet",
    "discard_load",
    "ensure_source",
    "fail_run",
    "finish_run",
    "map_columns",
    "open_run",
    "record_measures",
    "register_load",
    "rename_source",
    "request_dry_run",
    "request_undo",
    "retry_look",
    "set_recognition",
    "start_load",
    "start_run",
    "take_archive",
    "take_from_server",
]
