"""What may be agreed about the columns of a load's files, and what is remembered of it for the next ones."""

from collections.abc import Mapping
from datetime import datetime

from kolony.ground.facts import rules
from kolony.ground.facts.errors import (
    FileMappingDoubled,
    FileMappingIncomplete,
    MappingDoubled,
    MappingIncomplete,
    NamesInEvents,
    NoFileOfEvents,
)
from kolony.ground.facts.models import AgreedColumns, Load, LoadFile


def chosen(mapping: Mapping[str, str]) -> dict[str, str]:
    """A mapping without the headers that stand for nothing."""
    return {header: column for header, column in mapping.items() if column}


def refuse_bad(mapping: dict[str, str], each: dict[str, dict[str, str]]) -> None:
    """Refuse what no row could become an event by, naming the file where there are several."""
    if not each:
        _refuse_bad_mapping(mapping)
    for path, one in each.items():
        _refuse_bad_file(path, one)
    if each and all(rules.names_members(one) or not one for one in each.values()):
        raise NoFileOfEvents()


def remember(load: Load, now: datetime) -> None:
    """Keep what these headers stand for, and which files of this load are left out."""
    LoadFile.objects.filter(load=load).update(left_out=False)
    LoadFile.objects.filter(load=load, path__in=[path for path, one in load.mappings.items() if not one]).update(
        left_out=True
    )
    for block in load.outlook.get("blocks", []):
        for path in block["files"]:
            AgreedColumns.objects.update_or_create(
                source=load.source, headers_key=rules.headers_key(block["headers"]), called=rules.called(path),
                defaults={"mapping": load.mappings.get(path, load.mapping), "agreed_at": now},
            )  # fmt: skip


def _refuse_bad_mapping(mapping: dict[str, str]) -> None:
    if twice := rules.doubled_columns(mapping):
        raise MappingDoubled(columns=list(twice))
    if missing := rules.missing_columns(mapping):
        raise MappingIncomplete(columns=list(missing))


def _refuse_bad_file(path: str, mapping: dict[str, str]) -> None:
    if not mapping:
        return
    if rules.is_mixed(mapping):
        raise NamesInEvents(file=path)
    if twice := rules.doubled_columns(mapping):
        raise FileMappingDoubled(file=path, columns=list(twice))
    if missing := rules.missing_columns(mapping):
        raise FileMappingIncomplete(file=path, columns=list(missing))
