"""The bell: long jobs of mine that run, and those that ended since I last looked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from kolony.ground.frame.queries import job_counts
from kolony.ground.kit import clock

SEEN_COOKIE = "k_bell"
RECENT = timedelta(days=7)


@dataclass(frozen=True)
class Bell:
    """What the bell shows without being opened."""

    open: int = 0
    news: int = 0


def bell_for(request: HttpRequest) -> Bell:
    """The counts for this reader; strangers have no bell."""
    user = getattr(request, "user", None)
    if not getattr(user, "is_authenticated", False):
        return Bell()
    counts = job_counts(reader_id=user.pk, since=_seen(request, clock.now()))
    return Bell(**counts)


def _seen(request: HttpRequest, now: datetime) -> datetime:
    try:
        seen = parse_datetime(request.COOKIES.get(SEEN_COOKIE, ""))
    except ValueError:
        seen = None
    return max(seen, now - RECENT) if seen and seen.tzinfo else now - RECENT
