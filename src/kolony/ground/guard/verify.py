"""Reads the audit chain and says whether anybody touched it. On purpose without Django and without the room's code:
what checks the chain must not share the mistakes of what writes it.

    with psycopg.connect(dsn) as connection:
        verdict = check(connection)
    verdict.whole, verdict.count, verdict.head, verdict.problems
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

REPEATED = ("at", "actor_id", "actor_role", "kind", "subject_type", "subject_id", "reason")
COLUMNS = ("sequence", *REPEATED, "body", "previous", "hash")
SELECT = """
SELECT sequence, at, actor_id, actor_role, kind, subject_type, subject_id, reason, body, previous, hash
FROM guard_auditentry ORDER BY sequence
"""
START = "0" * 64
ENOUGH = 100


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: with which row, and what."""

    sequence: int
    what: str


@dataclass
class Verdict:
    """What the reader found. `head` is worth writing down outside: `12345:9f2c…`."""

    count: int = 0
    head: str = f"0:{START}"
    problems: list[Problem] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not self.problems


def verify(entries: Iterable[Mapping[str, Any]], stored_head: str = "", known_head: str = "") -> Verdict:
    """Walk the rows in order. `stored_head` is the head kept in the database, `known_head` one written down outside."""
    verdict, previous, expected, known = Verdict(), START, 1, known_head == ""
    for entry in entries:
        verdict.problems += _wrong_with(entry, expected, previous)
        verdict.count += 1
        previous, expected = entry["hash"], entry["sequence"] + 1
        verdict.head = f"{entry['sequence']}:{entry['hash']}"
        known = known or verdict.head == known_head
        if len(verdict.problems) >= ENOUGH:
            return verdict
    if stored_head and stored_head != verdict.head:
        verdict.problems.append(Problem(expected, "the chain does not end where its head says"))
    if not known:
        verdict.problems.append(Problem(0, f"the head {known_head} that was written down outside is not in it"))
    return verdict


def check(connection: Any, known_head: str = "") -> Verdict:
    """Verify the chain of a database, as it stands at one moment, while others go on writing."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return verify(rows(connection), head(connection), known_head)


def hash_of(previous: str, sequence: int, body: str) -> str:
    """SHA-256 over the previous hash, the number and the body."""
    return hashlib.sha256(f"{previous} {sequence} {body}".encode()).hexdigest()


def rows(connection: Any) -> Iterator[Mapping[str, Any]]:
    """All entries in order, a thousand at a time."""
    with connection.cursor(name="kolony_audit") as cursor:
        cursor.itersize = 1000
        cursor.execute(SELECT)
        for row in cursor:
            yield dict(zip(COLUMNS, row, strict=True))


def head(connection: Any) -> str:
    """The head as the database keeps it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequence, hash FROM guard_audithead")
        found = cursor.fetchall()
    return f"{found[0][0]}:{found[0][1]}" if found else f"0:{START}"


def _wrong_with(entry: Mapping[str, Any], expected: int, previous: str) -> list[Problem]:
    number, wrong = entry["sequence"], []
    if number != expected:
        wrong.append(f"rows {expected} to {number - 1} are missing")
    if entry["previous"] != previous:
        wrong.append("it does not follow the row before it")
    if entry["hash"] != hash_of(entry["previous"], number, entry["body"]):
        wrong.append("its content does not fit its hash")
    wrong += [f"column {name} does not agree with the body" for name in _disagreeing(entry)]
    return [Problem(number, what) for what in wrong]


def _disagreeing(entry: Mapping[str, Any]) -> list[str]:
    try:
        told = json.loads(entry["body"])
    except ValueError:
        return ["body"]
    return [name for name in REPEATED if _plain(entry[name]) != told.get(name)]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if value is not None else None
