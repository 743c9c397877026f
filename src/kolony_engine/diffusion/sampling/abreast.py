"""Several RR sets at once on one thread, so that the memory fetches for all of them while each waits.

On a graph that no cache holds, following one set means waiting for memory at every member: its row, its neighbour. A
set of another block has nothing to do with it, so LANES blocks are followed in turn: what a lane will read next is
asked for when it is known, and read when its turn comes again. Each block draws from its own stream and in its own
order, so the sets are those of `reverse.sample_blocks`, bit for bit.
"""

import numpy as np
from numba import njit

from kolony_engine.diffusion.machine import streams
from kolony_engine.diffusion.machine.instructions import prefetch
from kolony_engine.diffusion.machine.streams import GOLDEN, HALF, LOW, mix
from kolony_engine.diffusion.sampling.chances import DENSE, MOST, NONE, ONE
from kolony_engine.diffusion.sampling.reverse import (
    BLOCK,
    HALF_UNIT,
    dense_live,
    live_places,
    number_of_live,
    set_aside,
)
from kolony_engine.diffusion.sampling.roots import order_of, root_of

LANES = 8
READ, BEGIN, END, WAITING, SET, LAST, DONE = range(7)  # what is kept of a lane; one cache line
FIRST, AFTER, COMING = range(3)  # what is kept of a span of blocks
NO_ROOM = -1
# left to itself the compiler calls these for every member, with a dozen arrays each time: half the speed
inlined = njit(nogil=True, cache=True, error_model="numpy", _nrt=False, forceinline=True)


@inlined
def _draw_live(state, low, degree, table, waiting, sources):
    """Which in-arcs of a member are live, written to `waiting`; drawn as `reverse` draws, not yet read."""
    state += GOLDEN
    word = mix(state)
    u = np.float64(word >> HALF) * HALF_UNIT
    if u < table[degree, NONE]:
        return state, 0
    if u < table[degree, ONE]:
        waiting[0] = low + np.int64(((word & LOW) * np.uint64(degree)) >> HALF)
        prefetch(sources, waiting[0])
        return state, 1
    live = number_of_live(u, degree, table)
    state = live_places(state, word & LOW, low, degree, live, waiting)
    for i in range(live):
        prefetch(sources, waiting[i])
    return state, live


@inlined
def _take_waiting(lane, bit, waiting, offsets, sources, seen, queue):
    """Put the members at the places asked for into the set, and ask for their rows."""
    end = lane[END]
    for i in range(lane[WAITING]):
        node = sources[waiting[i]]
        if not seen[node] & bit:
            seen[node] |= bit
            queue[end] = node
            end += 1
            prefetch(offsets, node)
    lane[END], lane[WAITING] = end, 0


@inlined
def _follow(state, lane, bit, rows, table, waiting, seen, queue):
    """One member of the lane's set: draw which in-arcs are live and ask for their sources."""
    offsets, sources = rows
    node = queue[lane[READ]]
    low = np.int64(offsets[node])
    high = np.int64(offsets[node + 1])
    degree = high - low
    if degree > 0 and table[degree, DENSE] > 0.0 and lane[END] + degree > len(queue):
        lane[WAITING] = NO_ROOM
        return state
    lane[READ] += 1
    if degree == 0:
        return state
    if table[degree, DENSE] > 0.0:
        state, lane[END] = dense_live(state, low, high, table[degree, DENSE], sources, bit, seen, queue, lane[END])
        return state
    state, lane[WAITING] = _draw_live(state, low, degree, table, waiting, sources)
    return state


@inlined
def _begin(state, number, lane, bit, offsets, roots, seen, queue):
    """The root of the lane's next set."""
    state += GOLDEN
    node = root_of(state, number, len(offsets) - 1, *roots)
    begin = lane[END]
    queue[begin] = node
    seen[node] |= bit
    lane[BEGIN], lane[READ], lane[END] = begin, begin, begin + 1
    prefetch(offsets, node)
    return state


@inlined
def _next_set(state, number, rows, roots, key, span, lane, bit, seen, counts, queue, made):
    """A lane's set is whole: note its size, go on to the next one, in the next block where this one is done."""
    sizes, lane_of, begins = made
    if lane[END] > lane[BEGIN]:
        sizes[lane[SET]] = lane[END] - lane[BEGIN]
        lane[SET] += 1
        set_aside(queue, lane[BEGIN], lane[END], bit, seen, counts)
        lane[BEGIN] = lane[END]
    if lane[SET] == lane[LAST]:
        block = span[COMING]
        if block == span[AFTER]:
            lane[DONE] = 1
            return state
        place = block - span[FIRST]
        lane[SET], lane[LAST] = place * BLOCK, (place + 1) * BLOCK
        lane_of[place], begins[place] = number, lane[END]
        span[COMING] += 1
        state = streams.start(key[0], key[1], block)
    return _begin(state, span[FIRST] * BLOCK + lane[SET], lane, bit, rows[0], roots, seen, queue)


@inlined
def _turn(number, rows, table, roots, key, span, lanes, states, waiting, seen, counts, queues, made):
    """A lane goes on until it waits for memory. False: its queue has no room."""
    lane, bit, queue = lanes[number], np.uint8(1 << number), queues[number]
    if lane[END] + lane[WAITING] >= len(queue):
        return False
    if lane[WAITING]:
        before = lane[END]
        _take_waiting(lane, bit, waiting[number], rows[0], rows[1], seen, queue)
        if lane[READ] == before and lane[END] > before:
            return True
    while lane[READ] < lane[END] and not lane[WAITING]:
        states[number] = _follow(states[number], lane, bit, rows, table, waiting[number], seen, queue)
    if lane[WAITING] == NO_ROOM:
        lane[WAITING] = 0
        return False
    if not lane[WAITING]:
        state = states[number]
        states[number] = _next_set(state, number, rows, roots, key, span, lane, bit, seen, counts, queue, made)
    return True


@inlined
def _turns(rows, table, roots, key, span, lanes, states, waiting, seen, counts, queues, made):
    """Turn by turn until all blocks are done; False when a lane's queue has no room."""
    going = True
    while going:
        going = False
        for number in range(LANES):
            if lanes[number, DONE]:
                continue
            going = True
            if not _turn(number, rows, table, roots, key, span, lanes, states, waiting, seen, counts, queues, made):
                return False
    return True


@njit(nogil=True, cache=True)
def _longer(queues, lanes):
    """Twice the room in every queue."""
    larger = np.empty((LANES, 2 * queues.shape[1]), np.int32)
    for number in range(LANES):
        larger[number, : lanes[number, END]] = queues[number, : lanes[number, END]]
    return larger


@njit(nogil=True, cache=True, error_model="numpy")
def sample_abreast(rows, table, cumulated, key, first, last, seen, counts, queues):
    """RR sets of the blocks first..last-1 where in-arcs share a probability; as `reverse.sample_blocks` otherwise.

    seen        uint8[n], a bit a lane
    queues      int32[LANES, ...], this thread's buffers
    Returns (members, ends, queues); `queues` may be larger ones than those given.
    """
    lanes, states = np.zeros((LANES, 8), np.int64), np.zeros(LANES, np.uint64)
    waiting, span = np.empty((LANES, MOST + 1), np.int64), np.array([first, last, first])
    sizes, roots = np.empty((last - first) * BLOCK, np.int64), (order_of(key, len(seen)), cumulated)
    made = (sizes, np.empty(last - first, np.int64), np.empty(last - first, np.int64))
    while not _turns(rows, table, roots, key, span, lanes, states, waiting, seen, counts, queues, made):
        queues = _longer(queues, lanes)
    ends = np.cumsum(sizes)
    members, begin = np.empty(ends[-1], np.int32), np.int64(0)
    for place in range(last - first):
        end = ends[(place + 1) * BLOCK - 1]
        own = made[2][place]
        members[begin:end] = queues[made[1][place], own : own + end - begin]
        begin = end
    return members, ends, queues
