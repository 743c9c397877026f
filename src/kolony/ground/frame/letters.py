"""Letters: who asked for which, what is written, what waits. Rooms write here, `fronts.outside` delivers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from kolony.ground.frame.models import Letter, Subscription

GIVEN_UP_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Written:
    """What a letter says: plain words, the same as simple HTML, and where to go to get no more of them."""

    subject: str
    text: str
    html: str
    stop_url: str


def can_mail() -> bool:
    """Is there a mail server? Without one nothing is written, and pages say so."""
    return settings.KOLONY_CAN_MAIL


def subscribe(*, owner_id: UUID, letter: str, about: str, now: datetime) -> tuple[Subscription, bool]:
    """Ask for a letter; asked twice it is the same, and the second value says so."""
    return Subscription.objects.get_or_create(owner_id=owner_id, letter=letter, about=about, defaults={"asked_at": now})


def subscription_of(owner_id: UUID, letter: str, about: str) -> Subscription | None:
    return Subscription.objects.filter(owner_id=owner_id, letter=letter, about=about).first()


def subscription_with_id(subscription_id: str) -> Subscription | None:
    return Subscription.objects.filter(pk=subscription_id).first()


def due(letter: str, since: datetime) -> QuerySet[Subscription]:
    """Asked for before `since`, and not written after it."""
    unwritten = Q(written_at__lt=since) | Q(written_at__isnull=True)
    return Subscription.objects.filter(unwritten, letter=letter, asked_at__lt=since)


@transaction.atomic
def write(*, subscription: Subscription, written: Written, now: datetime) -> Letter | None:
    """Put it in the post; a second worker at the same moment finds it done."""
    before = Q(written_at=subscription.written_at) if subscription.written_at else Q(written_at__isnull=True)
    if not Subscription.objects.filter(before, pk=subscription.pk).update(written_at=now):
        return None
    return Letter.objects.create(
        to_user=subscription.owner_id, subject=" ".join(written.subject.split())[:200], text=written.text,
        html=written.html, stop_url=written.stop_url, written_at=now,
    )  # fmt: skip


def waiting() -> list[UUID]:
    """Letters nobody has delivered, oldest first."""
    return list(Letter.objects.filter(over_at__isnull=True).values_list("pk", flat=True)[:200])


@contextmanager
def taken(letter_id: UUID) -> Iterator[Letter | None]:
    """One letter in this worker's hands alone; None if another has it or it is over."""
    with transaction.atomic():
        free = Letter.objects.select_for_update(skip_locked=True).filter(pk=letter_id, over_at__isnull=True)
        yield free.first()


def finish(*, letter: Letter, problem: str = "", now: datetime) -> None:
    """Delivered, or not to be delivered at all: what it said is forgotten."""
    Letter.objects.filter(pk=letter.pk).update(over_at=now, problem=problem, text="", html="")


def put_back(*, letter: Letter, problem: str, now: datetime) -> None:
    """The server did not take it: tried again, for a day."""
    if now - letter.written_at > GIVEN_UP_AFTER:
        finish(letter=letter, problem=problem, now=now)
    else:
        Letter.objects.filter(pk=letter.pk).update(tries=F("tries") + 1, problem=problem)
