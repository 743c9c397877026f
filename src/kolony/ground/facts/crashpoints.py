"""Named places where a test may kill the process, so that 'all or nothing' is shown and not hoped for.

Without the variable `CRASH_AT` in the environment `reach` does nothing. With it, the process dies by SIGKILL at the
named place, as hard as a power switch from the process's point of view: no `finally`, no `atexit`, no rollback sent.
"""

import os
import signal

NAMES = (
    "load.before_store",
    "load.batch",
    "load.published",
    "load.recorded",
    "load.committed",
    "undo.before_store",
    "undo.store_done",
    "undo.rows_deleted",
    "undo.committed",
)


def reach(name: str) -> None:
    """Die here if the environment says so: `CRASH_AT=load.published`."""
    if os.environ.get("CRASH_AT") == name:
        os.kill(os.getpid(), signal.SIGKILL)
