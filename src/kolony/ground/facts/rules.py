"""What a load and a run may do in each state. Pure: no database, no clock.

Two tables per machine: the moves that exist, and what each state allows the reader to ask for. A load is
*registered* (bytes kept, hash known), *mapped* (columns agreed), *dry run* (counted, nothing kept), *loading*,
*loaded*. `loading` and `undoing` are the two states a killed worker can leave behind; the recovery sweep settles them.
"""

import re
from collections.abc import Iterable
from hashlib import sha256
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

MEMBER_NAME = "name"
"""The column that makes a file one of members: it says who is who, and holds no events."""
MEMBER_COLUMNS = ("actor_id", MEMBER_NAME, "joined_at")
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
    needed = ("actor_id",) if names_members(mapping) else REQUIRED_COLUMNS
    return tuple(column for column in needed if column not in found)


def names_members(mapping: dict[str, str]) -> bool:
    """Whether a file so mapped says who the members are."""
    return MEMBER_NAME in mapping.values()


def is_mixed(mapping: dict[str, str]) -> bool:
    """Whether a file so mapped is to hold events and say who is who at once, which cannot be."""
    return names_members(mapping) and not set(mapping.values()) <= set(MEMBER_COLUMNS)


def shared(each: dict[str, dict[str, str]]) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """The mapping of all files where it is one, else nothing and those of the single ones.

    >>> shared({"a.csv": {"when": "ts"}, "b.csv": {"when": "ts"}})
    ({'when': 'ts'}, {})
    """
    alike = list(each.values())
    if not alike or all(mapping == alike[0] for mapping in alike):
        return (alike[0] if alike else {}), {}
    return {}, each


def headers_key(headers: Iterable[str]) -> str:
    """What a row of headers is recognised by when it comes again, in whatever order."""
    return sha256("\n".join(sorted(headers)).encode()).hexdigest()


def called(path: str) -> str:
    """A file's name without its ending, dates and numbers: what stays the same from month to month.

    >>> called("2026/likes_2026-10.csv.gz"), called("点赞（3）.csv")
    ('likes', '点赞')
    """
    stem = PurePosixPath(path).name.split(".")[0]
    return " ".join(re.findall(r"[^\W\d_]+", stem)).casefold()


TABLES = (".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".parquet", ".xlsx")
KNOWN_TABLES = ("words", "members", "user archive")
"""Tables that exports bring beside their events, and the archive a forum hands out: they are known by their names."""


def are_tables(paths: Iterable[str]) -> bool:
    """Whether these files are tables that stand for themselves, each with columns of its own.

    >>> are_tables(["Posts.CSV", "likes-2026.csv.gz"]), are_tables(["events.csv", "words.csv"]), are_tables(["a.xml"])
    (True, False, False)
    """
    return all(_is_table(path.casefold()) for path in paths)


def _is_table(path: str) -> bool:
    return called(path) not in KNOWN_TABLES and not set(TABLES).isdisjoint(PurePosixPath(path).suffixes)


ACTS = {
    "like": "likes like 点赞 赞", "comment": "comments comment 评论", "reply": "replies reply 回复 回帖",
    "answer": "answers answer 回答", "question": "questions question 提问 问题", "topic": "topics threads 主题 发帖",
    "follow": "follows follow followers 关注", "view": "views view 浏览 阅读", "share": "shares reposts 分享 转发",
    "favorite": "favorites favourites bookmarks 收藏", "buy": "orders purchases order 订单 购买",
    "join": "joins signups 注册",
}  # fmt: skip


def act_of(path: str) -> str:
    """The one act that a file's name says all its rows are, or nothing: `likes-2026-10.csv` holds likes."""
    words = set(called(path).split())
    return next((act for act, names in ACTS.items() if words & set(names.split())), "")


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
