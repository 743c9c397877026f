"""Verbs about sources."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from kolony.ground.facts import queries, rules
from kolony.ground.facts.actions.moving import person
from kolony.ground.facts.errors import RecognitionUnreadable, SourceNameTaken
from kolony.ground.facts.models import Source
from kolony.ground.guard import audit, permits
from kolony.ground.kit.ids import short_code


def ensure_source(
    *, actor, name: str, platform: str = "", recognition: str = "discourse", simulated: bool = False, now: datetime
) -> Source:
    """The source of this name, made if it is new. Called twice, it changes nothing.

    `platform` is the key that people's handles carry; without one it is made from the name. A name that leaves no
    Latin letter (青禾学社) gets a short code instead.
    """
    permits.require(actor, "facts.load")
    recognition = _understood(recognition)
    found = queries.source_called(name)
    if found is not None:
        return found
    key = platform or slugify(name)[:50] or f"source-{short_code(6).lower()}"
    try:
        with transaction.atomic():
            source = Source.objects.create(
                name=name, platform=key, recognition=recognition, simulated=simulated, created_by=person(actor),
                created_at=now,
            )  # fmt: skip
            audit.record(
                actor=actor, kind="facts.source_made", subject=source, changes={"name": name, "platform": key}, now=now
            )
    except IntegrityError as taken:
        raise SourceNameTaken(name=name, platform=key) from taken
    return source


def rename_source(*, actor, source: Source, name: str, now: datetime) -> Source:
    """Call a community something else; its key, and with it every handle, stays."""
    permits.require(actor, "facts.load")
    if source.name == name:
        return source
    try:
        with transaction.atomic():
            changes = {"name": [source.name, name]}
            Source.objects.filter(pk=source.pk).update(name=name)
            audit.record(actor=actor, kind="facts.source_renamed", subject=source, changes=changes, now=now)
    except IntegrityError as taken:
        raise SourceNameTaken(name=name, platform=source.platform) from taken
    source.name = name
    return source


def set_recognition(*, actor, source: Source, recognition: str, now: datetime) -> Source:
    """Say what counts as recognition in this community; runs made before keep what they were made with."""
    permits.require(actor, "facts.load")
    recognition = _understood(recognition)
    if source.recognition == recognition:
        return source
    with transaction.atomic():
        changes = {"recognition": [source.recognition, recognition]}
        Source.objects.filter(pk=source.pk).update(recognition=recognition)
        audit.record(actor=actor, kind="facts.recognition_set", subject=source, changes=changes, now=now)
    source.recognition = recognition
    return source


def _understood(recognition: str) -> str:
    """What every run will have to understand."""
    kept = rules.recognition_of(recognition)
    if kept is None:
        raise RecognitionUnreadable(given=recognition)
    return kept
