"""Whose set comes next: everybody is the root of one before anybody is the root of two.

Roots drawn each for itself leave to chance how often each member is one, and where sets hold hardly more than their
root, that is a third and more of what is not known about a member. So the sets of a purpose take the members in turn,
in an order drawn by lot; with weights, as many strata of the same weight. Each root alone is still a target drawn by
weight, and the confidence bounds hold as they are: of members in turn, the moment generating function of the sets
covered is the elementary symmetric mean of (1 + q (e^x - 1)) over the members' chances q, which is at most what
independent draws give (Maclaurin's inequality; Hoeffding, JASA 1963, section 6).
"""

import numpy as np
from numba import njit

from kolony_engine.diffusion.machine import streams
from kolony_engine.diffusion.machine.streams import GOLDEN, mix, unit

ODD = np.uint64(1)
BEFORE_ALL = -1  # the "block" whose stream draws the order
ROUNDS = 3
BELOW_ONE = 1.0 - 2.0**-53  # a share rounded up to one would be past the last of the running sums


@njit(nogil=True, cache=True, error_model="numpy")
def order_of(key, members):
    """The order in which so many take turns: where it begins, a mask of the bits their numbers need, half as many bits,
    two odd factors."""
    bits = 1
    while members > 1 << bits:
        bits += 1
    begin = streams.start(key[0], key[1], BEFORE_ALL)
    first = mix(begin + GOLDEN)
    return begin >> ODD, np.uint64((1 << bits) - 1), np.uint64((bits + 1) // 2), first | ODD, mix(first + GOLDEN) | ODD


@njit(nogil=True, cache=True, error_model="numpy")
def at_turn(number, members, order):
    """Who is the root of set `number`: a bijection of numbers of so many bits (odd factors, shifts), gone on with until
    it names a member."""
    begin, mask, half, first, second = order
    least = np.uint64(members)
    place = (np.uint64(number) + begin) % least
    while True:
        for _ in range(ROUNDS):
            place = (place * first + second) & mask
            place ^= place >> half
        if place < least:
            return np.int64(place)


@njit(nogil=True, cache=True, error_model="numpy")
def root_of(state, number, members, order, cumulated):
    """The root of set `number`: any member alike, or by weight when weights are given (running sums, total last)."""
    turn = at_turn(number, members, order)
    if len(cumulated) == 0:
        return np.int32(turn)
    share = min((turn + unit(mix(state))) / members, BELOW_ONE)
    return np.int32(np.searchsorted(cumulated, share * cumulated[-1], side="right"))
