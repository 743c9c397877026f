"""The people of the season: who they are, how gifted, how lasting, and what will become of them.

Nothing here is shown to the product. A member's *role* is the story we planted; the product sees only what they do.
"""

from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np

from .plan import DAY, HOUR, HOURS_OF_DAY, WEEK, Plan
from .subjects import CHINESE, ENGLISH, SUBJECTS

NEVER = np.inf


class Role(IntEnum):
    READER = 0  # reads, likes, sometimes comments
    CASUAL = 1  # a few posts in the first weeks, then quiet
    REGULAR = 2  # the working middle of every community
    STAR = 3  # was there early, still strong
    FADING = 4  # was there early, losing breath
    RISER = 5  # unknown yesterday, on top tomorrow
    QUIET = 6  # rarely writes, and each time it is excellent
    KOC = 7  # few followers, who come back and buy what they see
    RING = 8  # likes those who like back
    BURSTER = 9  # twenty posts in a week, none for months
    ONE_HIT = 10  # one lucky post
    JUNK = 11  # advertisements


@dataclass(frozen=True)
class Part:
    """How a role is cast: share, fewest, posts a week (and spread), gift, fans, their warmth, stay in days."""

    share: float
    least: int
    pace: float
    spread: float
    talent: float
    fans: float
    warmth: float
    stay: float


PARTS = {
    Role.CASUAL: Part(0.26, 60, 0.85, 0.6, -0.2, 0.5, 0.10, 70),
    Role.REGULAR: Part(0.13, 60, 0.30, 0.95, 0.15, 3.2, 0.12, 520),
    Role.STAR: Part(0.004, 6, 2.3, 0.5, 1.2, 220, 0.05, 9000),
    Role.FADING: Part(0.002, 3, 2.6, 0.4, 1.0, 160, 0.05, 9000),
    Role.RISER: Part(0.0075, 10, 2.3, 0.4, 1.15, 90, 0.12, 9000),
    Role.QUIET: Part(0.005, 8, 0.16, 0.25, 1.7, 16, 0.24, 4000),
    Role.KOC: Part(0.008, 10, 0.6, 0.35, 0.0, 24, 0.4, 3000),
    Role.RING: Part(0.0012, 6, 0.55, 0.3, -0.6, 1.0, 0.05, 5000),
    Role.BURSTER: Part(0.003, 4, 0.8, 0.3, 0.2, 4.0, 0.06, 2000),
    Role.ONE_HIT: Part(0.004, 4, 0.05, 0.3, 0.0, 1.0, 0.05, 600),
    Role.JUNK: Part(0.005, 5, 0.9, 0.5, -2.1, 0.2, 0.02, 160),
    Role.READER: Part(0.0, 0, 0.012, 0.5, 0.0, 0.3, 0.10, 420),
}
RING_SIZE = 6
FOUNDING_SHARE = 0.3
CHINESE_SHARE = 0.64


@dataclass
class Cast:
    """One array per trait, one place per member. Times are seconds from the season's first moment."""

    role: np.ndarray
    language: np.ndarray
    room: np.ndarray
    second_room: np.ndarray
    talent: np.ndarray
    pace: np.ndarray
    stay_weeks: np.ndarray
    fans: np.ndarray
    warmth: np.ndarray
    reply_rate: np.ndarray
    read_rate: np.ndarray
    adopts: np.ndarray
    joined: np.ndarray
    leaves: np.ndarray
    winds_down: np.ndarray
    turns_at: np.ndarray
    zone: np.ndarray
    ring: np.ndarray

    def __len__(self) -> int:
        return len(self.role)

    def here(self, who: np.ndarray, when: np.ndarray) -> np.ndarray:
        """Was this member there at that moment?"""
        return (self.joined[who] <= when) & (when < self.leaves[who])

    def only(self, role: Role) -> np.ndarray:
        return np.flatnonzero(self.role == role)

    def columns(self) -> dict[str, np.ndarray]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


def gather_the_cast(plan: Plan) -> Cast:
    dice = plan.dice("cast")
    role = _cast_roles(plan, dice)
    count = len(role)
    part = {name: np.array([getattr(PARTS[Role(r)], name) for r in range(len(Role))])[role] for name in _PART_TRAITS}
    language = np.where(dice.random(count) < CHINESE_SHARE, CHINESE, ENGLISH).astype(np.int8)
    subjects = len(rooms_in_use(plan)) // 2
    popularity = np.linspace(1.6, 0.5, subjects)
    home, second = (dice.choice(subjects, count, p=popularity / popularity.sum()) for _ in range(2))
    joined = _arrivals(plan, role, dice)
    cast = Cast(
        role=role,
        language=language,
        room=home * 2 + language,
        second_room=second * 2 + language,
        talent=part["talent"] + dice.normal(0, 0.35, count),
        pace=part["pace"] * np.exp(dice.normal(0, part["spread"])),
        stay_weeks=np.where(role == Role.CASUAL, dice.exponential(3.5, count) + 0.5, part["stay"] / 7),
        fans=part["fans"] * np.exp(dice.normal(-0.1, 0.45, count)) * plan.size**0.3,
        warmth=part["warmth"],
        reply_rate=_reply_habit(role, dice),
        read_rate=np.exp(dice.normal(0, 1.0, count)) * np.where(role == Role.READER, 0.8, 1.2),
        adopts=dice.beta(1.2, 4.0, count),
        joined=joined,
        leaves=np.full(count, NEVER),
        winds_down=np.zeros(count),
        turns_at=np.full(count, NEVER),
        zone=_time_zones(language, dice),
        ring=_close_the_rings(role, dice),
    )
    _ring_members_share_a_room(cast)
    _decide_turning_points(plan, cast, dice)
    _settle_into_the_day(plan, cast, dice)
    _decide_departures(plan, cast, part["stay"], dice)
    return cast


_PART_TRAITS = ("pace", "spread", "talent", "fans", "warmth", "stay")


def rooms_in_use(plan: Plan) -> range:
    """A room is a subject in one language; a small community keeps fewer subjects so that its rooms are not empty."""
    return range(2 * int(np.clip(plan.members // 120, 4, len(SUBJECTS))))


def _cast_roles(plan: Plan, dice: np.random.Generator) -> np.ndarray:
    named = []
    for role, part in PARTS.items():
        number = max(part.least, round(part.share * plan.members))
        number -= number % RING_SIZE if role == Role.RING else 0
        named.extend([role] * number)
    if len(named) > plan.members:
        raise ValueError(f"a season needs at least {len(named)} members, not {plan.members}")
    role = np.zeros(plan.members, dtype=np.int8)
    role[: len(named)] = named
    return dice.permutation(role)


def _arrivals(plan: Plan, role: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """Founders came in the two years before; the others come faster and faster, on a working-day rhythm."""
    count = len(role)
    chance = np.full(count, FOUNDING_SHARE)
    chance[np.isin(role, (Role.STAR, Role.FADING))] = 0.92
    chance[np.isin(role, (Role.RISER, Role.JUNK))] = 0.12
    chance[role == Role.QUIET] = 0.55
    before = -dice.beta(1.0, 1.6, count) * 730 * DAY
    during = dice.random(count) ** 0.85 * plan.length * np.where(role == Role.QUIET, 0.6, 0.985)
    return np.where(dice.random(count) < chance, before, during)


def _reply_habit(role: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    habit = dice.beta(1.4, 3.0, len(role))
    habit[role == Role.KOC] = dice.beta(8, 2, int((role == Role.KOC).sum()))
    habit[role == Role.RISER] = dice.beta(6, 3, int((role == Role.RISER).sum()))
    habit[role == Role.JUNK] = 0.01
    return habit


def _time_zones(language: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """Hours east of Greenwich: most Chinese writers live in one zone, the English ones in five."""
    west = dice.choice([-8, -5, 0, 1, 10], len(language), p=[0.2, 0.34, 0.24, 0.14, 0.08])
    return np.where(language == CHINESE, 8, west)


def _close_the_rings(role: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    ring = np.full(len(role), -1, dtype=np.int32)
    members = dice.permutation(np.flatnonzero(role == Role.RING))
    ring[members] = np.arange(len(members)) // RING_SIZE
    return ring


def _ring_members_share_a_room(cast: Cast) -> None:
    for number in range(cast.ring.max() + 1):
        members = np.flatnonzero(cast.ring == number)
        for trait in (cast.room, cast.second_room, cast.language, cast.zone):
            trait[members] = trait[members[0]]
        cast.joined[members] = cast.joined[members].min()


def _decide_turning_points(plan: Plan, cast: Cast, dice: np.random.Generator) -> None:
    """When a riser takes off and when an old star loses breath. Some risers only just take off at the end."""
    risers, fading = cast.only(Role.RISER), cast.only(Role.FADING)
    late = dice.random(len(risers)) < 0.6
    soon = plan.length + dice.uniform(-12 * WEEK, 5 * WEEK, len(risers))
    earlier = dice.uniform(0.22, 0.85, len(risers)) * plan.length
    cast.turns_at[risers] = np.where(late, soon, earlier)
    lead = dice.uniform(9, 24, len(risers)) * WEEK
    cast.joined[risers] = np.minimum(np.maximum(cast.joined[risers], -8 * WEEK), cast.turns_at[risers] - lead)
    cast.turns_at[fading] = dice.uniform(0.3, 0.95, len(fading)) * plan.length


def _decide_departures(plan: Plan, cast: Cast, stay: np.ndarray, dice: np.random.Generator) -> None:
    """Everyone leaves one day. Half of them wind down over six weeks first, the others are gone overnight."""
    since = np.maximum(cast.joined, 0)
    leaves = since + dice.exponential(stay * DAY) + DAY
    leaves[cast.role == Role.QUIET] = NEVER
    horizon = plan.length + 26 * WEEK
    cast.leaves[:] = np.where(leaves > horizon, NEVER, leaves)
    cast.winds_down[:] = np.where(dice.random(len(cast)) < 0.5, 6 * WEEK, 0.0)


def _settle_into_the_day(plan: Plan, cast: Cast, dice: np.random.Generator) -> None:
    """People sign up in the daytime of their own zone."""
    chance = HOURS_OF_DAY / HOURS_OF_DAY.sum()
    hour = dice.choice(24, len(cast), p=chance) - cast.zone
    day = np.floor(cast.joined / DAY)
    moved = day * DAY + np.mod(hour, 24) * HOUR + dice.random(len(cast)) * HOUR
    cast.joined[:] = np.where(moved < plan.length - WEEK, moved, cast.joined)
