"""The event store: Parquet files under one folder that anyone's DuckDB can read, written all or nothing.

    root/
      events/load=<load>/source=<source>/month=<YYYY-MM>/data_0.parquet     what is published; never changed again
      events/load=<load>/load.json                                          the report of that load
      staging/<load>/                                                       a load on its way
      trash/                                                                a load on its way out
      counted/                                                              what was counted from files; may be deleted

A load is written and fsynced in `staging`, then appears by the renaming of its one folder: a reader of
`events/**/*.parquet` sees all of it or nothing, whenever the machine stops. Undo is the same rename, the other way.
Loading a day writes that day's files only; nothing that was written before is opened for writing.
"""

import fcntl
import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote
from uuid import uuid4

import ibis
from ibis.backends import BaseBackend

from kolony_engine.events.batches import EventBatch, Progress
from kolony_engine.events.engine import EngineChoice
from kolony_engine.events.errors import EngineError
from kolony_engine.events.report import LoadReport
from kolony_engine.events.source import EventSource
from kolony_engine.events.staging import Plan, Staged, Steps, no_steps, sync, write_staged
from kolony_engine.events.table import stored_table

Keep = Callable[[EventBatch], None]

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")


@dataclass(frozen=True)
class DataFile:
    """One published Parquet file. It never changes, so whatever was computed from it may be kept under its key."""

    path: Path
    load_id: str
    source: str
    month: str

    @property
    def key(self) -> str:
        """A name for what is computed from this file alone."""
        return f"{self.load_id}.{self.source}.{self.month}.{self.path.stem}"


class EventStore:
    """All events of an installation, by source.

    `steps` is told the name of every step of a load and an undo as it begins: the tests stop the machine there.
    `engine` is what events are read with where nobody brings a connection.
    """

    def __init__(self, root: Path | str, steps: Steps = no_steps, engine: EngineChoice | None = None) -> None:
        self.root = Path(root)
        self.engine = engine or EngineChoice()
        self.events_folder = self.root / "events"
        self.staging_folder = self.root / "staging"
        self.trash_folder = self.root / "trash"
        self._steps = steps

    def load(
        self,
        source: EventSource,
        load_id: str,
        name: str,
        progress: Progress | None = None,
        dry_run: bool = False,
        keep: Keep | None = None,
    ) -> LoadReport:
        """Load all of a source under the key `name`, or nothing of it.

        Events whose own id is already there are skipped and counted; rows that cannot be read are counted and handed to
        `keep`, which gets every batch (with words, members and refused rows) before anything is published. A dry run is
        the same path, and throws the result away. Refuses with E-STORE-201 (a file was loaded before), E-STORE-202 (not
        a usable id or name), E-STORE-204 (no row was acceptable), E-STORE-205 (the id is taken), and whatever reading
        refuses with.
        """
        staged = self.stage(source, load_id, name, progress, keep)
        if dry_run:
            staged.discard()
            return staged.report_of_dry_run
        return staged.publish()

    def stage(
        self,
        source: EventSource,
        load_id: str,
        name: str,
        progress: Progress | None = None,
        keep: Keep | None = None,
    ) -> Staged:
        """The first half of `load`: everything is read, checked and written, nothing is visible.

        The caller then calls `publish()` or `discard()` on what this returns; until then no other load can begin.
        """
        if not _SAFE.match(load_id):
            raise EngineError("E-STORE-202", given=load_id)
        if not name or len(name) > 64 or any(sign in name for sign in "/\\\0'") or name.startswith("."):
            raise EngineError("E-STORE-202", given=name)
        lock = self._lock()
        try:
            self._sweep()
            self._refuse_known(source, load_id, name)
            known = [file.path for file in self.data_files(name)]
            folder = self.staging_folder / load_id
            plan = Plan(load_id, name, folder, self._folder_of(load_id), known, lock, self._steps)
            return write_staged(plan, source, progress, keep)
        except BaseException:
            shutil.rmtree(self.staging_folder / load_id, ignore_errors=True)
            lock.close()
            raise

    def undo(self, load_id: str) -> LoadReport:
        """Take one load out again, exactly: afterwards the store is as if it had never been.

        Refuses with E-STORE-206 (no such load) and E-STORE-203 while later loads lean on it, because they skipped
        events that are only in this one: those are undone first.
        """
        with self._locked():
            self._sweep()
            loads = {report.load_id: report for report in self.loads()}
            if load_id not in loads:
                raise EngineError("E-STORE-206", load_id=load_id)
            leaning = [report.load_id for report in loads.values() if load_id in report.leans_on]
            if leaning:
                raise EngineError("E-STORE-203", load_id=load_id, leaning=leaning)
            grave = self.trash_folder / f"{load_id}.{uuid4().hex}"
            self.trash_folder.mkdir(parents=True, exist_ok=True)
            self._steps("undo: rename")
            self._folder_of(load_id).rename(grave)
            self._steps("undo: sync")
            sync(self.events_folder)
            self._steps("undo: delete")
            shutil.rmtree(grave)
            self._steps("undo: done")
            return loads[load_id]

    def loads(self) -> tuple[LoadReport, ...]:
        """The reports of all published loads, the oldest first."""
        found = sorted(self.events_folder.glob("load=*/load.json"), key=lambda path: (path.stat().st_mtime_ns, path))
        return tuple(LoadReport.from_json(json.loads(path.read_text("utf-8"))) for path in found)

    def data_files(self, source: str | None = None) -> tuple[DataFile, ...]:
        """The published Parquet files, of one source or of all, in a stable order."""
        files = []
        for path in sorted(self.events_folder.glob("load=*/source=*/month=*/*.parquet")):
            load_id, key, month = (unquote(part.partition("=")[2]) for part in path.parts[-4:-1])
            if source in (None, key):
                files.append(DataFile(path, load_id, key, month))
        return tuple(files)

    def events(
        self,
        source: str | None = None,
        connection: BaseBackend | None = None,
        files: Sequence[DataFile] | None = None,
    ) -> ibis.Table:
        """Events of one source or of all, as `events_table` gives them, and the column `source` besides.

        `files` are the data files somebody looked up before: the events of these, and of no load that came since.
        """
        found = self.data_files(source) if files is None else files
        return stored_table([file.path for file in found], connection or self.engine.connect())

    def counted_folder(self, source: str) -> Path:
        """Where what is counted from the files of one source may be kept; it can be deleted at any time."""
        return self.root / "counted" / hashlib.sha256(source.encode()).hexdigest()[:16]

    def _folder_of(self, load_id: str) -> Path:
        return self.events_folder / f"load={load_id}"

    def _refuse_known(self, source: EventSource, load_id: str, name: str) -> None:
        if self._folder_of(load_id).exists():
            raise EngineError("E-STORE-205", load_id=load_id)
        loaded = {
            file.sha256: (report.load_id, file.path.name)
            for report in self.loads()
            if report.name == name
            for file in report.files
        }
        for file in source.files:
            if file.sha256 in loaded and file.path not in source.beside:
                earlier, known_as = loaded[file.sha256]
                raise EngineError("E-STORE-201", file=file.path.name, load_id=earlier, known_as=known_as)

    def _lock(self):
        """The right to write, held until the returned file is closed; the system closes it for a process that dies."""
        self.root.mkdir(parents=True, exist_ok=True)
        lock = (self.root / ".lock").open("a")
        fcntl.flock(lock, fcntl.LOCK_EX)
        return lock

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._lock():
            yield

    def _sweep(self) -> None:
        """Clear away what a stopped process left behind: nobody else writes while the lock is held."""
        for folder in (self.staging_folder, self.trash_folder):
            if folder.exists():
                shutil.rmtree(folder)
        for folder in (self.events_folder, self.staging_folder):
            folder.mkdir(parents=True, exist_ok=True)
