"""The only place that reads the wall clock. Everything below the edge is told what time it is."""

from datetime import UTC, date, datetime, timedelta

AHEAD = timedelta(days=1)
"""How far ahead of ours somebody else's clock may be: other zones, days without a time. Later has not happened yet."""


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def day_of(moment: datetime) -> date:
    """The UTC day a moment falls on."""
    return moment.astimezone(UTC).date()
