"""Random streams that belong to a block of work, never to a worker.

A stream is splitmix64 (Steele, Lea, Flood, OOPSLA 2014) started from a hash of (seed, purpose, block). Whoever computes
a block, on whatever thread or machine, draws the same numbers; so one thread, four threads and a cluster agree bit
for bit.
"""

import numpy as np
from numba import njit

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_A = np.uint64(0xBF58476D1CE4E5B9)
_MIX_B = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11, HALF = (np.uint64(n) for n in (30, 27, 31, 11, 32))
LOW = np.uint64(0xFFFFFFFF)
_UNIT = 1.0 / (1 << 53)

# What a stream is for: selecting, judging, simulating, ... Never mixed, so that the judge has not seen the evidence.
SELECT, JUDGE, SIMULATE, BOOTSTRAP, COMPARE = 1, 2, 3, 4, 5


@njit(inline="always")
def mix(state):
    """The finalizer of splitmix64: 64 bits in, 64 well-stirred bits out."""
    z = state
    z = (z ^ (z >> _S30)) * _MIX_A
    z = (z ^ (z >> _S27)) * _MIX_B
    return z ^ (z >> _S31)


@njit(inline="always")
def start(seed, purpose, block):
    """The state a block's stream starts from."""
    state = mix(np.uint64(seed) + GOLDEN)
    state = mix(state ^ (np.uint64(purpose) * _MIX_A))
    return mix(state ^ (np.uint64(block) * GOLDEN))


@njit(inline="always")
def unit(word):
    """A float in [0, 1) from the upper 53 bits of a word."""
    return (word >> _S11) * _UNIT
