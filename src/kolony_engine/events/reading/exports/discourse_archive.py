"""A member's own archive from Discourse: `user_archive-<name>-<date>.csv`, or that name with hyphens.

It holds no numbers of members or posts: the member is known by the name in the file's name, a post by its address.
"""

import re
from datetime import UTC
from pathlib import Path

from kolony_engine.events.errors import EngineError
from kolony_engine.events.reading.exports.gathering import Event, Gathering, Written
from kolony_engine.events.reading.flat.delimited import Reader as Delimited
from kolony_engine.events.reading.flat.tables import Options
from kolony_engine.events.reading.meaning.numbers import number
from kolony_engine.events.reading.meaning.times import TimeError, parsed
from kolony_engine.events.reading.raw.streams import first_bytes

COLUMNS = ("topic_title", "is_pm", "post_raw", "like_count", "url", "created_at")

_NAME = re.compile(r"user[_-]archive-(.+?)-\d{6,8}(?:-\d+)?$", re.IGNORECASE)
_ADDRESS = re.compile(r"/t/[^/]+/(\d+)(?:/(\d+))?")


def is_archive(path: Path) -> bool:
    """Whether a CSV file is such an archive, by its header."""
    if path.suffix.casefold() != ".csv":
        return False
    header = first_bytes(path, 4096).split(b"\n", 1)[0]
    return b"post_raw" in header and b"topic_title" in header


def gather(path: Path, options: Options, gathering: Gathering) -> None:
    """Add the posts of an archive. Refuses with E-READ-136 when the file's name does not say whose it is."""
    owner = _NAME.match(path.stem)
    if owner is None:
        raise EngineError("E-READ-136", file=path.name)
    reader = Delimited(path, options)
    wanted = tuple(name for name in COLUMNS if name in reader.headers)
    for raw in reader.rows(wanted):
        gathering.refused += raw.refused
        columns = [raw.columns[name].to_pylist() for name in wanted]
        for line, cells in zip(raw.lines, zip(*columns, strict=True), strict=True):
            _gather(path, line, dict(zip(wanted, cells, strict=True)), owner.group(1), gathering)


def _gather(path: Path, line: int, row: dict[str, str], owner: str, gathering: Gathering) -> None:
    if row.get("is_pm", "").casefold() in ("yes", "true", "1"):
        gathering.skip("private_message")
        return
    address = _ADDRESS.search(row.get("url", ""))
    if address is None:
        gathering.refuse(path, line, "url", "E-READ-233", row.get("url", ""))
        return
    try:
        ts, _ = parsed(row.get("created_at", ""), UTC, gathering.until)
        likes = number(row.get("like_count") or "0")
    except TimeError as error:
        gathering.refuse(path, line, "created_at", str(error), row.get("created_at", ""))
        return
    except ValueError:
        gathering.refuse(path, line, "like_count", "E-READ-221", row.get("like_count", ""))
        return
    topic, place = address.group(1), address.group(2) or "1"
    post, verb = f"t{topic}p{place}", "topic" if place == "1" else "reply"
    gathering.events.append(Event(f"post:{post}", ts, verb, owner, post, None, topic))
    if likes > 0:
        gathering.events.append(Event(f"likes:{post}", ts, "likes_total", None, post, owner, topic, likes))
    title = row.get("topic_title") if place == "1" else None
    gathering.words.append(Written(post, owner, ts, verb, topic, title, row.get("post_raw"), row.get("url")))
