"""What discovery decides, as plain functions: the day's sample, when somebody dismissed returns, how runs differ."""

import math
import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

LISTS = ("now", "rising", "potential")
GOALS = ("acquire", "activate", "convert")
KINDS = ("kol", "koc", "both", "unclear")
ORDERS = ("rank", "-rank", "quality", "-quality", "loyal_fans", "-loyal_fans", "could_score", "-could_score")
RANK_RUN, BACKTEST_RUN = "discover.rank", "discover.backtest"

NOMINATED, DISMISSED, EXCLUDED, LATER = "nominated", "dismissed", "excluded", "later"
VERDICTS = (NOMINATED, DISMISSED, EXCLUDED)
WAITING = "waiting"
PATROL_STATES = (WAITING, NOMINATED, DISMISSED, LATER)
TOP_RISING, UNEXPLORED, LEFT_OVER = "rising", "unexplored", "left_over"
PATROL_KINDS = (TOP_RISING, UNEXPLORED, LEFT_OVER)

PATROL_SIZE = 24
UNEXPLORED_SHARE = 1 / 3
CARDS_PER_LIST = 200
ALIKE_SHOWN, ALIKE_OF = 40, 100
UNEXPLORED_POOL = 200
POSTS_WEIGHED = 200_000
NEW_POSTS_NEEDED = 3
NEWCOMER_TOP = 50
COMPARED_TOP = 100
KEPT_WHOLE_RUNS = 3
KEPT_TOP = 1000


def default_as_of(last_event: datetime | None, now: datetime) -> datetime:
    """Midnight after the newest event, so that the whole last day counts; never later than now."""
    if last_event is None or last_event >= now:
        return now
    next_day = datetime.combine(last_event.astimezone(UTC).date() + timedelta(days=1), time(), UTC)
    return min(next_day, now)


def day_seed(day: date, salt: str) -> str:
    """The seed of one day's sample: the same for everybody on that day, another one tomorrow."""
    return f"{day.isoformat()}:{salt}"


def days_sample(
    rising: Sequence[str],
    unexplored: Sequence[str],
    left_over: Sequence[str],
    *,
    settled: Iterable[str],
    seed: str,
    size: int = PATROL_SIZE,
) -> list[tuple[str, str]]:
    """Whom to look at today: what was put off first, then the top of the rising list mixed with the unexplored.

    Nobody who is settled (nominated, or dismissed without new evidence) is shown; nobody is shown twice. Where one
    pool runs dry the other fills the day.
    """
    chance = random.Random(seed)
    seen = set(settled)
    first = [(actor, LEFT_OVER) for actor in _fresh(left_over, seen)][:size]
    seen |= {actor for actor, _ in first}
    room = size - len(first)
    top = _fresh(rising, seen)
    quiet = _fresh(unexplored, seen | set(top))
    chance.shuffle(quiet)
    wanted_quiet = min(len(quiet), max(round(room * UNEXPLORED_SHARE), room - len(top)))
    picked = [(actor, TOP_RISING) for actor in top[: room - wanted_quiet]]
    picked += [(actor, UNEXPLORED) for actor in quiet[:wanted_quiet]]
    chance.shuffle(picked)
    return first + picked


def _fresh(actors: Iterable[str], seen: set[str]) -> list[str]:
    return [actor for actor in dict.fromkeys(actors) if actor not in seen]


@dataclass(frozen=True)
class Seen:
    """What was known of a member at one time: score with its interval, and the posts behind the evidence."""

    score: float
    high: float
    posts: frozenset[str]
    cautions: frozenset[str] = frozenset()


def why_back(then: Seen, now: Seen) -> str | None:
    """Why a dismissed member may be shown again, or None.

    `posts`: at least three posts stand behind the evidence that did not when the operator looked, and the score is
    not lower. `score`: the score has left the interval it had then, upward, so it is not noise.
    """
    if now.score > then.high:
        return "score"
    if len(now.posts - then.posts) >= NEW_POSTS_NEEDED and now.score >= then.score:
        return "posts"
    return None


@dataclass(frozen=True)
class Placed:
    """One member's place in one run: rank and points by component."""

    rank: int
    points: Mapping[str, float]


@dataclass(frozen=True)
class Moved:
    """One member between two runs. `why` names the components that moved the score, largest first."""

    actor_id: str
    change: str
    rank_before: int | None
    rank_after: int | None
    why: tuple[tuple[str, float], ...] = ()


def moves(before: Mapping[str, Placed], after: Mapping[str, Placed], *, top: int = COMPARED_TOP) -> list[Moved]:
    """Who entered, left, rose or fell among the first `top`, the biggest changes first within each kind."""
    told = [_moved(actor, before.get(actor), after.get(actor), top) for actor in {*before, *after}]
    order = {"entered": 0, "left": 1, "up": 2, "down": 3}
    kept = [move for move in told if move]
    return sorted(kept, key=lambda m: (order[m.change], -_distance(m), m.rank_after or m.rank_before or 0, m.actor_id))


def _moved(actor: str, before: Placed | None, after: Placed | None, top: int) -> Moved | None:
    was_in, is_in = bool(before and before.rank <= top), bool(after and after.rank <= top)
    if not (was_in or is_in):
        return None
    change = {(False, True): "entered", (True, False): "left"}.get((was_in, is_in)) or _direction(before, after)
    if change is None:
        return None
    ranks = (before.rank if before else None, after.rank if after else None)
    return Moved(actor, change, *ranks, why=_why(before, after))


def _direction(before: Placed | None, after: Placed | None) -> str | None:
    if before is None or after is None or before.rank == after.rank:
        return None
    return "up" if after.rank < before.rank else "down"


def _distance(move: Moved) -> int:
    if move.change in ("entered", "left") or move.rank_before is None or move.rank_after is None:
        return 0
    return abs(move.rank_before - move.rank_after)


def _why(before: Placed | None, after: Placed | None, keep: int = 3) -> tuple[tuple[str, float], ...]:
    if before is None or after is None:
        return ()
    names = {*before.points, *after.points}
    changed = [(name, round(after.points.get(name, 0.0) - before.points.get(name, 0.0), 1)) for name in names]
    felt = [(name, points) for name, points in changed if abs(points) >= 0.1]
    return tuple(sorted(felt, key=lambda pair: (-abs(pair[1]), pair[0]))[:keep])


def concentration(effect: Iterable[float], steps: int = 20) -> list[tuple[float, float]]:
    """The curve "the first x of the members bring y of the effect", both as shares between 0 and 1.

    Early points lie close together (1, 2, 5 per cent), because there the curve bends.
    """
    sorted_down = sorted((max(0.0, value) for value in effect), reverse=True)
    total, people = sum(sorted_down), len(sorted_down)
    if not people or total <= 0:
        return []
    shares = sorted({0.01, 0.02, *(step / steps for step in range(1, steps + 1))})
    running, sums = 0.0, [0.0]
    for value in sorted_down:
        running += value
        sums.append(running)
    return [(share, round(sums[max(1, round(share * people))] / total, 4)) for share in shares]


def ordinary_share(activity: Sequence[float], effect: Sequence[float], top: float = 0.01) -> float | None:
    """The share of all acts that come from ordinary members: everybody but the first per cent by effect."""
    total = sum(activity)
    if not activity or total <= 0:
        return None
    leaders = max(1, round(len(activity) * top))
    ranked = sorted(range(len(effect)), key=lambda at: (-effect[at], at))
    return round(1 - sum(activity[at] for at in ranked[:leaders]) / total, 4)


def whole_percents(weights: Sequence[float]) -> list[int]:
    """Weights as whole per cents that add up to 100 (largest remainders first)."""
    total = sum(weights)
    if total <= 0:
        return [0 for _ in weights]
    exact = [100 * weight / total for weight in weights]
    floors = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda at: (floors[at] - exact[at], at))
    for at in by_remainder[: 100 - sum(floors)]:
        floors[at] += 1
    return floors


TRUST = re.compile(
    r"\b(?:trust|thank you|thanks|old friend|always (?:read|come|learn)|now i understand)\b"
    r"|谢谢|感谢|信任|相信你|信你|听你的|老朋友|又来了|一直在?[看读跟]|每次都|终于看懂",
    re.IGNORECASE,
)
"""Words by which readers show trust or thanks. A hint which comments to read first, no measure: nothing counts it."""


def sounds_trusting(text: str) -> bool:
    return TRUST.search(text) is not None


BANDS = {"new": (0, 90), "settled": (90, 365), "old": (365, math.inf)}
"""How many days somebody has been here, from the first number to before the second."""


def band_of(days: float) -> str:
    """How long somebody has been here, in three bands. Peers are those of one band."""
    return next(name for name, (_begin, end) in BANDS.items() if days < end)


FAR, NEAR = 1_000, 100


def came_from_nowhere(before: int | None, rank: int) -> bool:
    """Not in the list before, or in front now and so far behind then that the distance says nothing."""
    return before is None or (before > FAR and rank <= NEAR)


QUIET_GAPS = 4
QUIET_LEAST_DAYS = 7


def is_quiet(days: float, usual: float) -> bool:
    """Silent for four of one's own usual gaps, and for a week at least; of whom no gap is known nothing is said."""
    return usual > 0 and days >= max(QUIET_LEAST_DAYS, QUIET_GAPS * usual)


@dataclass(frozen=True)
class Alike:
    """A member like one or several others: how much on average (0 to 100), like whom of them, and what is shared."""

    actor_id: str
    score: float
    like: tuple[str, ...]
    common: Mapping[str, Mapping[str, object]]


def alike_to_all(found: Mapping[str, Sequence[Mapping[str, object]]]) -> list[Alike]:
    """Who is like a whole set, from who is like each of it: the mean over the set, counting nothing where somebody is
    not among the nearest. What is shared is told of the member of the set to whom they are nearest. Nobody of the set
    is like it."""
    near: dict[str, list[tuple[float, str, Mapping[str, object]]]] = {}
    for member, others in found.items():
        for other in others:
            if other["actor_id"] not in found:
                near.setdefault(str(other["actor_id"]), []).append((float(other["score"]), member, other["common"]))
    told = [_alike(actor_id, rows, len(found)) for actor_id, rows in near.items()]
    return sorted(told, key=lambda one: (-one.score, one.actor_id))


def _alike(actor_id: str, rows: list[tuple[float, str, Mapping[str, object]]], members: int) -> Alike:
    nearest_first = sorted(rows, key=lambda row: (-row[0], row[1]))
    mean = round(sum(score for score, _member, _common in rows) / members, 2)
    return Alike(actor_id, mean, tuple(member for _score, member, _common in nearest_first), nearest_first[0][2])
