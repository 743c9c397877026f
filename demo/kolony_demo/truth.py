"""What only the simulator knows. Written apart, for judging methods; never loaded into the product."""

import numpy as np
import pyarrow as pa

from .cast import Role
from .chronicle import Chronicle
from .fans import NOBODY, Fans
from .ledger import moments, named
from .market import LAUNCHES
from .plan import SEEN_AHEAD_WEEKS, Plan
from .slots import AFTER_WEEKS, MORE_LIKES, MORE_POSTS
from .subjects import LANGUAGES, SUBJECTS


def tell_the_truth(chronicle: Chronicle, fans: Fans, pace: np.ndarray) -> dict[str, pa.Table]:
    return {
        "members": _members(chronicle, fans, pace),
        "diffusion": _diffusion(chronicle, fans),
        "purchases": _purchases(chronicle),
        "slot_effect": pa.table(
            {"more_posts": [MORE_POSTS], "for_weeks": [AFTER_WEEKS], "more_likes_of_the_post": [MORE_LIKES]}
        ),
    }


def _members(chronicle: Chronicle, fans: Fans, pace: np.ndarray) -> pa.Table:
    plan, cast = chronicle.plan, chronicle.cast
    past, future = pace[:, plan.weeks - SEEN_AHEAD_WEEKS : plan.weeks], pace[:, plan.weeks :]
    worth = np.exp(0.85 * cast.talent) + fans.warmth_of(np.arange(len(cast)))
    subjects = pa.array([subject.key for subject in SUBJECTS])
    return pa.table(
        {
            "actor_id": chronicle.codes,
            "role": pa.array([role.name.lower() for role in sorted(Role)]).take(pa.array(cast.role)),
            "talent": cast.talent,
            "language": pa.array(LANGUAGES).take(pa.array(cast.language)),
            "subject": subjects.take(pa.array(cast.room // 2)),
            "pace_last_quarter": past.sum(axis=1),
            "pace_next_quarter": future.sum(axis=1),
            "recognition_next_quarter": future.sum(axis=1) * worth,
            "warm_readers": fans.warmth_of(np.arange(len(cast))),
            "replies_to": cast.reply_rate,
            "adopts_early": cast.adopts,
            "turns_at": _maybe(plan, cast.turns_at),
            "leaves_at": _maybe(plan, cast.leaves),
            "ring": pa.array(cast.ring, mask=cast.ring == NOBODY),
        }
    )


def _maybe(plan: Plan, seconds: np.ndarray) -> pa.Array:
    known = np.isfinite(seconds)
    whole = moments(plan, np.where(known, seconds, 0.0))
    return whole.take(pa.array(np.arange(len(seconds)), mask=~known))


def _diffusion(chronicle: Chronicle, fans: Fans) -> pa.Table:
    return pa.table(
        {
            "source": named(chronicle.codes, fans.author),
            "target": named(chronicle.codes, fans.fan),
            "probability": fans.strength,
            "since": moments(chronicle.plan, fans.since),
        }
    )


def _purchases(chronicle: Chronicle) -> pa.Table:
    sold = chronicle.purchases
    return pa.table(
        {
            "buyer": named(chronicle.codes, sold.buyer),
            "product": pa.array([launch.key for launch in LAUNCHES]).take(pa.array(sold.launch)),
            "ts": moments(chronicle.plan, sold.when),
            "moved_by": named(chronicle.codes, sold.moved_by),
        }
    )
