"""The dossier's block "on the platform": how much, how steadily, in which topics, and the newest posts.

Read from rows that a job computed: the page touches neither the store nor the engine. The months end with the newest
event of the community, not with today, so that an old dump does not look like a silent member.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kolony.ground.facts import queries
from kolony.ground.facts.models import Member, MemberRhythm, Source, Words
from kolony.ground.guard import permits
from kolony.ground.people import queries as people
from kolony.ground.people.models import Person

MONTHS = 24
BAR, GAP, HEIGHT = 14, 4, 56


@dataclass(frozen=True)
class Bar:
    """One month, drawn."""

    month: str
    posts: int
    comments: int
    recognition: float
    left: int
    top: float
    height: float


@dataclass(frozen=True)
class OnPlatform:
    """What one member did in one community."""

    source: Source
    member: Member | None
    rhythm: MemberRhythm
    bars: tuple[Bar, ...]
    posts: Sequence[Words]

    @property
    def width(self) -> int:
        return len(self.bars) * (BAR + GAP)

    @property
    def posts_series(self) -> list[int]:
        return [bar.posts for bar in self.bars]

    @property
    def recognition_series(self) -> list[float]:
        return [bar.recognition for bar in self.bars]

    @property
    def posts_lately(self) -> int:
        return sum(self.posts_series[-12:])

    @property
    def posts_before(self) -> int:
        return sum(self.posts_series[-24:-12])

    @property
    def recognition_lately(self) -> float:
        return sum(self.recognition_series[-12:])

    @property
    def recognition_before(self) -> float:
        return sum(self.recognition_series[-24:-12])

    @property
    def active_months(self) -> int:
        return sum(1 for bar in self.bars[-12:] if bar.posts or bar.comments)


def on_platform(person: Person, viewer: Any) -> dict[str, Any] | None:
    """The panel's variables: one block for each community of ours that knows this person."""
    if not permits.allows(viewer, "facts.see"):
        return None
    handles = people.handles_of(people.family(person))
    blocks = [block for handle in handles if (block := _block(handle.platform, handle.external_id))]
    return {"platforms": blocks} if blocks else None


def _block(platform: str, actor_id: str) -> OnPlatform | None:
    source = queries.source_of_platform(platform)
    rhythm = queries.rhythm_of(source, actor_id) if source else None
    if source is None or rhythm is None:
        return None
    newest = queries.newest_event(source)
    return OnPlatform(
        source=source,
        member=queries.members_of(source, [actor_id]).get(actor_id),
        rhythm=rhythm,
        bars=bars_of(rhythm.months, newest) if newest else (),
        posts=queries.recent_words(source, actor_id, limit=5),
    )


def bars_of(months: list[dict[str, Any]], newest: datetime) -> tuple[Bar, ...]:
    """The last two years month by month, silent months included; the tallest bar fills the height."""
    known = {cell["month"]: cell for cell in months}
    wanted = months_until(newest)
    tallest = max((known[month]["contributions"] for month in wanted if month in known), default=0) or 1
    return tuple(_bar(place, month, known.get(month), tallest) for place, month in enumerate(wanted))


def months_until(newest: datetime) -> list[str]:
    """`MONTHS` months, the oldest first, ending with the month of `newest`."""
    last = newest.year * 12 + newest.month - 1
    return [f"{at // 12}-{at % 12 + 1:02}" for at in range(last - MONTHS + 1, last + 1)]


def _bar(place: int, month: str, cell: dict[str, Any] | None, tallest: int) -> Bar:
    posts = cell["contributions"] if cell else 0
    height = max(2.0, round(posts / tallest * HEIGHT, 1))
    return Bar(
        month=month, posts=posts, comments=cell["comments"] if cell else 0,
        recognition=cell["recognition"] if cell else 0.0, left=place * (BAR + GAP), top=HEIGHT - height, height=height,
    )  # fmt: skip
