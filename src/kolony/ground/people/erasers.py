"""What erasure does to each table of this room."""

from kolony.ground.guard.erasers import Leaving
from kolony.ground.people import models
from kolony.ground.people.rules import ERASED


def person(leaving: Leaving) -> int:
    """The row stays as a pseudonym, so that what was done with it still adds up."""
    return models.Person.objects.filter(pk__in=leaving.person_ids).update(
        display_name=ERASED,
        search_text="",
        sort_key="",
        highlight="",
        tie_strength=None,
        tier="",
        stage="",
        erased_at=leaving.now,
    )


def handle(leaving: Leaving) -> int:
    return _gone(models.Handle, leaving)


def nomination(leaving: Leaving) -> int:
    return _rows(models.Nomination, leaving).update(highlight="", evidence={})


def person_key(leaving: Leaving) -> int:
    return _gone(models.PersonKey, leaving)


def private_value(leaving: Leaving) -> int:
    return _gone(models.PrivateValue, leaving)


def look(leaving: Leaving) -> int:
    return _rows(models.Look, leaving).update(reason=ERASED)


def business(leaving: Leaving) -> int:
    return _gone(models.Business, leaving)


def label(leaving: Leaving) -> int:
    return _gone(models.Label, leaving)


def note(leaving: Leaving) -> int:
    return _rows(models.Note, leaving).update(text="")


def field_change(leaving: Leaving) -> int:
    return _rows(models.FieldChange, leaving).update(before="", after="", reason="")


def timeline_entry(leaving: Leaving) -> int:
    return _rows(models.TimelineEntry, leaving).update(text="", values={})


def merge(leaving: Leaving) -> int:
    return models.Merge.objects.filter(kept__in=leaving.person_ids).update(reason=ERASED)


def _rows(model, leaving: Leaving):
    return model.objects.filter(person__in=leaving.person_ids)


def _gone(model, leaving: Leaving) -> int:
    return _rows(model, leaving).delete()[0]


ERASERS = {
    "people.Person": person,
    "people.Nomination": nomination,
    "people.Handle": handle,
    "people.PersonKey": person_key,
    "people.PrivateValue": private_value,
    "people.Look": look,
    "people.Business": business,
    "people.Label": label,
    "people.Note": note,
    "people.FieldChange": field_change,
    "people.TimelineEntry": timeline_entry,
    "people.Merge": merge,
}
