"""What a job writes down when its work succeeded or failed. Called by `carry`, which has the permission of the starter.

The system is the actor of record of what a worker does; who asked for it stands in the move before.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from kolony.ground.facts import rules
from kolony.ground.facts.actions.moving import move
from kolony.ground.facts.models import Load, Member, MemberRhythm, RefusedRow, Source, Words
from kolony.ground.frame import bulk


def record_look(
    *, load: Load, kind: str, mapping: dict[str, str], mappings: dict[str, dict[str, str]], outlook: dict[str, Any],
    now: datetime,
) -> Load:  # fmt: skip
    """Keep what a first look found. A dump whose columns are known needs no mapping and moves on by itself."""
    with transaction.atomic():
        Load.objects.filter(pk=load.pk).update(kind=kind, outlook=outlook, error_code="", error_values={})
        load.refresh_from_db()
        if rules.may(load.state, "map") and not (load.mapping or load.mappings):
            Load.objects.filter(pk=load.pk).update(mapping=mapping, mappings=mappings)
            load.mapping, load.mappings = mapping, mappings
        if load.state == rules.REGISTERED and kind in rules.DUMP_KINDS:
            move(load=load, after=rules.MAPPED, actor=None, now=now)
        Source.objects.filter(pk=load.source_id, kind="").update(kind=kind)
    return load


def record_look_failed(*, load: Load, code: str, values: dict[str, Any]) -> None:
    """The first look met a file it cannot read; the state stays, the reason is shown beside the file."""
    Load.objects.filter(pk=load.pk).update(error_code=code, error_values=values)
    load.refresh_from_db()


def record_dry_run(*, load: Load, report: dict[str, Any], refused: Iterable[dict[str, Any]], now: datetime) -> Load:
    """Keep the counts and the refused rows of a dry run; nothing else of it exists."""
    with transaction.atomic():
        replace_refused(load=load, refused=refused)
        return move(load=load, after=rules.DRY_RUN, actor=None, now=now, **_figures(report))


def record_loaded(*, load: Load, report: dict[str, Any], refused: Iterable[dict[str, Any]], now: datetime) -> Load:
    """The store has published this load: say so, in the transaction that also makes its words and names visible."""
    replace_refused(load=load, refused=refused)
    return move(load=load, after=rules.LOADED, actor=None, loaded_at=now, now=now, **_figures(report))


def record_undone(*, load: Load, now: datetime) -> Load:
    """Delete every row this load brought; its history and its figures stay."""
    for model in (Words, Member, RefusedRow):
        model.objects.filter(load=load).delete()
    return move(load=load, after=rules.UNDONE, actor=None, undone_at=now, now=now)


def record_failed(*, load: Load, code: str, values: dict[str, Any], now: datetime) -> Load:
    """Nothing of this load was kept, and why."""
    return move(
        load=load, after=rules.FAILED, actor=None, reason=code, now=now, error_code=code, error_values=values
    )  # fmt: skip


def record_undo_refused(*, load: Load, code: str, values: dict[str, Any], now: datetime) -> Load:
    """The store cannot take this load out (later loads lean on it): it stays loaded, and says why."""
    return move(
        load=load, after=rules.LOADED, actor=None, reason=code, now=now, error_code=code, error_values=values
    )  # fmt: skip


def record_cancelled(*, load: Load, now: datetime) -> Load:
    """Somebody stopped the load; nothing was kept and it may be started again."""
    return move(load=load, after=rules.MAPPED, actor=None, reason="cancelled", now=now)


def keep_words(*, load: Load, rows: Iterable[dict[str, Any]]) -> None:
    """Keep texts of this load; an object told twice in one load keeps its first text."""
    bulk.write_plain(Words, rows, same=_owner(load), ignore_conflicts=True)


def keep_members(*, load: Load, rows: Iterable[dict[str, Any]]) -> None:
    """Keep names of this load."""
    bulk.write_plain(Member, rows, same=_owner(load), ignore_conflicts=True)


def _owner(load: Load) -> dict[str, Any]:
    return {"load_id": load.pk, "source_id": load.source_id}


def replace_refused(*, load: Load, refused: Iterable[dict[str, Any]]) -> None:
    """Keep the refused rows of the newest reading of this load."""
    RefusedRow.objects.filter(load=load).delete()
    bulk.write_plain(RefusedRow, refused, same={"load_id": load.pk})


def replace_rhythms(*, source: Source, rows: Iterable[dict[str, Any]]) -> int:
    """Write the monthly series of a source anew, all or nothing."""
    with transaction.atomic():
        MemberRhythm.objects.filter(source=source).delete()
        return bulk.write_plain(MemberRhythm, rows, same={"source_id": source.pk})


def _figures(report: dict[str, Any]) -> dict[str, Any]:
    return {
        "report": report,
        "accepted": report["accepted"],
        "refused": report["refused"],
        "first_ts": report["first_ts"],
        "last_ts": report["last_ts"],
        "error_code": "",
        "error_values": {},
    }
