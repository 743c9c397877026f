"""Somebody asks to be forgotten; and keys are renewed."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kolony.ground.guard import audit, permits
from kolony.ground.guard.erasers import Leaving, erase_everywhere
from kolony.ground.guard.vault import Wrapped, open_vault
from kolony.ground.people.actions.telling import because
from kolony.ground.people.models import Person, PersonKey
from kolony.ground.people.queries import family, handles_of


def erase(*, actor: Any, person: Person, reason: str, now: datetime) -> dict[str, int]:
    """Destroy the person's key and empty every table that has an eraser; a pseudonym stays. Twice is once."""
    permits.require(actor, "people.erase", person)
    because(reason)
    with transaction.atomic():
        held = Person.objects.select_for_update().get(pk=person.pk)
        if held.erased_at is not None:
            return {}
        ids = family(held)
        handles = tuple((handle.platform, handle.external_id) for handle in handles_of(ids))
        counts = erase_everywhere(Leaving(tuple(ids), handles, now))
        audit.record(actor=actor, kind="people.erased", subject=held, changes={"rows": counts}, now=now)
    return counts


def rotate_keys(*, actor: Any, now: datetime) -> int:
    """A new master key; every person's key is wrapped with it. How many there were."""
    permits.require(actor, "people.rotate_keys")
    vault = open_vault()
    key_id = vault.add_master_key()
    with transaction.atomic():
        rows = list(PersonKey.objects.select_for_update().exclude(key_id=key_id))
        for row in rows:
            key = vault.unwrap(Wrapped(row.key_id, bytes(row.sealed)), str(row.person_id))
            row.key_id, row.sealed = key_id, vault.wrap(key, str(row.person_id)).sealed
        PersonKey.objects.bulk_update(rows, ["key_id", "sealed"], batch_size=500)
        audit.record(actor=actor, kind="people.keys_rotated", changes={"key": key_id, "people": len(rows)}, now=now)
    return len(rows)
