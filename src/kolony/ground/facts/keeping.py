"""Files on their way to disk: streamed with limits, hashed as they pass; archives checked before and while unpacking.

Plain Python on purpose: the web, the command line and the tests keep files by the same functions. Limits are checked
twice for archives, because the directory of an archive may lie: once as announced, once byte by byte.
"""

import hashlib
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from kolony.ground.facts.errors import (
    ArchiveBomb,
    ArchiveUnreadable,
    ArchiveUnsafe,
    NothingToRead,
    OutsideImportFolder,
    UploadTooLarge,
)
from kolony.ground.facts.rules import fingerprint_lines

CHUNK = 1 << 20
NAME_BYTES = 200
MEGABYTE = 1_000_000
MAX_ENTRIES = 5_000
MAX_RATIO = 200
RATIO_MATTERS_FROM = 10 * MEGABYTE
ARCHIVES = (".zip",)
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


@dataclass(frozen=True)
class KeptFile:
    """A file on disk: the name people know, the path below its folder, size and hash."""

    name: str
    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Limits:
    """How large an upload, and what it unpacks to, may be."""

    upload: int
    unpacked: int


def fingerprint(files: Iterable[KeptFile]) -> str:
    """One hash for a set of files, whatever their names and order."""
    return hashlib.sha256(fingerprint_lines((file.name, file.sha256) for file in files).encode()).hexdigest()


def unpack(archive: Path, folder: Path, *, limits: Limits) -> list[KeptFile]:
    """Unpack a .zip into `folder` after checking what it announces, counting every byte while reading."""
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = _checked_entries(opened, limits)
            return list(_unpack_entries(opened, entries, folder, limits))
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise ArchiveUnreadable(name=archive.name) from error
    except (ArchiveBomb, ArchiveUnsafe, ArchiveUnreadable, NothingToRead):
        shutil.rmtree(folder, ignore_errors=True)
        raise


def without_wrapper(folder: Path, files: list[KeptFile]) -> tuple[Path, list[KeptFile]]:
    """People pack the folder, not its content: a single folder around everything is stepped into."""
    tops = {PurePosixPath(file.path).parts[0] for file in files}
    if len(tops) != 1 or any("/" not in file.path for file in files):
        return folder, files
    (top,) = tops
    inside = [replace(file, path=file.path.removeprefix(f"{top}/")) for file in files]
    return without_wrapper(folder / top, inside)


def is_archive(name: str) -> bool:
    return name.lower().endswith(ARCHIVES)


def look_at_path(path: Path, allowed: Path) -> list[Path]:
    """The files of a path on the server, if it lies inside the allowed folder; links that lead out are refused."""
    real, fence = path.resolve(), allowed.resolve()
    if not real.is_relative_to(fence) or real == fence:
        raise OutsideImportFolder(path=str(path), folder=str(allowed))
    if not real.exists():
        raise NothingToRead(name=path.name)
    found = [real] if real.is_file() else sorted(child for child in real.rglob("*") if child.is_file())
    if any(not child.resolve().is_relative_to(fence) for child in found):
        raise OutsideImportFolder(path=str(path), folder=str(allowed))
    if not found:
        raise NothingToRead(name=path.name)
    return found


def hash_in_place(files: list[Path], folder: Path, advance=lambda done, total: None) -> list[KeptFile]:
    """Hash files where they lie (big dumps are not copied); `advance(done, total)` is told the bytes."""
    total, done, kept = sum(file.stat().st_size for file in files), 0, []
    for file in files:
        digest = hashlib.sha256()
        with file.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                done += len(chunk)
                advance(done, total)
        kept.append(KeptFile(file.name, file.relative_to(folder).as_posix(), file.stat().st_size, digest.hexdigest()))
    return kept


def check_archive(archive: Path, *, limits: Limits) -> None:
    """Refuse a bomb or an unsafe archive by what its directory says, before anything is unpacked."""
    try:
        with zipfile.ZipFile(archive) as opened:
            _checked_entries(opened, limits)
    except zipfile.BadZipFile as error:
        raise ArchiveUnreadable(name=archive.name) from error


def forget(folder: Path, uploads: Path) -> None:
    """Remove the bytes of an upload; never anything outside the uploads folder."""
    if folder.resolve().is_relative_to(uploads.resolve()) and folder.resolve() != uploads.resolve():
        shutil.rmtree(folder, ignore_errors=True)


def _write(chunks: Iterable[bytes], target: Path, limit: int, shown: str) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    with target.open("xb") as stream:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise UploadTooLarge(name=shown, limit_mb=limit // MEGABYTE)
            digest.update(chunk)
            stream.write(chunk)
    return size, digest.hexdigest()


def free_name(folder: Path, name: str) -> Path:
    """A path that is free: two uploads called `events.csv` become `events.csv` and `2-events.csv`."""
    fitting = _fitting(name)
    target, number = folder / fitting, 2
    while target.exists():
        target, number = folder / f"{number}-{fitting}", number + 1
    return target


def _fitting(name: str) -> str:
    """A disk takes 255 bytes, and a Chinese letter is three: the beginning and the ending stay."""
    if len(name.encode()) <= NAME_BYTES:
        return name
    ending = PurePosixPath(name).suffix[:10]
    return name.encode()[: NAME_BYTES - len(ending.encode())].decode(errors="ignore") + ending


def _checked_entries(opened: zipfile.ZipFile, limits: Limits) -> list[zipfile.ZipInfo]:
    entries = [entry for entry in opened.infolist() if not entry.is_dir() and not _is_clutter(entry.filename)]
    if not entries:
        raise NothingToRead(name=Path(opened.filename or "").name)
    if len(entries) > MAX_ENTRIES:
        raise ArchiveBomb(name=Path(opened.filename or "").name, limit_mb=limits.unpacked // MEGABYTE)
    for entry in entries:
        _check_entry(entry)
    announced, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if announced > limits.unpacked or (announced > RATIO_MATTERS_FROM and announced > MAX_RATIO * max(packed, 1)):
        raise ArchiveBomb(name=Path(opened.filename or "").name, limit_mb=limits.unpacked // MEGABYTE)
    return entries


def _check_entry(entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    is_encrypted = entry.flag_bits & 0x1
    if path.is_absolute() or ".." in path.parts or is_link or is_encrypted or "\x00" in entry.filename:
        raise ArchiveUnsafe(name=entry.filename[:200])
    if entry.compress_type not in PACKINGS:
        raise ArchiveUnreadable(name=entry.filename[:200])


def _is_clutter(name: str) -> bool:
    """What archivers add by themselves: __MACOSX, .DS_Store, Thumbs.db."""
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or PurePosixPath(name).name in {".DS_Store", "Thumbs.db"}


def _unpack_entries(
    opened: zipfile.ZipFile, entries: list[zipfile.ZipInfo], folder: Path, limits: Limits
) -> Iterator[KeptFile]:
    left = limits.unpacked
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        target = folder.joinpath(*path.parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            size, digest = _write(_chunks(opened, entry), target, min(left, entry.file_size), path.name)
        except UploadTooLarge as lie:
            raise ArchiveBomb(name=path.name, limit_mb=limits.unpacked // MEGABYTE) from lie
        left -= size
        yield KeptFile(path.name, path.as_posix(), size, digest)


def _chunks(opened: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with opened.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk
