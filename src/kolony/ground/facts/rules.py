"""What a load and a run may do in each state. Pure: no database, no clock.

Two tables per machine: the moves that exist, and what each state allows the reader to ask for. A load is
*registered* (bytes kept, hash known), *mapped* (columns agreed), *dry run* (counted, nothing kept), *loading*,
*loaded*. `loading` and `undoing` are the two states a killed worker can leave behind; the recovery sweep settles them.
"""

from collections.abc import Iterable
from pathlib import PurePosixPath

REGISTERED, MAPPED, DRY_RUN = "registered", "mapped", "dry_run"
LOADING, LOADED, FAILED = "loading", "loaded", "failed"
UNDOING, UNDONE, DISCARDED = "undoing", "undone", "discarded"

LOAD_STATES = (REGISTERED, MAPPED, DRY_RUN, LOADING, LOADED, FAILED, UNDOING, UNDONE, DISCARDED)

LOAD_MOVES = {
    REGISTERED: {MAPPED, FAILED, DISCARDED},
    MAPPED: {MAPPED, DRY_RUN, LOADING, FAILED, DISCARDED},
    DRY_RUN: {MAPPED, DRY_RUN, LOADING, FAILED, DISCARDED},
    LOADING: {LOADED, FAILED, MAPPED},
    LOADED: {UNDOING},
    FAILED: {MAPPED, LOADING, DISCARDED},
    UNDOING: {UNDONE, LOADED},
    UNDONE: set(),
    DISCARDED: set(),
}

LOAD_MAY = {
    REGISTERED: {"map", "discard"},
    MAPPED: {"map", "dry_run", "load", "discard"},
    DRY_RUN: {"map", "dry_run", "load", "discard"},
    LOADING: {"cancel"},
    LOADED: {"undo"},
    FAILED: {"map", "load", "discard"},
    UNDOING: set(),
    UNDONE: set(),
    DISCARDED: set(),
}

UNSETTLED = (LOADING, UNDOING)
"""States in which a job is at work; without a living job they are the trace of a killed worker."""

CLAIMS_ITS_FILES = tuple(state for state in LOAD_STATES if state not in {UNDONE, DISCARDED})
"""While a load is in one of these, the same file cannot be registered a second time."""

WAITING, RUNNING, DONE, RUN_FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
RUN_STATES = (WAITING, RUNNING, DONE, RUN_FAILED, CANCELLED)
RUN_MOVES = {
    WAITING: {RUNNING, RUN_FAILED, CANCELLED},
    RUNNING: {DONE, RUN_FAILED, CANCELLED},
    DONE: set(),
    RUN_FAILED: set(),
    CANCELLED: set(),
}

WIZARD_STEPS = ("file", "columns", "match", "dry_run", "load")
STEP_OF_STATE = {
    REGISTERED: "columns",
    MAPPED: "match",
    DRY_RUN: "dry_run",
    LOADING: "load",
    LOADED: "load",
    FAILED: "dry_run",
    UNDOING: "load",
    UNDONE: "load",
    DISCARDED: "file",
}

RECOGNITION_LENGTH = 300
PRESETS = {
    "stackexchange": {"upvote": 10.0, "accepted": 15.0, "downvote": -2.0},
    "discourse": {"likes_total": 1.0, "like": 1.0, "accepted": 5.0},
    "mentions": {"mention": 1.0, "quote": 1.0},
}
ENCODINGS = ("utf-8", "gb18030", "utf-16")
DUMP_KINDS = ("stackexchange", "discourse")
"""Exports whose columns and verbs are known: nothing to map, and their files belong together."""

REQUIRED_COLUMNS = ("ts", "actor_id", "verb")
EVENT_COLUMNS = (
    "ts", "actor_id", "verb", "object_id", "target_user_id", "topic_id", "value",
    "event_id", "channel", "currency", "title", "text", "url", "tags",
)  # fmt: skip


def may_move(before: str, after: str) -> bool:
    """Whether a load may go from one state to another."""
    return after in LOAD_MOVES[before]


def may(state: str, wish: str) -> bool:
    """Whether a load in this state can be mapped, dry run, loaded, cancelled, undone or discarded."""
    return wish in LOAD_MAY[state]


def run_states_that_may_become(after: str) -> tuple[str, ...]:
    """The states of a run that a guarded UPDATE accepts as the one before."""
    return tuple(before for before in RUN_STATES if after in RUN_MOVES[before])


def missing_columns(mapping: dict[str, str]) -> tuple[str, ...]:
    """Contract columns a table of events cannot do without and that no header is mapped to.

    `mapping` goes from the file's header to the contract column.
    """
    found = set(mapping.values())
    return tuple(column for column in REQUIRED_COLUMNS if column not in found)


def doubled_columns(mapping: dict[str, str]) -> tuple[str, ...]:
    """Contract columns that two headers claim at once: we do not guess which one is meant."""
    seen: set[str] = set()
    twice: list[str] = []
    for column in mapping.values():
        if column and column in seen and column not in twice:
            twice.append(column)
        seen.add(column)
    return tuple(twice)


def fingerprint_lines(files: Iterable[tuple[str, str]]) -> str:
    """The canonical text a load is recognised by: one `sha256  name-free` line per file, order-free."""
    return "\n".join(sorted(digest for _name, digest in files))


def safe_name(name: str) -> str:
    """A file name without its folders, as shown to people; the stored name is made by us."""
    last = PurePosixPath(name.replace("\\", "/")).name[:200]
    return "file" if last in ("", ".", "..") else last


def read_weights(text: str) -> dict[str, float] | None:
    """`like=1,accepted=5` as weights, or nothing if it cannot be read so.

    >>> read_weights("like=1, accepted=5")
    {'like': 1.0, 'accepted': 5.0}
    """
    weights: dict[str, float] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        verb, _sign, number = (piece.strip() for piece in part.partition("="))
        if not verb or verb in weights or not _is_decimal(number):
            return None
        weights[verb] = float(number)
    return weights or None


def recognition_of(text: str) -> str | None:
    """What counts as recognition as it is kept: a preset's name or weights; nothing if it can be read as neither."""
    wanted = text.strip()
    if wanted.casefold() in PRESETS:
        return wanted.casefold()
    return wanted if len(wanted) <= RECOGNITION_LENGTH and read_weights(wanted) else None


def weights_of(recognition: str) -> dict[str, float]:
    """What counts as recognition, by verb: of a preset, or of weights as they were written."""
    return PRESETS.get(recognition) or read_weights(recognition) or {}


def _is_decimal(number: str) -> bool:
    whole, _point, rest = number.removeprefix("-").partition(".")
    return bool(whole) and (whole + rest).isascii() and (whole + rest).isdigit()
