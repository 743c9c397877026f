"""The season as a story, chapter by chapter. Reading this file from top to bottom is reading the plot.

The Lantern Ferry Commons (灯渡学社) is a bilingual community in which people write down what they learn. In eighteen
months it launches a course, a small app, and at last the book the season is named after: *The Question Ferry* 《问渡》.
Old stars fade, newcomers rise, quiet people write rarely and well, a ring likes itself, and most readers just read.
"""

from datetime import date, timedelta

from .attention import pay_attention
from .cast import gather_the_cast
from .chronicle import Chronicle
from .fans import Public, find_the_fans
from .market import mark_the_launch_posts, promoters_of, sell
from .plan import FULL_MEMBERS, Plan
from .posting import write_the_posts
from .relations import arrive, follow
from .rhythm import weekly_pace
from .season import Season
from .slots import boost_of, draw_the_lots, show_the_posts
from .truth import tell_the_truth

LAST_DAY = date(2026, 11, 18)


def simulate(
    seed: int = 7,
    members: int = FULL_MEMBERS,
    months: int = 18,
    scale: float = 1.0,
    end_on: date = LAST_DAY,
) -> Season:
    """One season, the same for the same five values. `scale` multiplies how much everybody writes."""
    plan = Plan(seed=seed, members=members, months=months, scale=scale, end_on=end_on)
    cast = gather_the_cast(plan)
    arrivals = arrive(plan, cast)
    public = Public(plan, cast)

    habit = weekly_pace(plan, cast)
    placements = draw_the_lots(plan, cast, habit)
    pace = habit * boost_of(plan, habit, placements)
    fans = find_the_fans(plan, cast, public, pace)
    follows = follow(plan, cast, public, fans)

    posts = write_the_posts(plan, cast, pace)
    promoters = promoters_of(plan, cast)
    mark_the_launch_posts(plan, posts, promoters)
    lift = show_the_posts(cast, posts, placements)
    attention = pay_attention(plan, cast, public, fans, posts, lift)
    purchases = sell(plan, cast, fans, promoters)

    chronicle = Chronicle(plan, cast, posts, attention, purchases, follows, arrivals, placements)
    return Season(
        events=chronicle.events(),
        words=chronicle.words(),
        members=chronicle.members(),
        slots=chronicle.slots(),
        truth=tell_the_truth(chronicle, fans, pace),
        starts_at=plan.starts_at,
        ends_at=plan.starts_at + timedelta(days=plan.days),
        seed=seed,
    )


def small_season(seed: int = 7) -> Season:
    """The variant for tests: 600 members, the same story, about 30,000 events, well under a second."""
    return simulate(seed=seed, members=600, scale=0.75)
