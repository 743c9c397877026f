"""Verbs that bring files in through a job: an uploaded archive is unpacked, a path on the server is hashed in place."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_noop

from kolony.ground.facts import keeping
from kolony.ground.facts.models import Source
from kolony.ground.frame import jobs
from kolony.ground.guard import permits


def take_archive(*, actor, source: Source, archive: Path, now: datetime):
    """Unpack an uploaded .zip and register what is in it."""
    permits.require(actor, "facts.load")
    params = {"source_id": str(source.pk), "actor_id": str(actor.pk), "archive": str(archive)}
    title = gettext_noop("Unpacking %(name)s")
    return jobs.enqueue("facts.take", title=title, about=archive.name, started_by=actor.pk, params=params, now=now)


def take_from_server(*, actor, source: Source, path: str, now: datetime):
    """Register a file or folder that lies inside the import folder of the server, without copying it."""
    permits.require(actor, "facts.server_path")
    keeping.look_at_path(Path(path), settings.KOLONY_IMPORT_FOLDER)
    params = {"source_id": str(source.pk), "actor_id": str(actor.pk), "path": path}
    title = gettext_noop("Reading %(name)s")
    return jobs.enqueue("facts.take", title=title, about=Path(path).name, started_by=actor.pk, params=params, now=now)
