"""What a file or folder is, told by what is in it; its name is believed only where contents cannot say."""

import json
import re
from pathlib import Path

from kolony_engine.events.errors import EngineError
from kolony_engine.events.reading.raw.streams import first_bytes

DUMP_FILES = ("posts.xml", "users.xml", "votes.xml", "badges.xml", "comments.xml")
SUFFIXES = (".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".json", ".parquet", ".xlsx", ".xlsb", ".xls", ".ods")
PACKED = (".gz", ".zst")
ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
HEAD = 1 << 16
TOPIC_MARKS = (b'"post_stream"', b'"latest_posts"', b'"topic_list"', b'"cooked"', b'"user_actions"')
ARCHIVE_MARK = b"post_raw"
_ARRAY = re.compile(rb"\[\s*(\{|\]\s*$)")


def kind_of(path: Path) -> str:
    """The kind of one file or folder; a folder of several flat files is a "folder".

    Refuses with E-READ-101 (not there), E-READ-102 (empty) and E-READ-110 (nothing we know).
    """
    if not path.exists():
        raise EngineError("E-READ-101", file=str(path))
    return _folder_kind(path) if path.is_dir() else _file_kind(path)


def _folder_kind(folder: Path) -> str:
    names = {file.name.casefold() for file in folder.iterdir()}
    if "posts.xml" in names:
        return "stackexchange"
    if any(_is_discourse(file) for file in sorted(folder.rglob("*.json"))[:3]):
        return "discourse"
    return "folder"


def _is_discourse(file: Path) -> bool:
    start = first_bytes(file, HEAD)
    return any(mark in start for mark in TOPIC_MARKS)


def _file_kind(path: Path) -> str:
    start = first_bytes(path, HEAD)
    if not start.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise EngineError("E-READ-102", file=path.name)
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith((ZIP, OLD_EXCEL)):
        return "excel"
    if path.name.casefold() in DUMP_FILES:
        return "stackexchange"
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text[:1] in (b"{", b"[") and path.suffix.casefold() != ".csv":
        return _json_kind(path, start, text)
    if text.startswith(b"<"):
        raise EngineError("E-READ-110", file=path.name)
    return _delimited_kind(start)


def _json_kind(path: Path, start: bytes, text: bytes) -> str:
    first_line = text.split(b"\n", 1)[0]
    try:
        whole = isinstance(json.loads(first_line), dict)
    except (ValueError, RecursionError):
        whole = False
    if any(mark in start for mark in TOPIC_MARKS) and not (whole and b"\n" in text.strip()):
        return "discourse"
    if whole or path.suffix.casefold() in (".jsonl", ".ndjson"):
        return "jsonl"
    if _ARRAY.match(text):
        return "json"
    raise EngineError("E-READ-110", file=path.name)


def _delimited_kind(start: bytes) -> str:
    header = start.lstrip(b"\r\n").split(b"\n", 1)[0].split(b"\r", 1)[0]
    if ARCHIVE_MARK in header and b"topic_title" in header:
        return "discourse"
    return "tsv" if header.count(b"\t") > header.count(b",") else "csv"


def flat_files(folder: Path) -> list[Path]:
    """The files in a folder that may hold events, by their names, in order."""
    return [file for file in sorted(folder.rglob("*")) if file.is_file() and _named_flat(file)]


def _named_flat(file: Path) -> bool:
    suffixes = [suffix.casefold() for suffix in file.suffixes]
    if suffixes and suffixes[-1] in PACKED:
        suffixes.pop()
    return bool(suffixes) and suffixes[-1] in SUFFIXES and not file.name.startswith((".", "~$"))
