"""The vocabulary of business types: named, renamed, taken away; never under somebody's feet."""

import pytest

from kolony.ground.guard.models import AuditEntry
from kolony.ground.kit.errors import NotAllowed
from kolony.ground.people import actions, queries
from kolony.ground.people.errors import FieldRefused, TypeInUse, TypeNameTaken
from kolony.ground.people.models import BusinessType

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_types")]
TAKEN = ({"en": "creative"}, {"zh": "创作型"}, {"key": "authority", "en": "Creative"})
WRONG = ({"en": " "}, {"key": "unknown"})


def name(owner, now, key="", zh="主播型", en="Live host"):
    return actions.name_type(actor=owner, key=key, name_zh=zh, name_en=en, now=now)


def test_a_new_type_comes_last_and_a_dossier_may_carry_it(owner, lin, bo, now):
    made = name(owner, now)
    assert (made.key, queries.business_types()[-1]) == ("live-host", made)
    actions.describe(actor=lin, person=bo, version=bo.version, values={"business_type": made.key}, now=now)
    assert dict(queries.business_types_in_use())[made] == 1


def test_a_renamed_type_stays_the_same_type_and_saving_it_again_changes_nothing(owner, now):
    name(owner, now, key="creative", zh="原创型", en="Original")
    name(owner, now, key="creative", zh="原创型", en="Original")
    assert BusinessType.objects.get(pk="creative").name_zh == "原创型"
    assert AuditEntry.objects.filter(kind="people.type_named").count() == 1


@pytest.mark.parametrize(
    ("wrong", "refusal"), [*((one, TypeNameTaken) for one in TAKEN), *((one, FieldRefused) for one in WRONG)]
)
def test_names_stand_once_and_are_never_empty(owner, now, wrong, refusal):
    before = list(BusinessType.objects.values())
    with pytest.raises(refusal):
        name(owner, now, **wrong)
    assert list(BusinessType.objects.values()) == before


def test_a_name_without_latin_letters_gets_a_key_all_the_same(owner, now):
    assert name(owner, now, en="主播").key.startswith("type-")


def test_a_type_that_a_dossier_carries_stays(owner, lin, bo, now):
    actions.describe(actor=lin, person=bo, version=bo.version, values={"business_type": "creative"}, now=now)
    with pytest.raises(TypeInUse):
        actions.drop_type(actor=owner, key="creative", now=now)
    for _twice in range(2):
        actions.drop_type(actor=owner, key="resource", now=now)
    assert list(BusinessType.objects.values_list("pk", flat=True)) == ["appearance", "creative", "authority"]
    assert AuditEntry.objects.filter(kind="people.type_dropped").count() == 1


def test_operators_and_auditors_do_not_change_the_vocabulary(lin, auditor, now):
    for somebody in (lin, auditor):
        with pytest.raises(NotAllowed):
            name(somebody, now)
        with pytest.raises(NotAllowed):
            actions.drop_type(actor=somebody, key="creative", now=now)
    assert BusinessType.objects.count() == 4
