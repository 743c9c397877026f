"""People by the accounts they have: who is behind one, what is agreed with them, who is not to be asked."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce

from kolony.ground.kit.money import Money
from kolony.ground.people.models import PRESENT, Business, Handle, Person
from kolony.ground.people.queries.dossier import kept_person
from kolony.ground.people.rules import NO_CONTACT

_FEE = ("person", "fee_minor", "fee_currency")


def person_for_handle(platform: str, external_id: str) -> Person | None:
    """The person behind a handle, after merges."""
    handle = Handle.objects.select_related("person").filter(platform=platform, external_id=external_id).first()
    return kept_person(handle.person) if handle else None


def people_for_handles(platform: str, external_ids: Iterable[str]) -> dict[str, UUID]:
    """Which of these accounts are people we know: {external id: person id}, in one query."""
    known = Handle.objects.filter(platform=platform, external_id__in=list(external_ids)).select_related("person")
    return {handle.external_id: handle.person.merged_into_id or handle.person_id for handle in known}


def fees_for_handles(platform: str, external_ids: Iterable[str]) -> dict[str, Money]:
    """What one joint action with each of these accounts costs, where a dossier says so."""
    known = people_for_handles(platform, external_ids)
    rows = Business.objects.filter(person__in=known.values(), fee_minor__isnull=False)
    fees = {person: Money(minor, currency) for person, minor, currency in rows.values_list(*_FEE)}
    return {account: fees[person] for account, person in known.items() if person in fees}


def not_to_be_asked(platform: str) -> dict[str, str]:
    """Accounts whose dossier says that they are not to be asked, with the reason: "no_contact" or "exclusive"."""
    people = Person.objects.filter(PRESENT)
    no_contact = set(people.filter(contact_mode=NO_CONTACT).values_list("pk", flat=True))
    bound = set(Business.objects.exclude(exclusive_to="").values_list("person", flat=True))
    barred = no_contact | bound
    theirs = Handle.objects.filter(Q(person__in=barred) | Q(person__merged_into__in=barred), platform=platform)
    told = theirs.values_list("external_id", Coalesce("person__merged_into", "person"))
    return {account: "no_contact" if person in no_contact else "exclusive" for account, person in told}


def handles_of(ids: list[UUID]) -> list[Handle]:
    return list(Handle.objects.filter(person__in=ids))


def handles_by_person(ids: Iterable[UUID]) -> dict[UUID, list[Handle]]:
    """The accounts of several people, in one query."""
    found: dict[UUID, list[Handle]] = {}
    for handle in Handle.objects.filter(person__in=list(ids)):
        found.setdefault(handle.person_id, []).append(handle)
    return found
