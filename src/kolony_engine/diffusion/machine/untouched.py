"""Arrays that take no memory where nobody has written yet, and give all of it back when they go.

NumPy asks for huge pages (2 MB are filled for one byte) for arrays from 4 MB, and the allocator beneath it keeps what
has been freed; room that is only reserved, or read at far places, comes from the system itself.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from mmap import MAP_ANONYMOUS, MAP_PRIVATE, mmap

import numpy as np
import pyarrow as pa


def untouched(length: int, kind: type[np.generic]) -> np.ndarray:
    """Zeros."""
    size = max(1, length * np.dtype(kind).itemsize)
    return np.frombuffer(mmap(-1, size, flags=MAP_PRIVATE | MAP_ANONYMOUS), kind, length)


def longer(array: np.ndarray, used: int, length: int, reserved: int) -> np.ndarray:
    """An array of that length at least, with what is in use of this one; at once with room for `reserved` more."""
    if length <= len(array):
        return array
    larger = untouched(max(length, reserved), array.dtype.type)
    larger[:used] = array[:used]
    return larger


@contextmanager
def from_the_system() -> Iterator[None]:
    """Meanwhile Arrow takes its memory from the C library: its usual allocator keeps megabytes in reserve."""
    usual = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(usual)


def give_back() -> None:
    """Return to the system what was freed: Arrow and the C library keep it for later, more of it than a graph needs."""
    pa.default_memory_pool().release_unused()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # only glibc keeps much, and has it
    if trim is not None:
        trim(0)
