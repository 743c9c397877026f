"""Three launches: a course, a small app, and the book the season is named after. Who buys, and who moved them."""

from dataclasses import dataclass

import numpy as np

from .cast import Cast, Role
from .fans import NOBODY, Fans
from .plan import DAY, WEEK, Plan
from .posting import Posts


@dataclass(frozen=True)
class Launch:
    key: str
    names: tuple[str, str]
    prices: tuple[float, float]  # in CNY for the Chinese rooms, in USD for the English ones
    at: float  # part of the season gone by


LAUNCHES = (
    Launch("course-ask-better", ("会提问的人", "Ask Better"), (199.0, 29.0), 0.27),
    Launch("app-paper-lamp", ("纸灯笔记", "Paper Lamp"), (68.0, 9.0), 0.6),
    Launch("book-the-question-ferry", ("问渡", "The Question Ferry"), (59.0, 14.0), 0.93),
)
CURRENCIES = ("CNY", "USD")
PROMOTERS = {Role.KOC: 0.75, Role.STAR: 0.45, Role.RISER: 0.4, Role.QUIET: 0.3, Role.REGULAR: 0.03}
PERSUASION = {Role.KOC: 0.75, Role.STAR: 0.3, Role.RISER: 0.35, Role.QUIET: 0.5, Role.REGULAR: 0.2}


@dataclass
class Purchases:
    buyer: np.ndarray
    launch: np.ndarray
    when: np.ndarray
    moved_by: np.ndarray  # the truth: who moved the buyer, NOBODY if nobody did
    by_code: np.ndarray  # whether the product could see it (a code or a link was used)
    refunded_at: np.ndarray  # inf if kept


def launch_moment(plan: Plan, launch: int) -> float:
    """Launches open at ten in the morning, UTC, of the day."""
    return np.floor(LAUNCHES[launch].at * plan.days) * DAY + 2 * 3600


def promoters_of(plan: Plan, cast: Cast) -> np.ndarray:
    """members x launches: who will speak for which launch."""
    dice = plan.dice("promoters")
    chance = np.array([PROMOTERS.get(role, 0.0) for role in sorted(Role)])[cast.role]
    return dice.random((len(cast), len(LAUNCHES))) < chance[:, None]


def mark_the_launch_posts(plan: Plan, posts: Posts, promoters: np.ndarray) -> None:
    """The opening posts of promoters in the three weeks from a launch speak about it, about one in three."""
    dice = plan.dice("launch posts")
    says = dice.random(len(posts)) < 0.34
    for number in range(len(LAUNCHES)):
        since = posts.when - launch_moment(plan, number)
        speaks = posts.opens & says & (since > 0) & (since < 3 * WEEK) & promoters[posts.author, number]
        posts.launch[speaks] = number


def sell(plan: Plan, cast: Cast, fans: Fans, promoters: np.ndarray) -> Purchases:
    dice = plan.dice("market")
    parts = []
    for number in range(len(LAUNCHES)):
        parts.append(_moved_buyers(plan, cast, fans, promoters[:, number], number, dice))
        parts.append(_own_buyers(plan, cast, number, dice))
    buyer, launch, when, moved_by = (np.concatenate(column) for column in zip(*parts, strict=True))
    keep = cast.here(buyer, when) & (when < plan.length)
    buyer, launch, when, moved_by = buyer[keep], launch[keep], when[keep], moved_by[keep]
    order = np.argsort(when, kind="stable")
    _, first = np.unique((launch * len(cast) + buyer)[order], return_index=True)
    keep = np.sort(order[first])
    count = len(keep)
    refund = when[keep] + dice.uniform(0.5, 14, count) * DAY
    kept = (dice.random(count) > 0.045) | (refund >= plan.length)
    return Purchases(
        buyer=buyer[keep],
        launch=launch[keep],
        when=when[keep],
        moved_by=moved_by[keep],
        by_code=(moved_by[keep] != NOBODY) & (dice.random(count) < 0.7),
        refunded_at=np.where(kept, np.inf, refund),
    )


def _moved_buyers(plan: Plan, cast: Cast, fans: Fans, promoter: np.ndarray, number: int, dice: np.random.Generator):
    persuasion = np.array([PERSUASION.get(role, 0.0) for role in sorted(Role)])[cast.role[fans.author]]
    opens = launch_moment(plan, number)
    asked = promoter[fans.author] & (fans.since < opens)
    edge = np.flatnonzero(asked & (dice.random(len(fans.author)) < persuasion * fans.strength * 2.2))
    when = opens + dice.gamma(1.6, 4.0, len(edge)) * DAY
    return fans.fan[edge], np.full(len(edge), number), when, fans.author[edge]


def _own_buyers(plan: Plan, cast: Cast, number: int, dice: np.random.Generator):
    """Some buy without anybody's word; early adopters within days, the others whenever they come round."""
    who = np.flatnonzero(dice.random(len(cast)) < 0.8 * cast.adopts**1.5)
    patience = 2 + 45 * (1 - cast.adopts[who]) ** 2
    when = launch_moment(plan, number) + dice.exponential(patience) * DAY
    return who, np.full(len(who), number), when, np.full(len(who), NOBODY)
