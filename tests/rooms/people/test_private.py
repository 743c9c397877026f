"""The personal block: sealed, masked, each look written down, and gone for good when its key is gone."""

from datetime import timedelta

import pytest
from django.db import connection

from kolony.ground.guard.errors import KeyMissing, Unreadable
from kolony.ground.guard.models import AuditEntry
from kolony.ground.kit.errors import NotAllowed
from kolony.ground.people import actions, queries
from kolony.ground.people.errors import CannotMerge, FieldRefused, PersonErased, ReasonMissing, TooManyLooks
from kolony.ground.people.models import FieldChange, Look, Person, PersonKey, PrivateValue

from .conftest import NOW

pytestmark = pytest.mark.django_db
SECRETS = {
    "phone": "+86 138-0013-8000",
    "wechat": "NanZhi_88",
    "email": "nan@example.org",
    "name": "南枝",
    "birthday": "1984-02-29",
}


def _save(lin, bo, **values):
    return actions.save_private(actor=lin, person=bo, version=bo.version, values=values or SECRETS, now=NOW)


def test_a_value_comes_back_to_whom_may_see_it_with_a_reason_and_the_look_is_kept(bo, lin):
    _save(lin, bo)
    assert actions.look(actor=lin, person=bo, name="phone", reason="ring her", now=NOW) == SECRETS["phone"]
    look = Look.objects.get()
    assert (look.actor, look.name, look.reason, look.at) == (lin, "phone", "ring her", NOW)
    assert AuditEntry.objects.filter(kind="people.looked").get().changes == {"field": "phone"}


def test_nothing_private_lies_readable_in_any_table(bo, lin):
    _save(lin, bo)
    actions.look(actor=lin, person=bo, name="phone", reason="ring her", now=NOW)
    dump = _everything()
    assert [
        secret for secret in (*SECRETS.values(), "13800138000", "nanzhi_88") if secret in dump.replace("南枝读书会", "")
    ] == []


def test_before_anybody_asks_only_a_mask_is_shown(bo, lin):
    _save(lin, bo)
    masks = queries.private_masks([bo.pk])
    assert (masks["phone"], masks["email"], masks["name"]) == ("+86****8000", "n***@example.org", "••••")


def test_without_a_reason_nothing_is_shown(bo, lin):
    _save(lin, bo)
    with pytest.raises(ReasonMissing):
        actions.look(actor=lin, person=bo, name="phone", reason=" ", now=NOW)
    assert Look.objects.count() == 0


@pytest.mark.parametrize("who", ["mei", "auditor", "stranger"])
def test_another_team_an_auditor_and_a_stranger_see_nothing(bo, lin, who, request):
    _save(lin, bo)
    with pytest.raises(NotAllowed):
        actions.look(actor=request.getfixturevalue(who), person=bo, name="phone", reason="curious", now=NOW)
    assert Look.objects.count() == 0


def test_the_thirty_first_look_within_an_hour_is_refused(bo, lin):
    _save(lin, bo)
    for minute in range(30):
        actions.look(actor=lin, person=bo, name="phone", reason="ring", now=NOW + timedelta(minutes=minute))
    with pytest.raises(TooManyLooks):
        actions.look(actor=lin, person=bo, name="phone", reason="ring", now=NOW + timedelta(minutes=59))
    actions.look(actor=lin, person=bo, name="phone", reason="ring", now=NOW + timedelta(minutes=60))


@pytest.mark.parametrize("typed", ["13800138000", "0086 138 0013 8000", "１３８００１３８０００"])
def test_a_phone_is_found_however_it_is_written(bo, lin, mei, typed):
    _save(lin, bo)
    assert actions.find_by_private(actor=mei, name="phone", value=typed) == [bo]


def test_two_people_with_one_wechat_are_noticed(bo, lin):
    other = actions.nominate(actor=lin, handle=("weibo", "9", "枝枝"), source="external", now=NOW)
    _save(lin, bo, wechat="NanZhi_88")
    _save(lin, other, wechat="nanzhi_88 ")
    assert queries.same_private_value(bo, queries.private_indexes([bo.pk])) == [other]


def test_a_birthday_that_never_was_is_refused(bo, lin):
    with pytest.raises(FieldRefused):
        _save(lin, bo, birthday="1983-02-29")


def test_the_history_says_that_a_private_value_changed_but_not_to_what(bo, lin):
    _save(lin, bo, phone="13800138000")
    change = FieldChange.objects.get()
    assert (change.name, change.before, change.after, change.hidden) == ("phone", "", "", True)


def test_a_sealed_value_moved_to_another_person_does_not_open(bo, lin):
    other = actions.nominate(actor=lin, handle=("weibo", "9", "枝枝"), source="external", now=NOW)
    _save(lin, bo, phone="13800138000")
    _save(lin, other, phone="13900139000")
    stolen = PrivateValue.objects.get(person=bo).sealed
    PrivateValue.objects.filter(person=other).update(sealed=stolen)
    with pytest.raises(Unreadable):
        actions.look(actor=lin, person=other, name="phone", reason="ring", now=NOW)


def test_without_the_key_folder_a_dump_is_worthless(bo, lin, settings, tmp_path):
    _save(lin, bo)
    settings.KOLONY_KEYS = tmp_path / "elsewhere"
    PersonKey.objects.update(key_id="m0002")
    with pytest.raises(KeyMissing):
        actions.look(actor=lin, person=bo, name="phone", reason="ring", now=NOW)


def test_after_renewing_the_master_key_everything_still_opens(bo, lin, owner):
    _save(lin, bo)
    assert actions.rotate_keys(actor=owner, now=NOW) == 1
    assert PersonKey.objects.get().key_id == "m0002"
    assert actions.look(actor=lin, person=bo, name="wechat", reason="write", now=NOW) == "NanZhi_88"


def test_erasure_leaves_no_value_anywhere_and_a_pseudonym(bo, lin, owner):
    _save(lin, bo)
    bo.refresh_from_db()
    actions.describe(actor=lin, person=bo, version=bo.version, values={"highlight": "慢读者", "field": "阅读"}, now=NOW)
    actions.write_note(actor=lin, person=bo, text="女儿高考", now=NOW)
    actions.add_label(actor=lin, person=bo, dimension="identity", value="语文教师", now=NOW)
    actions.log_contact(actor=lin, person=bo, text="谈年刊", now=NOW)
    actions.erase(actor=owner, person=bo, reason="she asked", now=NOW)
    assert actions.erase(actor=owner, person=bo, reason="she asked", now=NOW) == {}
    dump = _everything()
    gone = (*SECRETS.values(), "南枝读书会", "慢读者", "阅读", "女儿高考", "语文教师", "谈年刊", "u42", "reads slowly")
    assert [value for value in gone if value in dump] == []
    assert (PersonKey.objects.count(), Person.objects.get().display_name) == (0, "—")
    with pytest.raises(PersonErased):
        actions.write_note(actor=lin, person=bo, text="more", now=NOW)


def test_only_an_owner_may_erase(bo, lin):
    with pytest.raises(NotAllowed):
        actions.erase(actor=lin, person=bo, reason="she asked", now=NOW)
    bo.refresh_from_db()
    assert bo.erased_at is None


def test_a_merge_joins_two_dossiers_and_undoing_it_is_exact(bo, owner, lin):
    other = actions.nominate(actor=lin, handle=("weibo", "9", "枝枝"), source="external", now=NOW)
    actions.write_note(actor=lin, person=other, text="same voice", now=NOW)
    merge = actions.merge(actor=owner, kept=bo, merged=other, reason="same WeChat", now=NOW)
    assert actions.merge(actor=owner, kept=bo, merged=other, reason="same WeChat", now=NOW) == merge
    assert queries.person_for_handle("weibo", "9") == bo
    assert [note.text for note in queries.notes_of(queries.family(bo))] == ["same voice"]
    assert list(queries.visible_people(lin)) == [bo]
    actions.unmerge(actor=owner, merge=merge, now=NOW)
    assert queries.person_for_handle("weibo", "9") == other
    assert queries.notes_of(queries.family(bo)) == []
    assert set(queries.visible_people(lin)) == {bo, other}


def test_nobody_is_merged_into_themselves_or_twice(bo, owner, lin):
    other = actions.nominate(actor=lin, handle=("weibo", "9", "枝枝"), source="external", now=NOW)
    third = actions.nominate(actor=lin, handle=("weibo", "10", "叶"), source="external", now=NOW)
    with pytest.raises(CannotMerge):
        actions.merge(actor=owner, kept=bo, merged=bo, reason="same", now=NOW)
    actions.merge(actor=owner, kept=bo, merged=other, reason="same", now=NOW)
    with pytest.raises(CannotMerge):
        actions.merge(actor=owner, kept=third, merged=other, reason="same", now=NOW)


def _everything():
    """Every row of every table of the house, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE tablename LIKE 'people_%' OR tablename LIKE 'guard_audit%'"
        )
        tables = [row[0] for row in cursor.fetchall()]
        return "\n".join(_rows(cursor, table) for table in tables)


def _rows(cursor, table):
    cursor.execute(" ".join(("SELECT coalesce(string_agg(x::text, chr(10)), '') FROM", table, "AS x")))
    return cursor.fetchone()[0]
