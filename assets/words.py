"""Gathers the words of every room into its zh-Hans catalogue: `python assets/words.py [room ...] [--check]`.

Strings are found in Python (gettext, ngettext, pgettext and their lazy kin, `_`) and in templates (trans, blocktrans).
Translations already written stay, but for hand-typed spaces between Chinese and digits, which the browser sets;
sentences that are gone leave the catalogue; what is still missing is listed.
With --check nothing is written: the exit code says whether a catalogue is stale or a translation missing.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "kolony"
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]")
TYPED_SPACE = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[A-Za-z0-9%¥])|(?<=[A-Za-z0-9%)]) (?=[\u4e00-\u9fff])")
CATALOGUE = Path("locale/zh_Hans/LC_MESSAGES/django.po")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """\
# Kolony's Simplified Chinese words. Apache-2.0. Gathered by assets/words.py; the sentences are written by hand.
msgid ""
msgstr ""
"Language: zh_Hans\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


@dataclass(frozen=True)
class Gathered:
    """One room's catalogue as it should stand, and what is still to be written."""

    room: Path
    text: str
    missing: list[str] = field(default_factory=list)
    mismatched: list[str] = field(default_factory=list)

    @property
    def path(self) -> Path:
        return self.room / CATALOGUE

    @property
    def stale(self) -> bool:
        return (self.path.read_text("utf-8") if self.path.exists() else "") != self.text


def rooms() -> list[Path]:
    """Every folder that is a Django app, innermost last, so that a room inside another keeps its own words."""
    return sorted(found.parent for found in SOURCE.rglob("apps.py"))


def gather(room: Path) -> Gathered:
    """The room's catalogue with the translations it already has."""
    old = _read(room / CATALOGUE)
    new = Catalog(locale="zh_Hans", charset="utf-8", fuzzy=False)
    for path, _line, message, context in _strings(room):
        known = old.get(_first(message), context)
        entry = new.add(message, string=known.string if known else None, context=context)
        entry.locations = sorted({*entry.locations, (path, 0)})
        if known:
            entry.user_comments = known.user_comments
    missing = [_first(entry.id) for entry in _entries(new) if not _complete(entry)]
    mismatched = [_first(entry.id) for entry in _entries(new) if _complete(entry) and not _agrees(entry)]
    return Gathered(room, _written(new), missing, mismatched)


def homeless() -> list[str]:
    """Strings marked for translation outside every room: no catalogue would hold them."""
    inside = rooms()
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        if not any(room in path.parents for room in inside):
            found += [f"{path.relative_to(ROOT)}: {_first(words)}" for *_, words, _ctx in _in_python(path, path.name)]
    return found


def quarrels() -> list[str]:
    """Sentences that two rooms translate differently: Django would use one of them on all pages."""
    spoken: dict[tuple[str, str | None], dict[str, str]] = {}
    for room in rooms():
        for entry in _entries(_read(room / CATALOGUE)):
            spoken.setdefault((_first(entry.id), entry.context), {})[room.name] = _first(entry.string)
    apart = {key: said for key, said in spoken.items() if len(set(said.values())) > 1}
    return [f"{words!r}: {said}" for (words, _context), said in sorted(apart.items(), key=str)]


def _strings(room: Path) -> Iterator[tuple[str, int, object, str | None]]:
    others = [other for other in rooms() if other != room and room in other.parents]
    for path in sorted([*room.rglob("*.py"), *room.rglob("*.html"), *room.rglob("*.txt")]):
        if any(other in path.parents for other in others) or "migrations" in path.parts or "static" in path.parts:
            continue
        name = path.relative_to(room).as_posix()
        yield from _in_python(path, name) if path.suffix == ".py" else _in_template(path, name)


def _in_python(path: Path, name: str) -> Iterator[tuple[str, int, object, str | None]]:
    yield from _extracted(path.read_bytes(), name)


def _in_template(path: Path, name: str) -> Iterator[tuple[str, int, object, str | None]]:
    text = path.read_text("utf-8")
    if "trans" in text or "_(" in text:
        flush = "\n".join(line.strip() for line in templatize(text, origin=name).splitlines())
        yield from _extracted(flush.encode(), name)  # to a reader of Python indented lines would mean blocks


def _extracted(source: bytes, name: str) -> Iterator[tuple[str, int, object, str | None]]:
    for line, message, _comments, context in extract("python", BytesIO(source), keywords=KEYWORDS):
        if _first(message):
            yield name, line, message, context


def _entries(catalogue: Catalog) -> list[Message]:
    return [entry for entry in catalogue if entry.id]


def _complete(entry: Message) -> bool:
    return all(entry.string) if isinstance(entry.string, tuple) else bool(entry.string)


def _agrees(entry: Message) -> bool:
    """Each translation has the named placeholders of its sentence (a plural may leave some to the singular)."""
    ids = entry.id if isinstance(entry.id, tuple) else (entry.id,)
    strings = entry.string if isinstance(entry.string, tuple) else (entry.string,)
    wanted = {frozenset(PLACEHOLDER.findall(words)) for words in ids}
    return all(frozenset(PLACEHOLDER.findall(words)) in wanted for words in strings)


def _first(message: object) -> str:
    return message[0] if isinstance(message, tuple | list) else str(message or "")


def _read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="zh_Hans")
    with path.open("rb") as stream:
        return read_po(stream, locale="zh_Hans")


def _unspaced(words: object) -> object:
    """Chinese without hand-typed spaces beside Latin and digits: the browser sets them (text-autospace)."""
    if isinstance(words, tuple):
        return tuple(_unspaced(form) for form in words)
    return TYPED_SPACE.sub("", words) if isinstance(words, str) else words


def _written(catalogue: Catalog) -> str:
    for entry in _entries(catalogue):
        entry.flags.clear()
        entry.string = _unspaced(entry.string)
        entry.locations = [(name, None) for name, _line in entry.locations]
    stream = BytesIO()
    write_po(stream, catalogue, omit_header=True, width=0, include_lineno=False, sort_by_file=True)
    return HEADER + stream.getvalue().decode().strip() + "\n"


def main(arguments: list[str]) -> int:
    """Update (or check) the named rooms, or all of them."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
    checking = "--check" in arguments
    wanted = [word for word in arguments if not word.startswith("--")]
    trouble = 0
    for room in rooms():
        if wanted and room.name not in wanted:
            continue
        found = gather(room)
        stale = found.stale
        if stale and not checking:
            found.path.parent.mkdir(parents=True, exist_ok=True)
            found.path.write_text(found.text, "utf-8")
        trouble += _report(found, stale and checking)
    sys.stdout.write("".join(f"said in two ways: {quarrel}\n" for quarrel in quarrels()))
    return 1 if trouble else 0


def _report(found: Gathered, stale: bool) -> int:
    name = found.room.relative_to(SOURCE)
    lines = [f"{name}: stale, run python assets/words.py {found.room.name}"] if stale else []
    lines += [f"{name}: not yet in Chinese: {words!r}" for words in found.missing]
    lines += [f"{name}: placeholders differ: {words!r}" for words in found.mismatched]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return len(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
