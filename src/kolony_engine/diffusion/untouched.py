"""Arrays that take no memory where nobody has written yet, and give all of it back when they go.

NumPy asks for huge pages (2 MB are filled for one byte) for arrays from 4 MB, and the allocator beneath it keeps what
has been freed; room that is only reserved, or read at far places, comes from the system itself.
"""

from mmap import MAP_ANONYMOUS, MAP_PRIVATE, mmap

import numpy as np


def untouched(length: int, kind: type[np.generic]) -> np.ndarray:
    """Zeros."""
    size = max(1, length * np.dtype(kind).itemsize)
    return np.frombuffer(mmap(-1, size, flags=MAP_PRIVATE | MAP_ANONYMOUS), kind, length)
