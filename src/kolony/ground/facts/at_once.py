"""A whole import in one call, in this process: for the command line, the demo and the tests.

The web goes the same way in steps, each a job; here the steps follow one another and the caller waits.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from kolony.ground.facts import actions, carry, keeping, queries, rhythm
from kolony.ground.facts.actions import outcomes
from kolony.ground.facts.carry import Silent, Steps
from kolony.ground.facts.errors import NothingToRead
from kolony.ground.facts.models import Load, Source


def load_now(
    *, actor, files: list[Path], source: Source, mapping: Mapping[str, str] | None = None,
    mappings: Mapping[Path, Mapping[str, str]] | None = None, encoding: str = "", time_zone: str = "",
    keep: bool = True, steps: Steps | None = None, now: datetime,
) -> Load:  # fmt: skip
    """All steps of an import in one call, in this process: the command line, the demo and the tests.

    The files are read where they lie and stay there. `mapping` is for all files, `mappings` for single ones, both as
    `open_events` takes them. With `keep=False` it ends with the dry run, and the import is given up. Refuses with
    E-FACT-201 if the same bytes are loaded already.
    """
    steps, folder = steps or Silent(), _place_of(files)
    kept = keeping.hash_in_place(_all_files(files), folder, steps.advance)
    name = files[0].name if len(files) == 1 else f"{files[0].name} +{len(files) - 1}"
    made = actions.register_load(
        actor=actor, source=source, name=name, files=kept, folder=folder, ours=False,
        whole_folder=len(files) == 1 and files[0].is_dir(), look=False, encoding=encoding, time_zone=time_zone,
        now=now,
    )  # fmt: skip
    made = carry.look(made.pk, said=carry.Said(mapping or {}, mappings or {}), now=now)
    if made.error_code:
        return outcomes.record_failed(load=made, code=made.error_code, values=made.error_values, now=now)
    actions.map_columns(
        actor=actor, load=made, mapping=made.mapping, mappings=made.mappings, encoding=encoding, time_zone=time_zone,
        look=False, now=now,
    )  # fmt: skip
    if not keep:
        carry.dry_run(made.pk, steps=steps, now=now)
        return actions.discard_load(actor=actor, load=queries.load_called(made.pk), now=now)
    actions.start_load(actor=actor, load=made, enqueue=False, now=now)
    carry.load(made.pk, steps=steps, now=now)
    rhythm.refresh(made.pk)
    return queries.load_called(made.pk)


def undo_now(*, actor, load: Load, reason: str, now: datetime) -> Load:
    """Take an import out again, in this process."""
    actions.request_undo(actor=actor, load=load, reason=reason, enqueue=False, now=now)
    carry.undo(load.pk, now=now)
    rhythm.refresh(load.pk)
    return queries.load_called(load.pk)


def _place_of(files: list[Path]) -> Path:
    first = files[0].resolve()
    return first if len(files) == 1 and first.is_dir() else first.parent


def _all_files(files: list[Path]) -> list[Path]:
    missing = [file for file in files if not file.exists()]
    if missing:
        raise NothingToRead(name=missing[0].name)
    found = [child for file in files for child in ([file] if file.is_file() else sorted(file.rglob("*")))]
    return [file.resolve() for file in found if file.is_file()]
