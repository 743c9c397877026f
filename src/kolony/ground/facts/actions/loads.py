"""Verbs about one load: register, map its columns, dry run, load, undo, discard. Each is safe to call twice."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from kolony.ground.facts import queries, rules
from kolony.ground.facts.actions import columns
from kolony.ground.facts.actions.moving import move, person
from kolony.ground.facts.errors import (
    EncodingUnknown,
    FileSeenBefore,
    LoadMoved,
    NothingToRead,
    ReasonMissing,
    SheetUnknown,
)
from kolony.ground.facts.keeping import KeptFile, fingerprint
from kolony.ground.facts.models import Load, LoadFile, LoadMove, Source
from kolony.ground.frame import jobs
from kolony.ground.guard import audit, permits


def register_load(
    *, actor, source: Source, name: str, files: Iterable[KeptFile], folder: Path, ours: bool = True,
    whole_folder: bool = False, encoding: str = "", time_zone: str = "", look: bool = True, now: datetime,
) -> Load:  # fmt: skip
    """Write down files that are on disk, with their hashes; the same bytes a second time are refused by name.

    `ours` says that the bytes lie in our uploads folder and may be removed with the load. With `look` a job follows
    that reads the first rows and proposes columns.
    """
    permits.require(actor, "facts.load")
    kept = list(files)
    if not kept:
        raise NothingToRead(name=name)
    _refuse_known(kept)
    try:
        with transaction.atomic():
            how = {"ours": ours, "whole_folder": whole_folder, "encoding": encoding, "time_zone": time_zone}
            load = _register(actor, source, name, kept, folder, now, **how)
            if look:
                _enqueue(load, "facts.look", gettext_noop("Looking into %(name)s"), actor, now)
    except IntegrityError as raced:
        _refuse_known(kept)
        raise LoadMoved(load="", state=rules.REGISTERED) from raced
    return load


def map_columns(
    *, actor, load: Load, mapping: Mapping[str, str], mappings: Mapping[str, Mapping[str, str]] | None = None,
    encoding: str = "", time_zone: str = "", look: bool = True, now: datetime,
) -> Load:  # fmt: skip
    """Agree on which header is which column of the contract, and how the bytes are to be read.

    `mappings` says it for single files by their path, where they differ; one that is empty leaves its file out.
    """
    permits.require(actor, "facts.load")
    chosen = columns.chosen(mapping)
    each = {path: columns.chosen(one) for path, one in (mappings or {}).items()}
    if encoding and encoding not in rules.ENCODINGS:
        raise EncodingUnknown(encoding=encoding)
    if load.kind not in rules.DUMP_KINDS:
        columns.refuse_bad(chosen, each)
    with transaction.atomic():
        agreed = {"mapping": chosen, "mappings": each, "encoding": encoding, "time_zone": time_zone}
        move(load=load, after=rules.MAPPED, actor=actor, now=now, error_code="", error_values={}, **agreed)
        columns.remember(load, now)
        if look:
            _enqueue(load, "facts.look", gettext_noop("Reading %(name)s as mapped"), actor, now)
    return load


def retry_look(*, actor, load: Load, encoding: str, now: datetime) -> Load:
    """Look into the file again, reading its bytes in another encoding."""
    permits.require(actor, "facts.load")
    if encoding and encoding not in rules.ENCODINGS:
        raise EncodingUnknown(encoding=encoding)
    if not rules.may(load.state, "map"):
        raise LoadMoved(load=str(load.pk), state=load.state)
    with transaction.atomic():
        Load.objects.filter(pk=load.pk).update(encoding=encoding)
        load.encoding = encoding
        _enqueue(load, "facts.look", gettext_noop("Looking into %(name)s"), actor, now)
    return load


def choose_sheet(*, actor, load: Load, sheet: str, now: datetime) -> Load:
    """Read another sheet of the workbook; its columns are proposed anew."""
    permits.require(actor, "facts.load")
    if sheet not in load.outlook.get("sheets", []):
        raise SheetUnknown(sheet=sheet)
    if not rules.may(load.state, "map"):
        raise LoadMoved(load=str(load.pk), state=load.state)
    with transaction.atomic():
        Load.objects.filter(pk=load.pk).update(sheet=sheet, mapping={}, mappings={})
        load.sheet, load.mapping, load.mappings = sheet, {}, {}
        _enqueue(load, "facts.look", gettext_noop("Looking into %(name)s"), actor, now)
    return load


def request_dry_run(*, actor, load: Load, now: datetime) -> Load:
    """Ask for the real load, rolled back: counts, refused rows and dates, and nothing kept."""
    permits.require(actor, "facts.load")
    if not rules.may(load.state, "dry_run"):
        raise LoadMoved(load=str(load.pk), state=load.state)
    with transaction.atomic():
        _enqueue(load, "facts.dry_run", gettext_noop("Dry run of %(name)s"), actor, now)
    return load


def start_load(*, actor, load: Load, enqueue: bool = True, now: datetime) -> Load:
    """Load for good. Asked twice, the second asker is shown that it is under way."""
    permits.require(actor, "facts.load")
    if load.state in (rules.LOADING, rules.LOADED):
        return load
    with transaction.atomic():
        move(load=load, after=rules.LOADING, actor=actor, now=now, error_code="", error_values={}, job=None)
        if enqueue:
            _enqueue(load, "facts.load", gettext_noop("Loading %(name)s"), actor, now)
    return load


def request_undo(*, actor, load: Load, reason: str, enqueue: bool = True, now: datetime) -> Load:
    """Take a load out again, exactly; the reason stays in the history. Asked twice, it is taken out once."""
    permits.require(actor, "facts.undo", load)
    if not reason.strip():
        raise ReasonMissing()
    if load.state in (rules.UNDOING, rules.UNDONE):
        return load
    with transaction.atomic():
        move(load=load, after=rules.UNDOING, actor=actor, reason=reason.strip()[:500], now=now, job=None)
        if enqueue:
            _enqueue(load, "facts.undo", gettext_noop("Taking out %(name)s"), actor, now)
    return load


def discard_load(*, actor, load: Load, now: datetime) -> Load:
    """Give up an import that never happened; its bytes may be removed."""
    permits.require(actor, "facts.load")
    if load.state == rules.DISCARDED:
        return load
    return move(load=load, after=rules.DISCARDED, actor=actor, now=now)


def _register(actor, source: Source, name: str, kept: list[KeptFile], folder: Path, now: datetime, **how: Any) -> Load:
    load = Load.objects.create(
        source=source, name=rules.safe_name(name), folder=str(folder), fingerprint=fingerprint(kept), **how,
        created_by=person(actor), created_at=now,
    )  # fmt: skip
    LoadFile.objects.bulk_create(
        LoadFile(load=load, name=file.name, path=file.path, size=file.size, sha256=file.sha256) for file in kept
    )
    LoadMove.objects.create(load=load, before="", after=rules.REGISTERED, actor=person(actor), moved_at=now)
    audit.record(
        actor=actor, kind="facts.load_registered", subject=load,
        changes={"source": source.platform, "files": [[file.name, file.sha256] for file in kept[:50]]}, now=now,
    )  # fmt: skip
    return load


def _refuse_known(kept: list[KeptFile]) -> None:
    known = queries.standing_load_with(fingerprint(kept))
    if known is None and all(queries.is_loaded_file(file.sha256) for file in kept):
        known = queries.loaded_load_with_file(kept[0].sha256)
    if known is not None:
        raise FileSeenBefore(
            name=known.name, load_id=str(known.pk), day=str(known.created_at.date()), folder=known.folder
        )  # fmt: skip


def _enqueue(load: Load, task: str, title: str, actor, now: datetime) -> None:
    job = jobs.enqueue(
        task,
        title=title,
        about=load.name,
        started_by=actor.pk,
        params={"load_id": str(load.pk)},
        now=now,
        lock=f"facts.load.{load.pk}",
    )
    Load.objects.filter(pk=load.pk).update(job=job.pk)
    load.job = job.pk
