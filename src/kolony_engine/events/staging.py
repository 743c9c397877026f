"""A load on its way: read into a spool, freed of what is known, cut by month, fsynced, and only then renamed."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kolony_engine.events.arrays import flags
from kolony_engine.events.batches import EventBatch, Progress
from kolony_engine.events.contract import EVENT_SCHEMA
from kolony_engine.events.errors import EngineError
from kolony_engine.events.report import LoadReport, Tally
from kolony_engine.events.source import EventSource

Steps = Callable[[str], None]

SPOOL_SCHEMA = EVENT_SCHEMA.append(pa.field("own_id", pa.bool_(), nullable=False))
MEMORY_FLOOR = 128 << 20
MEMORY_CEILING = 2 << 30
"""What cutting a load into months may take, by the size of the load; beyond that the disk is used."""


def no_steps(name: str) -> None:
    """Nobody listens."""


def sync(path: Path) -> None:
    """Make a file or a folder's entries survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@dataclass
class Staged:
    """A load that is complete on disk and visible to nobody."""

    report: LoadReport
    folder: Path
    target: Path
    lock: IO[str]
    steps: Steps

    @property
    def report_of_dry_run(self) -> LoadReport:
        """The same figures, marked as a dry run's."""
        return replace(self.report, dry_run=True)

    def publish(self) -> LoadReport:
        """Make the load visible, at one moment; refuses with E-STORE-204 if there is nothing to publish."""
        if not (self.report.accepted or self.report.duplicates):
            self.discard()
            raise EngineError(
                "E-STORE-204", refused=self.report.refused, refused_by_code=dict(self.report.refused_by_code)
            )
        self.steps("publish: rename")
        self.folder.rename(self.target)
        self.steps("publish: sync")
        sync(self.target.parent)
        self.lock.close()
        self.steps("publish: done")
        return self.report

    def discard(self) -> None:
        """Leave no trace."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.lock.close()


@dataclass(frozen=True)
class Plan:
    """Where a load goes: its id and source key, its folder on the way and at the end, and what is already there."""

    load_id: str
    name: str
    folder: Path
    target: Path
    known: list[Path]
    lock: IO[str]
    steps: Steps


def write_staged(
    plan: Plan, source: EventSource, progress: Progress | None, keep: Callable[[EventBatch], None] | None
) -> Staged:
    """Read, check and write a load into the staging folder."""
    plan.folder.mkdir(parents=True)
    spool = plan.folder / "spool.parquet"
    plan.steps("stage: spool")
    tally = _spooled(source, spool, progress, keep)
    plan.steps("stage: cut")
    cutting = _Cutting(spool, plan.folder, plan.name, plan.known)
    figures = cutting.figures()
    cutting.write()
    plan.steps("stage: drop the spool")
    spool.unlink()
    report = tally.report(plan.load_id, plan.name, source.files, **figures)
    plan.steps("stage: report")
    (plan.folder / "load.json").write_text(json.dumps(report.as_json(), ensure_ascii=False, indent=1), "utf-8")
    plan.steps("stage: sync")
    for path in sorted(plan.folder.rglob("*"), reverse=True):
        sync(path)
    sync(plan.folder)
    return Staged(report, plan.folder, plan.target, plan.lock, plan.steps)


def _spooled(
    source: EventSource, spool: Path, progress: Progress | None, keep: Callable[[EventBatch], None] | None
) -> Tally:
    """Read everything once, into one file beside the others; memory holds one batch."""
    tally = Tally()
    with pq.ParquetWriter(spool, SPOOL_SCHEMA, compression="zstd", compression_level=1) as writer:
        for batch in source.read(progress):
            tally.count(batch)
            own = flags(np.full(batch.events.num_rows, batch.own_ids))
            writer.write_table(batch.events.append_column(SPOOL_SCHEMA.field("own_id"), own))
            if keep:
                keep(batch)
    return tally


class _Cutting:
    """The spool against what is already stored: which rows are new, and where they go."""

    def __init__(self, spool: Path, folder: Path, name: str, known: list[Path]) -> None:
        self.folder = folder
        self.name = name
        self.known = [str(path) for path in known]
        memory = min(MEMORY_FLOOR + 2 * spool.stat().st_size, MEMORY_CEILING)
        self.connection = duckdb.connect(config={"memory_limit": f"{memory}B", "threads": 2})
        self.scratch = folder.with_suffix(".scratch")
        self.connection.execute("SET temp_directory = $folder", {"folder": str(self.scratch)}).fetchall()
        relation = self.connection.read_parquet(str(spool), file_row_number=True)
        relation.create_view("spool")
        self.leans_on = self._find_skipped()

    def _run(self, query: str, **values: object) -> list[tuple]:
        return self.connection.execute(query, values or None).fetchall()

    def _find_skipped(self) -> dict[str, int]:
        """Note the rows whose own id came before: within this load, or in the store; returns how many in which load."""
        self._run("CREATE TEMP TABLE skipped (row BIGINT, load VARCHAR)")
        if not self._run("SELECT 1 FROM spool WHERE own_id LIMIT 1"):
            return {}
        if self.known:
            self._run(
                """INSERT INTO skipped SELECT spool.file_row_number, any_value(stored.load)
                   FROM spool JOIN read_parquet($known, hive_partitioning=true, hive_types_autocast=false) AS stored
                   USING (event_id) WHERE own_id GROUP BY spool.file_row_number""",
                known=self.known,
            )
        self._run(
            """INSERT INTO skipped SELECT file_row_number, NULL FROM spool
               SEMI JOIN (SELECT event_id FROM spool WHERE own_id GROUP BY event_id HAVING count(*) > 1)
               USING (event_id)
               WHERE own_id AND file_row_number NOT IN (SELECT row FROM skipped)
               QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY file_row_number) > 1"""
        )
        return dict(self._run("SELECT load, count(*) FROM skipped WHERE load IS NOT NULL GROUP BY load ORDER BY load"))

    def figures(self) -> dict[str, object]:
        """What the report must say differently because of the rows that are skipped; nothing if there are none."""
        duplicates = self._run("SELECT count(*) FROM skipped")[0][0]
        if not duplicates:
            return {}
        tally = Tally()
        fresh = self.connection.sql("SELECT * FROM spool ANTI JOIN skipped ON file_row_number = row")
        for batch in fresh.to_arrow_reader(50_000):
            tally.count_events(pa.Table.from_batches([batch]))
        total = self._run("SELECT count(*) FROM spool")[0][0]
        fresh_report = tally.report("", "", ())
        return {
            "accepted": total - duplicates,
            "duplicates": duplicates,
            "leans_on": self.leans_on,
            "flagged": fresh_report.flagged,
            "verbs": fresh_report.verbs,
            "first_ts": fresh_report.first_ts,
            "last_ts": fresh_report.last_ts,
        }

    def write(self) -> None:
        """Write the new rows in files by source and month, in order of time."""
        columns = ", ".join(EVENT_SCHEMA.names)
        query = " ".join(
            [
                "COPY (SELECT",
                columns,
                ", $name AS source, strftime(make_timestamp(epoch_us(ts)), '%Y-%m') AS month",
                "FROM spool ANTI JOIN skipped ON file_row_number = row ORDER BY month, ts, file_row_number) TO",
                "'" + str(self.folder).replace("'", "''") + "'",
                "(FORMAT parquet, COMPRESSION zstd, PARTITION_BY (source, month), OVERWRITE_OR_IGNORE true)",
            ]
        )
        self._run(query, name=self.name)
        self.connection.close()
        shutil.rmtree(self.scratch, ignore_errors=True)
