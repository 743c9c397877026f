"""Which of few chosen members somebody is: a bit a member, and a running count every 64.

A table of places would take 4 bytes a member and be read at random for every member of every set; this is 30 times
smaller, and so stays in the nearest cache.
"""

import numpy as np
from numba import njit

from kolony_engine.diffusion.machine.instructions import count_bits

ONE, LOW_SIX, SIX = np.uint64(1), np.uint64(63), np.uint64(6)


def places(chosen: np.ndarray, members: int) -> tuple[np.ndarray, np.ndarray]:
    """(bits, before) for `place_of`; `chosen` are member numbers, rising."""
    bits, before = np.zeros(members // 64 + 1, np.uint64), np.zeros(members // 64 + 1, np.int32)
    mark(chosen, bits, before)
    return bits, before


@njit(nogil=True, cache=True)
def mark(chosen, bits, before):
    """Fill the zeroed `bits` and `before`."""
    for member in chosen:
        bits[np.uint64(member) >> SIX] |= ONE << (np.uint64(member) & LOW_SIX)
    running_counts(bits, before)


@njit(nogil=True, cache=True)
def running_counts(bits, before):
    """Fill `before` with the bits set before each word; returns how many are set in all."""
    total = np.int32(0)
    for word in range(len(bits)):
        before[word] = total
        total += np.int32(count_bits(bits[word]))
    return total


@njit(nogil=True, cache=True, _nrt=False)
def place_of(member, bits, before):
    """The position of a member among the chosen, -1 when not chosen."""
    word = np.uint64(member) >> SIX
    own = ONE << (np.uint64(member) & LOW_SIX)
    if not bits[word] & own:
        return np.int64(-1)
    return np.int64(before[word]) + np.int64(count_bits(bits[word] & (own - ONE)))
