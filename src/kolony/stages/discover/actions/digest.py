"""The weekly letter of newcomers: asked for, stopped (from the letter itself too), and written on Mondays."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from kolony.ground.facts import queries as facts
from kolony.ground.facts.models import Source
from kolony.ground.frame import letters
from kolony.ground.frame.models import Subscription
from kolony.ground.guard import audit, permits
from kolony.ground.guard import queries as guard
from kolony.stages.discover import newcomers, queries
from kolony.stages.discover.errors import NoMailServer

LETTER, SALT = "discover.newcomers", "discover.newcomers.stop"


def about(source: Source, goal: str) -> str:
    return f"{source.platform}:{goal}"


def subscription_of(reader: Any, source: Source, goal: str) -> Subscription | None:
    return letters.subscription_of(reader.pk, LETTER, about(source, goal))


@transaction.atomic
def ask_for_digest(*, actor: Any, source: Source, goal: str, now: datetime) -> Subscription:
    """From the next Monday on; asked twice it comes once."""
    permits.require(actor, "discover.see")
    if not letters.can_mail():
        raise NoMailServer
    found, is_new = letters.subscribe(owner_id=actor.pk, letter=LETTER, about=about(source, goal), now=now)
    if is_new:
        audit.record(actor=actor, kind="discover.digest_asked", subject=found, changes={"goal": goal}, now=now)
    return found


def stop_digest(*, actor: Any, source: Source, goal: str, now: datetime) -> None:
    """No more of them."""
    permits.require(actor, "discover.see")
    found = subscription_of(actor, source, goal)
    if found:
        _stop(found, actor, now)


def stop_by_token(*, token: str, now: datetime) -> bool:
    """By the address in the letter, without signing in; whether the address was ours. Twice is as good as once."""
    try:
        subscription_id = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return False
    found = letters.subscription_with_id(subscription_id)
    if found:
        _stop(found, guard.user_called(found.owner_id), now)
    return True


@transaction.atomic
def _stop(found: Subscription, actor: Any, now: datetime) -> None:
    audit.record(actor=actor, kind="discover.digest_stopped", subject=found, now=now)
    found.delete()


def write_digests(*, now: datetime) -> int:
    """On Mondays: to everybody who asked, in their own language, if a run since brought anybody new. How many."""
    if not letters.can_mail():
        return 0
    since = newcomers.last_monday(now, settings.TIME_ZONE)
    return sum(_write(one, now) for one in letters.due(LETTER, since))


def _write(subscription: Subscription, now: datetime) -> bool:
    reader = guard.user_called(subscription.owner_id)
    platform, goal = subscription.about.rsplit(":", 1)
    source = facts.source_of_platform(platform)
    if source is None or reader is None or not reader.is_active or not permits.allows(reader, "discover.see"):
        return False
    run, last = queries.newest_rank_run(source), subscription.written_at or subscription.asked_at
    if run is None or (subscription.written_at and run.created_at <= last):
        return False
    with translation.override(reader.language):
        written = _written(subscription.pk, source, goal)
    return bool(written and letters.write(subscription=subscription, written=written, now=now))


def _written(subscription_id: UUID, source: Source, goal: str) -> letters.Written | None:
    told = newcomers.digest_of(source, goal)
    if not told["count"]:
        return None
    page = f"{reverse('discover:newcomers')}?source={source.platform}&goal={goal}"
    stop = reverse("discover:newcomers-stop", args=[signing.dumps(str(subscription_id), salt=SALT)])
    subject = ngettext(
        "%(n)d newcomer in %(name)s this week", "%(n)d newcomers in %(name)s this week", told["count"]
    ) % {"n": told["count"], "name": source.name}
    told |= {
        "address": settings.KOLONY_ADDRESS, "page_url": settings.KOLONY_ADDRESS + page,
        "stop_url": settings.KOLONY_ADDRESS + stop, "candidates_path": reverse("discover:candidates"),
        "subject": subject,
        "language": translation.get_language(),
    }  # fmt: skip
    return letters.Written(
        subject=subject, text=render_to_string("discover/letter.txt", told),
        html=render_to_string("discover/letter.html", told), stop_url=told["stop_url"],
    )  # fmt: skip
