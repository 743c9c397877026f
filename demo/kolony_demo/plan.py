"""What a season is asked to be: its seed, its size, its days. Everything else follows from these five values."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zlib import crc32

import numpy as np

HOUR = 3600.0
DAY = 24 * HOUR
WEEK = 7 * DAY
SEEN_AHEAD_WEEKS = 13  # the hidden truth looks this far past the last day
FULL_MEMBERS = 20_000
MONTH_DAYS = 30.4375
DAYS_OF_WEEK = np.array([0.158, 0.162, 0.160, 0.152, 0.138, 0.112, 0.118])  # Monday first
HOURS_OF_DAY = np.array(
    [22, 11, 6, 4, 3, 4, 9, 20, 34, 46, 52, 50, 60, 54, 47, 49, 50, 48, 45, 52, 68, 78, 72, 46], dtype=float
)


@dataclass(frozen=True)
class Plan:
    seed: int
    members: int
    months: int
    scale: float
    end_on: date

    @cached_property
    def days(self) -> int:
        return round(self.months * MONTH_DAYS)

    @cached_property
    def weeks(self) -> int:
        return -(-self.days // 7)

    @cached_property
    def starts_at(self) -> datetime:
        """Midnight UTC of the first day; the season's last moment is the end of `end_on`."""
        first = self.end_on - timedelta(days=self.days - 1)
        return datetime(first.year, first.month, first.day, tzinfo=UTC)

    @cached_property
    def length(self) -> float:
        """Seconds from the first moment to the last."""
        return self.days * DAY

    @property
    def size(self) -> float:
        """How big this community is beside the full one."""
        return self.members / FULL_MEMBERS

    def moment(self, seconds) -> datetime:
        return self.starts_at + timedelta(seconds=float(seconds))

    def dice(self, chapter: str) -> np.random.Generator:
        """Each chapter throws its own dice: a change in one chapter leaves the others as they were."""
        return np.random.default_rng([self.seed, crc32(chapter.encode())])
