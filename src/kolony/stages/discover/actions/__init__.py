"""The verbs of this room: runs (`runs`), what is decided about members (`decisions`), the day's walk (`patrol`).

`recording` holds what a job writes down; only `finding` calls it.
"""

from kolony.stages.discover.actions.decisions import dismiss, dismiss_all, nominate, nominate_all, undo
from kolony.stages.discover.actions.patrol import dismiss_stop, nominate_stop, open_patrol, put_off, undo_last
from kolony.stages.discover.actions.runs import start_backtest, start_discovery

__all__ = [
    "dismiss",
    "dismiss_all",
    "dismiss_stop",
    "nominate",
    "nominate_all",
    "nominate_stop",
    "open_patrol",
    "put_off",
    "start_backtest",
    "start_discovery",
    "undo",
    "undo_last",
]
