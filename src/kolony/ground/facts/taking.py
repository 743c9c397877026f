"""What a job does to bring files in: unpack or hash, then register as the person who asked. And tidying afterwards."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from kolony.ground.facts import actions, keeping, queries
from kolony.ground.facts.carry import Steps
from kolony.ground.facts.errors import FileSeenBefore
from kolony.ground.facts.models import Load
from kolony.ground.facts.receiving import limits
from kolony.ground.guard.queries import user_called

KEEP_UNCLAIMED = timedelta(days=1)


def take(source_id: str, actor_id: str, *, archive: str, path: str, steps: Steps, now: datetime) -> Load:
    """Register an archive's content, or a path on the server, for the person who asked; twice gives the same load."""
    actor, source = user_called(actor_id), queries.source_with_id(source_id)
    if archive:
        packed = Path(archive)
        unpacked = packed.parent / "unpacked"
        keeping.forget(unpacked, settings.KOLONY_UPLOADS)
        folder, files = keeping.without_wrapper(unpacked, keeping.unpack(packed, unpacked, limits=limits()))
        name, ours = packed.name, True
    else:
        found = keeping.look_at_path(Path(path), settings.KOLONY_IMPORT_FOLDER)
        place = Path(path).resolve()
        folder = place if place.is_dir() else place.parent
        files, name, ours = keeping.hash_in_place(found, folder, steps.advance), place.name, False
    try:
        return actions.register_load(
            actor=actor, source=source, name=name, files=files, folder=folder, ours=ours,
            whole_folder=len(files) > 1, now=now,
        )  # fmt: skip
    except FileSeenBefore as seen:
        if seen.values["folder"] == str(folder):
            return queries.load_called(seen.values["load_id"])
        raise


def tidy(*, now: datetime) -> int:
    """Remove uploads whose import is over, and unclaimed ones older than a day. Says how many folders went."""
    uploads = settings.KOLONY_UPLOADS
    if not uploads.is_dir():
        return 0
    needed = queries.folders_in_use()
    gone = [
        folder
        for folder in uploads.iterdir()
        if folder.is_dir() and not _is_needed(folder, needed) and _age(folder, now) > KEEP_UNCLAIMED
    ]
    for folder in gone:
        keeping.forget(folder, uploads)
    return len(gone)


def _is_needed(folder: Path, needed: set[str]) -> bool:
    return any(Path(path).is_relative_to(folder) for path in needed)


def _age(folder: Path, now: datetime) -> timedelta:
    return timedelta(seconds=now.timestamp() - folder.stat().st_mtime)
