"""The only place that reads the wall clock. Everything below the edge is told what time it is."""

from datetime import UTC, date, datetime, timedelta

AHEAD = timedelta(days=1)
"""How far ahead of ours somebody else's clock may be: other zones, days without a time. Later has not happened yet."""


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def read(text: str) -> datetime | None:
    """A moment as an address holds it, with its zone; None if it is none."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def day_of(moment: datetime) -> date:
    """The UTC day a moment falls on."""
    return moment.astimezone(UTC).date()
