"""A source of events: one or more files, recognised by themselves, read batch by batch."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kolony_engine.events.batches import EventBatch, Layout, Preview, Progress, SourceFile
from kolony_engine.events.errors import EngineError
from kolony_engine.events.reading.agreed import Agreed
from kolony_engine.events.reading.companions import Companion, companions, members_file
from kolony_engine.events.reading.flat.tables import Options, TableReader
from kolony_engine.events.reading.meaning import headers
from kolony_engine.events.reading.meaning.cells import Shaper
from kolony_engine.events.reading.meaning.times import LATEST
from kolony_engine.events.reading.raw.streams import fingerprint
from kolony_engine.events.reading.recognise import flat_files, kind_of
from kolony_engine.events.reading.registry import EXPORTS, reader_for

MANY = 50_000
HOPELESS = 0.8
"""So many refused rows, and such a share of all, mean that a file is not what it was taken for."""

Paths = str | Path | Iterable[str | Path]


def open_events(
    paths: Paths,
    *,
    mapping: Mapping[str, str] | None = None,
    mappings: Mapping[str | Path, Mapping[str, str]] | None = None,
    encoding: str | None = None,
    time_zone: str = "UTC",
    sheet: str | None = None,
    until: datetime | None = None,
) -> "EventSource":
    """Open files or folders of events, whatever they are: CSV, TSV, JSON, Parquet, Excel, exports.

    Nothing is read yet but the beginnings. `mapping` says which header is which column of the contract, where the
    proposal is not wanted; a header that begins with "=" is a value for every row: `{"=buy": "verb"}`, and if no other
    is given, the proposal stands for the rest. Of several files each takes those pairs whose header it has. `mappings`
    says it for single files by their path: one mapped to the contract's `name` tells who the members are, one with an
    empty mapping is left out. `encoding` is for text that is neither marked, nor UTF-8, nor GB18030. `time_zone` is
    where times without a zone were taken, `sheet` the sheet of a workbook. What happened at `until` or later is
    refused: it cannot have happened yet.

    Of a folder that is no known export, those flat files are read whose headers have a time and a verb; if some have
    columns named exactly so, only those. Files named `words` and `members` with the contract's headers come along.

        source = open_events("votes.csv", mapping={"when": "ts", "who": "actor_id", "=upvote": "verb"})
        for batch in source.read():
            print(batch.events.num_rows, batch.refused)
    """
    found = [Path(path) for path in ([paths] if isinstance(paths, str | Path) else paths)]
    latest = round(until.timestamp() * 1_000_000) if until else LATEST
    options = Options(encoding=encoding, zone=_zone(time_zone), sheet=sheet, until=latest)
    agreed = Agreed.of(mapping, mappings, found)
    parts = _with_names(tuple(part for path in found for part in _parts(path, agreed, options)), agreed, options)
    agreed.check_used(
        {part.path.name: part.reader.headers for part in parts if isinstance(part, TablePart | Companion)}
    )
    if all(isinstance(part, Companion) for part in parts):
        raise EngineError("E-READ-103", paths=[str(path) for path in found])
    return EventSource(parts)


def _zone(name: str) -> tzinfo:
    if name.upper() == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise EngineError("E-READ-115", given=name) from None


def _parts(path: Path, agreed: Agreed, options: Options) -> Iterator["Part"]:
    if agreed.leaves_out(path):
        return
    kind = kind_of(path)
    if kind in EXPORTS:
        yield ExportPart(kind, reader_for(kind)(path, options))
    elif kind == "folder":
        beside = [companion for companion in companions(path, options) if companion.path not in agreed.single]
        taken = {companion.path for companion in beside}
        files = [file for file in flat_files(path) if file not in taken]
        yield from _folder_parts(files, agreed, options)
        yield from (companion for companion in beside if not agreed.leaves_out(companion.path))
    else:
        yield _table_part(path, kind, agreed, options)


def _folder_parts(files: list[Path], agreed: Agreed, options: Options) -> Iterator["Part"]:
    """Those files of a folder that are agreed on; without any agreement those that are fit."""
    chosen = [file for file in files if file in agreed.single and not agreed.leaves_out(file)]
    if agreed.single:
        yield from (_table_part(file, kind_of(file), agreed, options) for file in chosen)
        return
    yield from _event_parts([_opened_quietly(file, agreed, options) for file in files])


def _table_part(path: Path, kind: str, agreed: Agreed, options: Options) -> "TablePart | Companion":
    if agreed.names_members(path):
        return members_file(path, kind, options, agreed.single[path])
    return TablePart.opened(path, kind, agreed, options)


def _opened_quietly(file: Path, agreed: Agreed, options: Options) -> "TablePart | None":
    """A file that merely lies in the folder: what it is not fit for is no error."""
    try:
        return TablePart.opened(file, kind_of(file), agreed, options)
    except EngineError:
        return None


def _with_names(parts: tuple["Part", ...], agreed: Agreed, options: Options) -> tuple["Part", ...]:
    """Of several files, one that has no verb but says who is who is taken for the members of the others."""
    told = tuple(_as_members(part, agreed, options) or part for part in parts)
    return parts if all(isinstance(part, Companion) for part in told) else told


def _as_members(part: "Part", agreed: Agreed, options: Options) -> Companion | None:
    if not isinstance(part, TablePart) or "verb" not in part.missing or part.path in agreed.single:
        return None
    proposed = headers.proposed_members(part.reader.headers)
    return members_file(part.path, part.kind, options, proposed) if proposed else None


def _event_parts(parts: list["TablePart | None"]) -> list["TablePart"]:
    """Those that hold events; a list of posts beside an event file is not a second copy of the events."""
    fit = [part for part in parts if part and not part.missing]
    exact = [part for part in fit if set(headers.NEEDED) <= set(part.reader.headers)]
    return exact or fit


@dataclass(frozen=True)
class TablePart:
    """One flat file with its reader and its mapping."""

    path: Path
    kind: str
    reader: TableReader
    mapping: dict[str, str]
    zone: tzinfo
    until: int

    @classmethod
    def opened(cls, path: Path, kind: str, agreed: Agreed, options: Options) -> "TablePart":
        reader = reader_for(kind)(path, options)
        return cls(path, reader.kind, reader, agreed.mapping_of(path, reader.headers), options.zone, options.until)

    @property
    def missing(self) -> tuple[str, ...]:
        return headers.missing(self.mapping)

    @property
    def paths(self) -> tuple[Path, ...]:
        return (self.path,)

    def batches(self, files: Mapping[Path, SourceFile]) -> Iterator[tuple[EventBatch, int]]:
        """Batches by the mapping, each with the bytes of this file read so far; ids name the file by its SHA-256."""
        if self.missing:
            raise EngineError(
                "E-READ-116", file=self.path.name, missing=list(self.missing), headers=list(self.reader.headers)
            )
        shaper = Shaper(self.path.name, self.mapping, files[self.path].sha256[:12], self.zone, self.until)
        wanted = tuple(header for header in self.mapping if not header.startswith(headers.CONSTANT))
        for raw in self.reader.rows(wanted):
            batch = shaper.shape(raw.columns, raw.lines)
            refused = tuple(sorted((*raw.refused, *batch.refused), key=lambda row: row.line))
            yield replace(batch, refused=refused), raw.position


@dataclass(frozen=True)
class ExportPart:
    """An export in a documented format, which needs no mapping."""

    kind: str
    reader: object
    mapping = {}
    missing = ()

    @property
    def paths(self) -> tuple[Path, ...]:
        return self.reader.paths

    def batches(self, files: Mapping[Path, SourceFile]) -> Iterator[tuple[EventBatch, int]]:
        return self.reader.batches()


Part = TablePart | ExportPart | Companion


class EventSource:
    """Events about to be read. What a person decides on (kind, mapping, preview) is known before the first batch."""

    def __init__(self, parts: tuple["Part", ...]) -> None:
        self.parts = parts

    @property
    def kind(self) -> str:
        """csv, tsv, jsonl, parquet, excel, stackexchange, discourse; "mixed" if the files differ."""
        kinds = {part.kind for part in self.parts}
        return kinds.pop() if len(kinds) == 1 else "mixed"

    @cached_property
    def files(self) -> tuple[SourceFile, ...]:
        """Every file with its size and SHA-256."""
        return tuple(fingerprint(path) for part in self.parts for path in part.paths)

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers of the flat files, each once."""
        tables = [part.reader.headers for part in self.parts if isinstance(part, TablePart)]
        return tuple(dict.fromkeys(header for names in tables for header in names))

    @property
    def mapping(self) -> dict[str, str]:
        """Header to contract column, proposed or given."""
        return {header: column for part in reversed(self.parts) for header, column in part.mapping.items()}

    @property
    def missing(self) -> tuple[str, ...]:
        """The needed columns that some file has no header for."""
        return tuple(dict.fromkeys(column for part in self.parts for column in part.missing))

    @property
    def beside(self) -> frozenset[Path]:
        """The files that bring no events, only words or members: they may come with several loads unchanged."""
        return frozenset(part.path for part in self.parts if isinstance(part, Companion))

    @property
    def layouts(self) -> tuple[Layout, ...]:
        """Every flat file with its headers and what they are taken for."""
        return tuple(
            Layout(part.path, tuple(part.reader.headers), dict(part.mapping), part.missing, _held(part))
            for part in self.parts
            if isinstance(part, TablePart | Companion)
        )

    @property
    def encoding(self) -> str | None:
        """The encoding of the first text file."""
        return next(iter(self._facts("encoding")), None)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets of a single workbook, the one that is read first; of anything else none."""
        alone = self.parts[0] if len(self.parts) == 1 else None
        return getattr(alone.reader, "sheets", ()) if isinstance(alone, TablePart) else ()

    def _facts(self, name: str) -> list[str]:
        facts = [getattr(part.reader, name, None) for part in self.parts]
        return [fact for fact in facts if fact]

    def preview(self, n: int = 20) -> Preview:
        """The first `n` rows as they stand in the first file; of an export, the first events."""
        part = self.parts[0]
        shown = part.reader.headers if isinstance(part, TablePart) else ()
        rows = _first_rows(part, shown, n) if shown else ()
        if isinstance(part, ExportPart):
            shown, rows = _first_events(part, n)
        delimiter = next(iter(self._facts("delimiter")), None)
        return Preview(self.kind, tuple(shown), rows, self.mapping, self.missing, self.encoding, delimiter)

    def first_rows(self, path: Path, n: int = 20) -> tuple[tuple[str, ...], ...]:
        """The first `n` rows of one flat file as they stand in it."""
        part = next(part for part in self.parts if path in part.paths)
        return _first_rows(part, tuple(part.reader.headers), n)

    def read(self, progress: Progress | None = None) -> Iterator[EventBatch]:
        """All events, batch by batch, file by file, with what was refused on the way.

        Refuses with E-READ-116 when a needed column has no header, and with E-READ-117 when hardly any row of many can
        be read, for then it is another kind of file. Reading twice gives the same batches.
        """
        files = {file.path: file for file in self.files}
        total = sum(file.size for file in self.files)
        done = 0
        for part in self.parts:
            rows = refused = 0
            for batch, position in part.batches(files):
                refused += len(batch.refused)
                rows += len(batch.refused) + batch.events.num_rows
                if refused > MANY and refused > HOPELESS * rows:
                    raise EngineError("E-READ-117", file=part.paths[0].name, refused=refused, rows=rows)
                yield batch
                if progress:
                    progress(min(done + position, total), total)
            done += sum(files[path].size for path in part.paths)
        if progress:
            progress(total, total)


def _held(part: "TablePart | Companion") -> str:
    return part.name if isinstance(part, Companion) else "events"


def _first_rows(part: "TablePart | Companion", shown: tuple[str, ...], n: int) -> tuple[tuple[str, ...], ...]:
    rows: list[tuple[str, ...]] = []
    for raw in part.reader.rows(shown):
        columns = [raw.columns[header].slice(0, n).to_pylist() for header in shown]
        rows += [tuple("" if cell is None else str(cell) for cell in row) for row in zip(*columns, strict=True)]
        if len(rows) >= n:
            break
    return tuple(rows[:n])


def _first_events(part: ExportPart, n: int) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    names = ("ts", "actor_id", "verb", "object_id", "target_user_id", "topic_id", "value")
    batches = (batch.events.select(names).slice(0, n).to_pylist() for batch, _ in part.reader.batches())
    events = chain.from_iterable(batches)
    rows = ["" if event[name] is None else str(event[name]) for event in islice(events, n) for name in names]
    return names, tuple(zip(*[iter(rows)] * len(names), strict=True))
