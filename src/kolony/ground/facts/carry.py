"""Carrying files into the house and out again: across the Parquet store and PostgreSQL, all or nothing.

The order that makes it so: words, names and refused rows are written in one open PostgreSQL transaction while the
store writes its files aside; the store publishes its manifest; then the transaction commits, with the state `loaded`.
A process killed before the publishing leaves nothing anywhere. Killed between publishing and commit, PostgreSQL has
rolled back and the load still says `loading`: `settle` takes the store's half out again. An undo goes the other way
round (store first, rows after), and `settle` finishes it.

Imported by tasks and the command line only.
"""

import json
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction

from kolony.ground.facts import keeping, queries, rules
from kolony.ground.facts.actions import outcomes
from kolony.ground.facts.crashpoints import reach
from kolony.ground.facts.errors import LoadInterrupted, NoRoom, StoreBusy
from kolony.ground.facts.looking import NOTHING_SAID, Said, look_into, open_load
from kolony.ground.facts.models import Load
from kolony.ground.facts.room import room_needed
from kolony.ground.facts.store import held, open_store
from kolony.ground.frame import jobs
from kolony.ground.frame.jobs import rules as job_rules
from kolony.ground.kit.errors import KolonyError
from kolony.ground.people.pinyin import typed_as
from kolony_engine.events import EngineError


class Steps(Protocol):
    """Where the work tells how far it is: a job on the page, a line on the terminal, or nobody."""

    def step(self, number: int, of: int, name: str) -> None: ...

    def advance(self, done: int, total: int) -> None: ...


class Silent:
    """Nobody is watching."""

    def step(self, number: int, of: int, name: str) -> None:
        """Said to nobody."""

    def advance(self, done: int, total: int) -> None:
        """Said to nobody."""


class DryRunOver(Exception):
    """Rolls the transaction of a dry run back, carrying what it counted."""


def look(load_id, *, said: Said = NOTHING_SAID, now: datetime) -> Load:
    """Read the first rows and keep what they show; an unreadable file is told beside it, not thrown away."""
    load = queries.load_called(load_id)
    try:
        found = look_into(load, said)
    except EngineError as refusal:
        outcomes.record_look_failed(load=load, code=refusal.code, values=_plain(refusal.values))
        return load
    return outcomes.record_look(
        load=load, kind=found.pop("kind"), mapping=found.pop("mapping"), mappings=found.pop("mappings"),
        outlook=found, now=now,
    )  # fmt: skip


def dry_run(load_id, *, steps: Steps, now: datetime) -> Load:
    """The real load, rolled back: everything is read and written, counted, and nothing is kept."""
    load = queries.load_called(load_id)
    if not rules.may(load.state, "dry_run"):
        return load
    with _spool() as spool, held():
        try:
            with room_needed(), transaction.atomic():
                report = _into_store(load, spool, steps, dry=True)
                raise DryRunOver
        except DryRunOver:
            return outcomes.record_dry_run(load=load, report=report, refused=_spooled(spool), now=now)
        except (EngineError, NoRoom) as refusal:
            return outcomes.record_failed(load=load, code=refusal.code, values=_plain(refusal.values), now=now)


def load(load_id, *, steps: Steps, now: datetime) -> Load:
    """Load for good. Called for a load that is not `loading` it changes nothing."""
    load = queries.load_called(load_id)
    if load.state != rules.LOADING:
        return load
    with _spool() as spool, held():
        try:
            with room_needed():
                _load_all(load, spool, steps, now)
        except jobs.Cancelled:
            _out_of_store(load)
            outcomes.record_cancelled(load=queries.load_called(load_id), now=now)
            raise
        except (EngineError, KolonyError) as refusal:
            return _took_back(load, refusal.code, _plain(refusal.values), now)
    reach("load.committed")
    if load.ours:
        keeping.forget(Path(load.folder), settings.KOLONY_UPLOADS)
    return load


def undo(load_id, *, now: datetime) -> Load:
    """Take a load out: first from the store, then its words, names and refused rows. Called twice, it is out once."""
    load = queries.load_called(load_id)
    if load.state != rules.UNDOING:
        return load
    with held():
        try:
            _take_out(load, now)
        except EngineError as refusal:
            return outcomes.record_undo_refused(load=load, code=refusal.code, values=_plain(refusal.values), now=now)
    reach("undo.committed")
    return load


def settle(*, now: datetime) -> list[Load]:
    """Put right what killed workers left: a half load is taken out, a half undo is finished. Says what it settled.

    Does nothing while a living process holds the store.
    """
    try:
        with held(wait=False):
            return [_settle_one(load, now) for load in queries.unsettled_loads() if not _is_at_work(load)]
    except StoreBusy:
        return []


def _load_all(load: Load, spool, steps: Steps, now: datetime) -> None:
    _out_of_store(load)  # what an earlier, killed try of this very load may have left
    reach("load.before_store")
    with transaction.atomic():
        report = _into_store(load, spool, steps, dry=False)
        reach("load.published")
        outcomes.record_loaded(load=load, report=report, refused=_spooled(spool), now=now)
        reach("load.recorded")


def _into_store(load: Load, spool, steps: Steps, *, dry: bool) -> dict[str, Any]:
    def keep(batch) -> None:
        outcomes.keep_words(load=load, rows=_words_rows(batch.words))
        outcomes.keep_members(load=load, rows=_member_rows(batch.members))
        spool.writelines(json.dumps(_refused_row(row), ensure_ascii=False) + "\n" for row in batch.refused)
        reach("load.batch")

    report = open_store().load(
        open_load(load), str(load.pk), load.source.platform, progress=steps.advance, dry_run=dry, keep=keep
    )
    return _plain(report.as_json())


def _took_back(load: Load, code: str, values: dict[str, Any], now: datetime) -> Load:
    _out_of_store(load)
    return outcomes.record_failed(load=queries.load_called(load.pk), code=code, values=values, now=now)


def _take_out(load: Load, now: datetime) -> Load:
    reach("undo.before_store")
    _out_of_store(load)
    reach("undo.store_done")
    with transaction.atomic():
        outcomes.record_undone(load=load, now=now)
        reach("undo.rows_deleted")
    return load


def _out_of_store(load: Load) -> None:
    """The store's half is gone after this, whether it was there or not."""
    store = open_store()
    if any(report.load_id == str(load.pk) for report in store.loads()):
        store.undo(str(load.pk))


def _settle_one(load: Load, now: datetime) -> Load:
    if load.state == rules.UNDOING:
        return _take_out(load, now)
    return _took_back(load, LoadInterrupted.code, {}, now)


def _is_at_work(load: Load) -> bool:
    return load.job is not None and jobs.job_for(load.job).state in job_rules.OPEN


def _spool():
    return tempfile.TemporaryFile("w+", encoding="utf-8")


def _spooled(spool) -> Iterator[dict[str, Any]]:
    spool.seek(0)
    return (json.loads(line) for line in spool)


def _words_rows(table) -> Iterator[dict[str, Any]]:
    for row in table.to_pylist():
        yield {
            "object_id": row["object_id"], "author_id": row["author_id"] or "", "ts": row["ts"],
            "kind": row["kind"] or "", "topic_id": row["topic_id"] or "", "title": row["title"] or "",
            "text": row["text"] or "", "url": (row["url"] or "")[:1000],
        }  # fmt: skip


def _member_rows(table) -> Iterator[dict[str, Any]]:
    for row in table.to_pylist():
        name = (row["name"] or "")[:300]
        yield {"actor_id": row["actor_id"], "name": name, "spelled": typed_as(name), "joined_at": row["joined_at"]}


def _refused_row(refused) -> dict[str, Any]:
    return {
        "file": refused.file[:200], "line": refused.line, "column": refused.column[:200],
        "code": refused.code, "value": refused.value[:300],
    }  # fmt: skip


def _plain(values: Any) -> Any:
    """The same as JSON can hold it: times as text, tuples as lists."""
    return json.loads(json.dumps(values, default=_as_text))


def _as_text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
