"""The first look into files: which kind they are, which columns, how the bytes read in each encoding, which verbs.

Imported by tasks and the command line only: it opens the files with the engine's readers. What it finds is plain
data, kept with the load, so that the pages need neither the files nor the engine.
"""

from collections import Counter
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
    return files if len(files) == 1 else [folder] if load.whole_folder else files


def open_load(load: Load):
    """The load's files, opened as agreed: mapping, encoding and time zone, else as the reader proposes."""
    return open_events(
        paths_of(load),
        mapping=load.mapping or None,
        encoding=load.encoding or None,
        time_zone=load.time_zone or "UTC",
        sheet=load.sheet or None,
        until=clock.now() + clock.AHEAD,
    )


def look_into(load: Load) -> dict[str, Any]:
    """Everything the wizard shows before anything is loaded."""
    source = open_load(load)
    preview = source.preview(PREVIEW_ROWS)
    found = {
        "kind": source.kind,
        "mapping": dict(preview.mapping),
        "encoding": preview.encoding or "",
        "readings": _readings(load) if source.kind in ("csv", "tsv", "json", "jsonl") else {},
        "sheets": list(source.sheets),
        "headers": list(preview.headers),
        "preview": [[_short(cell) for cell in row] for row in preview.rows],
        "missing": list(preview.missing),
    }
    return found if preview.missing else found | _first_events(load, source)


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
