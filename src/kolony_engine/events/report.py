"""What a load did, in figures: the same report for a dry run, a load, and `kolony facts check`."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kolony_engine.events.arrays import texts
from kolony_engine.events.batches import EventBatch, SourceFile
from kolony_engine.events.contract import VERBS


@dataclass(frozen=True)
class LoadReport:
    """The figures of one load. `rows` = `accepted` + `refused` + `duplicates`.

    `flagged` counts what is legal but worth telling: `day_only`, `no_actor` (the giver or doer is unknown), `no_target`
    (the owner is unknown), `unknown_verb`, `decimal_id` (12.0 was read as 12). `leans_on` says which earlier loads hold
    the events that were skipped as duplicates.
    """

    load_id: str
    name: str
    rows: int
    accepted: int
    refused: int
    duplicates: int
    flagged: Mapping[str, int]
    verbs: Mapping[str, int]
    refused_by_code: Mapping[str, int]
    first_ts: datetime | None
    last_ts: datetime | None
    files: tuple[SourceFile, ...]
    words: int = 0
    members: int = 0
    leans_on: Mapping[str, int] = field(default_factory=dict)
    dry_run: bool = False

    def as_json(self) -> dict[str, Any]:
        """Plain values, as they are written beside the events."""
        plain = asdict(self)
        plain["first_ts"] = self.first_ts and self.first_ts.isoformat()
        plain["last_ts"] = self.last_ts and self.last_ts.isoformat()
        plain["files"] = [{**file, "path": str(file["path"])} for file in plain["files"]]
        return plain

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "LoadReport":
        """The report read back."""
        files = tuple(SourceFile(Path(file["path"]), file["size"], file["sha256"]) for file in plain["files"])
        times = {name: plain[name] and datetime.fromisoformat(plain[name]) for name in ("first_ts", "last_ts")}
        return cls(**{**plain, **times, "files": files})


@dataclass
class Tally:
    """Counts batches as they pass."""

    refused: int = 0
    words: int = 0
    members: int = 0
    flags: Counter[str] = field(default_factory=Counter)
    verbs: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    accepted: int = 0
    first: datetime | None = None
    last: datetime | None = None

    def count(self, batch: EventBatch) -> None:
        """Add one batch."""
        self.refused += len(batch.refused)
        self.codes.update(row.code for row in batch.refused)
        self.flags.update(batch.flags)
        self.words += batch.words.num_rows
        self.members += batch.members.num_rows
        self.count_events(batch.events)

    def count_events(self, events: pa.Table) -> None:
        """Add accepted events: verbs, time span, and what is worth telling."""
        self.accepted += events.num_rows
        if not events.num_rows:
            return
        self.flags.update(flags_of(events))
        for entry in pc.value_counts(events["verb"].combine_chunks()).to_pylist():
            self.verbs[entry["values"]] += entry["counts"]
        span = pc.min_max(events["ts"]).as_py()
        self.first = min(filter(None, (self.first, span["min"].astimezone(UTC))))
        self.last = max(filter(None, (self.last, span["max"].astimezone(UTC))))

    def report(self, load_id: str, name: str, files: tuple[SourceFile, ...], **more: Any) -> LoadReport:
        """The report, for files read without a store: nothing is a duplicate."""
        figures = {
            "rows": self.accepted + self.refused,
            "accepted": self.accepted,
            "refused": self.refused,
            "duplicates": 0,
            "flagged": dict(sorted(self.flags.items())),
            "verbs": dict(self.verbs.most_common()),
            "refused_by_code": dict(self.codes.most_common()),
            "first_ts": self.first,
            "last_ts": self.last,
            "words": self.words,
            "members": self.members,
        }
        return LoadReport(load_id=load_id, name=name, files=files, **{**figures, **more})


_DIRECTED = texts(verb.name for verb in VERBS.values() if verb.kind in ("recognition", "interaction"))
_KNOWN = texts(VERBS)


def flags_of(events: pa.Table) -> dict[str, int]:
    """What is legal but worth telling, counted: days without a time, missing givers and owners, unknown verbs."""
    to_somebody = pc.is_in(events["verb"], _DIRECTED)
    counts = {
        "day_only": pc.sum(events["day_only"]),
        "no_actor": pc.sum(pc.is_null(events["actor_id"])),
        "no_target": pc.sum(pc.and_(to_somebody, pc.is_null(events["target_user_id"]))),
        "unknown_verb": pc.sum(pc.invert(pc.is_in(events["verb"], _KNOWN))),
    }
    return {name: count.as_py() for name, count in counts.items() if count.as_py()}
