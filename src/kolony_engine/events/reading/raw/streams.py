"""Bytes of a file, unpacked on the way if it is compressed, and counted: a file that unpacks without end is refused."""

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from kolony_engine.events.batches import SourceFile
from kolony_engine.events.errors import EngineError
from kolony_engine.events.reading.raw.limits import BLOCK, BOMB_FLOOR, BOMB_RATIO

GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"


def compression_of(path: Path) -> str | None:
    """`gz`, `zst` or None, by the first bytes: names may lie."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith(GZIP):
        return "gz"
    return "zst" if start == ZSTD else None


def fingerprint(path: Path) -> SourceFile:
    """The file as it lies on disk: size and SHA-256."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return SourceFile(path, path.stat().st_size, digest)


def blocks(path: Path, size: int = BLOCK) -> Iterator[tuple[bytes, int]]:
    """Unpacked blocks, each with the number of bytes read from disk so far.

    Refuses with E-READ-105 (unpacks to far more than its size) and E-READ-106 (the compression is broken).
    """
    compression = compression_of(path)
    unpacked = 0
    with path.open("rb") as disk:
        stream = _unpacking(disk, compression)
        while block := _block(stream, size, path):
            unpacked += len(block)
            position = disk.tell()
            if compression and unpacked > max(BOMB_FLOOR, BOMB_RATIO * position):
                raise EngineError("E-READ-105", file=path.name, packed=position, unpacked=unpacked)
            yield block, position


def _block(stream, size: int, path: Path) -> bytes:
    try:
        return stream.read(size)
    except (OSError, EOFError, zlib.error, pa.ArrowException) as error:
        raise EngineError("E-READ-106", file=path.name, detail=str(error)) from error


def _unpacking(disk: io.BufferedReader, compression: str | None):
    if compression == "gz":
        return gzip.GzipFile(fileobj=disk)
    if compression == "zst":
        return pa.CompressedInputStream(pa.PythonFile(disk, mode="r"), "zstd")
    return disk


def first_bytes(path: Path, size: int = BLOCK) -> bytes:
    """The unpacked beginning, enough to recognise what a file is."""
    return next(blocks(path, size), (b"", 0))[0]
