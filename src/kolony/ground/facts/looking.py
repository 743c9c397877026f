"""The first look into files: which kind they are, which columns, how the bytes read in each encoding, which verbs.

Imported by tasks and the command line only: it opens the files with the engine's readers. What it finds is plain
data, kept with the load, so that the pages need neither the files nor the engine.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kolony.ground.facts import queries, rules
from kolony.ground.facts.models import Load
from kolony.ground.kit import clock
from kolony_engine.events import VERBS, open_events

PREVIEW_ROWS = 8
LOOK_ROWS = 20_000
HEAD_BYTES = 6_000
CELL = 160


def paths_of(load: Load) -> list[Path]:
    """What the reader is given: the folder of a dump, or the single files."""
    folder = Path(load.folder)
    files = [folder / file.path for file in queries.files_of(load)]
    return files if len(files) == 1 else [folder] if _belong_together(load) else files


def _belong_together(load: Load) -> bool:
    """Whether the files are one export; tables that were only packed together are as if they came one by one."""
    if not (load.whole_folder and load.ours):
        return load.whole_folder
    return not rules.are_tables(file.path for file in queries.files_of(load))


def open_load(load: Load):
    """The load's files, opened as agreed: mapping, encoding and time zone, else as the reader proposes."""
    return _opened(load, load.mapping, load.mappings)


def _opened(load: Load, mapping: Mapping[str, str], mappings: Mapping[Any, Mapping[str, str]]):
    return open_events(
        paths_of(load),
        mapping=mapping,
        mappings={Path(load.folder, path): one for path, one in mappings.items()},
        encoding=load.encoding or None,
        time_zone=load.time_zone or "UTC",
        sheet=load.sheet or None,
        until=clock.now() + clock.AHEAD,
    )


@dataclass(frozen=True)
class Said:
    """What somebody said about the columns beforehand: for all files, or for single ones by their path on disk."""

    mapping: Mapping[str, str]
    mappings: Mapping[Path, Mapping[str, str]]


NOTHING_SAID = Said({}, {})


def look_into(load: Load, said: Said = NOTHING_SAID) -> dict[str, Any]:
    """Everything the wizard shows before anything is loaded."""
    bare = _opened(load, {}, {})
    mapping, mappings = (load.mapping, load.mappings) if load.mapping or load.mappings else _proposed(load, bare, said)
    source = _opened(load, mapping, mappings)
    preview = source.preview(PREVIEW_ROWS)
    found = {
        "kind": source.kind,
        "mapping": mapping,
        "mappings": mappings,
        "blocks": _blocks(load, bare),
        "encoding": preview.encoding or "",
        "readings": _readings(load) if source.kind in ("csv", "tsv", "json", "jsonl") else {},
        "sheets": list(source.sheets),
        "headers": list(preview.headers),
        "preview": [[_short(cell) for cell in row] for row in preview.rows],
        "missing": list(preview.missing),
    }
    return found if preview.missing else found | _first_events(load, source)


def _proposed(load: Load, bare, said: Said) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """What somebody said, else what these headers stood for when they came last, else what the reader makes of them."""
    if said != NOTHING_SAID:
        told = _opened(load, said.mapping, said.mappings)
        return rules.shared({_path_in(load, layout): layout.mapping for layout in _mapped(load, told)})
    layouts = _mapped(load, bare)
    each = {_path_in(load, layout): layout.mapping for layout in layouts}
    for layout in layouts:
        path = _path_in(load, layout)
        before = queries.agreed_before(load.source, layout.headers, rules.called(path))
        if before or (before is not None and len(layouts) > 1):
            each[path] = before
    return rules.shared(each)


def _blocks(load: Load, bare) -> list[dict[str, Any]]:
    """The flat files by their headers: those with the same ones are mapped together."""
    blocks: dict[tuple[str, ...], dict[str, Any]] = {}
    for layout in _mapped(load, bare):
        rows = [] if layout.headers in blocks else bare.first_rows(layout.path, PREVIEW_ROWS)
        block = blocks.setdefault(
            layout.headers,
            {"headers": list(layout.headers), "preview": [[_short(cell) for cell in row] for row in rows], "files": []},
        )
        block["files"].append(_path_in(load, layout))
    return list(blocks.values())


def _mapped(load: Load, bare) -> list:
    """The files whose columns a person decides on; tables named as the contract names them come along in a folder."""
    together = _belong_together(load)
    return [one for one in bare.layouts if one.holds == "events" or not together]


def _path_in(load: Load, layout) -> str:
    return layout.path.relative_to(load.folder).as_posix()


def _first_events(load: Load, source) -> dict[str, Any]:
    """Verbs and members among the first rows: what is recognised, what is unknown, who is new."""
    verbs: Counter[str] = Counter()
    actors: set[str] = set()
    rows = refused = 0
    for batch in source.read():
        verbs.update(batch.events.column("verb").to_pylist())
        actors.update(actor for actor in batch.events.column("actor_id").to_pylist() if actor)
        rows, refused = rows + batch.events.num_rows, refused + len(batch.refused)
        if rows + refused >= LOOK_ROWS:
            break
    known = queries.known_members(load.source, sorted(actors)[:5_000])
    return {
        "verbs": [[verb, count, VERBS[verb].kind if verb in VERBS else ""] for verb, count in verbs.most_common(60)],
        "looked_at": rows + refused,
        "members": {"seen": len(actors), "known": known},
    }


def _readings(load: Load) -> dict[str, list[str]]:
    """The first lines in each encoding, so that a person can choose by looking."""
    first = paths_of(load)[0]
    if first.is_dir() or first.suffix in {".gz", ".zst"}:
        return {}
    with first.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    return {encoding: _lines(head, encoding) for encoding in rules.ENCODINGS}


def _lines(head: bytes, encoding: str) -> list[str]:
    """Three lines in one encoding, those with more than ASCII first, from where it begins: there the eye decides."""
    text = head.decode("utf-8-sig" if encoding == "utf-8" else encoding, errors="replace").replace("\x00", "\ufffd")
    lines = text.splitlines()[:-1] or text.splitlines()
    telling = [line for line in lines if not line.isascii()] or lines
    return [_from_the_telling_part(line)[:CELL] for line in telling[:3]]


def _from_the_telling_part(line: str) -> str:
    first = next((at for at, sign in enumerate(line) if not sign.isascii()), 0)
    return f"…{line[first - 8 :]}" if first > 20 else line


def _short(cell: Any) -> str:
    text = "" if cell is None else str(cell)
    return (text[: CELL - 1] + "…" if len(text) > CELL else text).replace("\x00", "\ufffd")
