"""The verbs of this room: runs (`runs`), what is decided about members (`decisions`), the day's walk (`patrol`),
the weekly letter (`digest`).

`recording` holds what a job writes down; only `finding` calls it.
"""

from kolony.stages.discover.actions.decisions import (
    Step,
    dismiss,
    dismiss_all,
    exclude,
    exclude_all,
    nominate,
    nominate_all,
    undo,
    undo_step,
)
from kolony.stages.discover.actions.digest import ask_for_digest, stop_by_token, stop_digest, write_digests
from kolony.stages.discover.actions.patrol import dismiss_stop, nominate_stop, open_patrol, put_off, undo_last
from kolony.stages.discover.actions.runs import start_backtest, start_discovery

__all__ = [
    "Step",
    "ask_for_digest",
    "dismiss",
    "dismiss_all",
    "dismiss_stop",
    "exclude",
    "exclude_all",
    "nominate",
    "nominate_all",
    "nominate_stop",
    "open_patrol",
    "put_off",
    "start_backtest",
    "start_discovery",
    "stop_by_token",
    "stop_digest",
    "undo",
    "undo_last",
    "undo_step",
    "write_digests",
]
