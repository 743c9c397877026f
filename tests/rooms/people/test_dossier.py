"""What operators do with a dossier, and what stays behind."""

import threading

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from kolony.ground.guard.models import AuditEntry
from kolony.ground.kit.errors import NotAllowed
from kolony.ground.people import actions, queries, rules
from kolony.ground.people.actions.describing import values_of
from kolony.ground.people.errors import ChangeOvertaken, FieldRefused, PersonMoved
from kolony.ground.people.models import FieldChange, Handle, Note, Person, TimelineEntry

from .conftest import NOW

pytestmark = pytest.mark.django_db


def test_a_nominated_person_has_owner_team_source_purpose_and_evidence(bo, lin):
    nomination = queries.newest_nomination([bo.pk])
    assert (bo.owner, bo.team, bo.source, bo.purpose) == (lin, lin.team, "internal", "activate")
    assert (nomination.highlight, nomination.evidence) == ("reads slowly", {"sentences": []})
    assert [entry.code for entry in queries.timeline_of([bo.pk])] == ["nominated"]
    assert AuditEntry.objects.filter(kind="people.nominated", subject_id=str(bo.pk)).count() == 1


def test_nominating_the_same_account_twice_finds_the_same_person(bo, mei):
    again = actions.nominate(actor=mei, handle=("forum", "u42", "x"), source="external", now=NOW)
    assert again == bo
    assert (Person.objects.count(), Handle.objects.count(), AuditEntry.objects.count()) == (1, 1, 1)


def test_a_fresh_nomination_is_withdrawn_and_can_be_made_anew(bo, lin):
    actions.withdraw_nomination(actor=lin, person_id=bo.pk, now=NOW)
    actions.withdraw_nomination(actor=lin, person_id=bo.pk, now=NOW)
    assert (queries.person_for_handle("forum", "u42"), list(queries.visible_people(lin))) == (None, [])
    again = actions.nominate(actor=lin, handle=("forum", "u42", "南枝"), source="internal", now=NOW)
    assert (again != bo, list(queries.visible_people(lin))) == (True, [again])


def test_a_nomination_somebody_built_on_is_not_withdrawn(bo, lin):
    actions.write_note(actor=lin, person=bo, text="likes tea", now=NOW)
    with pytest.raises(PersonMoved):
        actions.withdraw_nomination(actor=lin, person_id=bo.pk, now=NOW)
    assert queries.person_for_handle("forum", "u42") == bo


def test_an_auditor_may_not_nominate(auditor):
    with pytest.raises(NotAllowed):
        actions.nominate(actor=auditor, handle=("forum", "u1", "x"), source="internal", now=NOW)
    assert Person.objects.count() == 0


def test_a_stranger_may_not_even_look(bo, stranger):
    with pytest.raises(NotAllowed):
        queries.visible_person(stranger, bo.pk)


def test_a_change_keeps_who_when_why_and_from_what_to_what(bo, lin):
    changed = actions.describe(actor=lin, person=bo, version=1, values={"kind": "kol"}, reason="asked", now=NOW)
    history = FieldChange.objects.get()
    assert (changed.kind, changed.version) == ("kol", 2)
    assert (history.name, history.before, history.after, history.actor, history.reason, history.at) == (
        "kind", "unclear", "kol", lin, "asked", NOW,
    )  # fmt: skip


def test_saving_what_is_there_already_changes_nothing(bo, lin):
    same = actions.describe(actor=lin, person=bo, version=1, values=values_of(bo), now=NOW)
    assert (same.version, FieldChange.objects.count()) == (1, 0)


def test_somebody_of_another_team_may_not_change_and_nothing_changes(bo, mei):
    with pytest.raises(NotAllowed):
        actions.describe(actor=mei, person=bo, version=1, values={"kind": "kol"}, now=NOW)
    bo.refresh_from_db()
    assert (bo.kind, bo.version, FieldChange.objects.count()) == ("unclear", 1, 0)


def test_the_second_of_two_who_edit_at_once_is_told(bo, lin):
    actions.describe(actor=lin, person=bo, version=1, values={"highlight": "first"}, now=NOW)
    with pytest.raises(PersonMoved) as told:
        actions.describe(actor=lin, person=bo, version=1, values={"highlight": "second"}, now=NOW)
    bo.refresh_from_db()
    assert (bo.highlight, told.value.values["version"]) == ("first", 2)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "king"),
        ("purpose", "sell"),
        ("display_name", "  "),
        ("tie_strength", "6"),
        ("owner", "not-an-id"),
        ("owner", "00000000-0000-0000-0000-000000000000"),
        ("business_type", "nonsense"),
        ("search_text", "x"),
    ],
)
def test_a_field_refuses_what_it_cannot_hold(bo, lin, field, value):
    with pytest.raises(FieldRefused):
        actions.describe(actor=lin, person=bo, version=1, values={field: value}, now=NOW)
    bo.refresh_from_db()
    assert bo.version == 1


def test_a_change_can_be_taken_back(bo, lin):
    actions.describe(actor=lin, person=bo, version=1, values={"highlight": "loud"}, now=NOW)
    actions.take_back(actor=lin, change=FieldChange.objects.get(), now=NOW)
    bo.refresh_from_db()
    assert bo.highlight == "reads slowly"
    actions.take_back(actor=lin, change=FieldChange.objects.earliest("id"), now=NOW)
    assert FieldChange.objects.count() == 2


def test_a_change_that_was_overtaken_is_not_taken_back(bo, lin):
    actions.describe(actor=lin, person=bo, version=1, values={"highlight": "loud"}, now=NOW)
    actions.describe(actor=lin, person=bo, version=2, values={"highlight": "louder"}, now=NOW)
    with pytest.raises(ChangeOvertaken):
        actions.take_back(actor=lin, change=FieldChange.objects.earliest("id"), now=NOW)
    bo.refresh_from_db()
    assert bo.highlight == "louder"


def test_there_is_one_ability_but_many_identities(bo, lin):
    for value in ("strong", "weak"):
        actions.add_label(actor=lin, person=bo, dimension="ability", value=value, now=NOW)
    for value in ("教师", "mother", "mother"):
        actions.add_label(actor=lin, person=bo, dimension="identity", value=value, now=NOW)
    assert [str(label) for label in queries.labels_of([bo.pk])] == [
        "ability: weak", "identity: 教师", "identity: mother",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("dimension", "value"), [("ability", "huge"), ("personality", "odd"), ("mood", "x"), ("identity", " ")]
)
def test_a_label_outside_the_vocabulary_is_refused(bo, lin, dimension, value):
    with pytest.raises(FieldRefused):
        actions.add_label(actor=lin, person=bo, dimension=dimension, value=value, now=NOW)


def test_a_label_can_be_taken_away_twice(bo, lin):
    label = actions.add_label(actor=lin, person=bo, dimension="identity", value="x", now=NOW)
    actions.remove_label(actor=lin, person=bo, label_id=label.pk, now=NOW)
    actions.remove_label(actor=lin, person=bo, label_id=label.pk, now=NOW)
    assert queries.labels_of([bo.pk]) == []


def test_a_note_is_withdrawn_not_deleted_and_can_come_back(bo, lin):
    note = actions.write_note(actor=lin, person=bo, text="女儿明年高考", level="restricted", remember=True, now=NOW)
    actions.withdraw_note(actor=lin, note=note, now=NOW)
    actions.withdraw_note(actor=lin, note=note, now=NOW)
    assert queries.notes_of([bo.pk]) == []
    assert Note.objects.get().withdrawn_by == lin
    actions.restore_note(actor=lin, note=note, now=NOW)
    assert [found.text for found in queries.notes_of([bo.pk])] == ["女儿明年高考"]


def test_a_logged_contact_is_the_last_touch(bo, lin):
    actions.log_contact(actor=lin, person=bo, text="谈了年刊", direction="they", now=NOW)
    bo.refresh_from_db()
    assert bo.last_touch_at == NOW
    assert TimelineEntry.objects.filter(code="contact", direction="they").count() == 1


@pytest.mark.parametrize("typed", ["南枝", "枝读", "nzdsh", "NZDSH", "nanzhi", "u42", "读书会 nz"])
def test_a_person_is_found_by_characters_pinyin_initials_and_account(bo, mei, typed):
    assert queries.search_people(mei, typed) == [bo]


@pytest.mark.parametrize("typed", ["é", "É", "b", "Ö", "王", "王b", "B王", "x9", "X9", "ö 王"])
def test_short_words_are_found_in_any_case_and_any_alphabet(lin, mei, typed):
    found = actions.nominate(actor=lin, handle=("forum", "X9", "ÉB王bÖ"), source="internal", now=NOW)
    assert queries.search_people(mei, typed) == [found]


@pytest.mark.parametrize("few", [0, 1, 2])
def test_however_many_are_found_nobody_is_left_out(lin, monkeypatch, few):
    """A few are remembered by who they are, many are looked for again: the list is the same."""
    monkeypatch.setattr(queries.finding, "FEW", few)
    for number, name in enumerate(("夜航", "夜读", "晨读")):
        actions.nominate(actor=lin, handle=("forum", f"p{number}", name), source="internal", now=NOW)
    assert {person.display_name for person in queries.visible_people(lin, q="夜")} == {"夜航", "夜读"}
    assert [person.display_name for person in queries.visible_people(lin, q="夜 读")] == ["夜读"]


@pytest.mark.parametrize("typed", ["", "   ", "%", "_", "\x00", "北京", "'; DROP TABLE people_person; --"])
def test_hostile_or_empty_searches_find_nobody(bo, mei, typed):
    assert queries.search_people(mei, typed) == []


def test_names_that_begin_so_come_first(lin):
    for number, name in enumerate(("王小南", "南方", "Nan")):
        actions.nominate(actor=lin, handle=("forum", f"p{number}", name), source="internal", now=NOW)
    assert [person.display_name for person in queries.search_people(lin, "南")] == ["南方", "王小南"]


HOSTILE = [
    "<script>alert(1)</script>", "'; DROP TABLE people_person;--", "\x00nul", "=1+1", "𝒳\u202etxt", "👩‍👩‍👧", "a\nb",
    "x" * 500,
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_kept_as_text(lin, name):
    person = actions.nominate(actor=lin, handle=("forum", name, name), source="external", highlight=name, now=NOW)
    assert person.display_name == rules.one_line(name, 120)
    assert queries.visible_person(lin, person.pk).highlight == rules.cleaned(name, 2000)


@given(st.text(max_size=300), st.integers(1, 50))
def test_a_line_is_never_longer_than_its_column_and_has_no_nul(text, length):
    kept = rules.one_line(text, length)
    assert len(kept) <= length and "\x00" not in kept and "\n" not in kept


@pytest.mark.django_db(transaction=True)
def test_ten_nominations_of_one_account_at_once_make_one_person(lin):
    found = []

    def nominate():
        try:
            found.append(actions.nominate(actor=lin, handle=("forum", "u7", "七"), source="internal", now=NOW).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=nominate) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len(set(found)), Person.objects.count()) == (10, 1, 1)


def test_a_fee_is_an_amount_with_a_currency_and_has_a_history(lin, bo):
    held = actions.describe(actor=lin, person=bo, version=bo.version, values={"fee": "3,000.5 usd"}, now=NOW)
    business = queries.business_of(held)
    assert (business.fee_minor, business.fee_currency) == (300050, "USD")
    assert queries.fees_for_handles("forum", ["u42", "u43"]) == {"u42": (300050, "USD")}
    told = queries.changes_of([held.pk])[0]
    assert (told.name, told.before, told.after) == ("fee", "", "3000.50 USD")
    with pytest.raises(FieldRefused):
        actions.describe(actor=lin, person=held, version=held.version, values={"fee": "a favour"}, now=NOW)
    actions.describe(actor=lin, person=held, version=held.version, values={"fee": ""}, now=NOW)
    assert queries.fees_for_handles("forum", ["u42"]) == {}


def test_who_asked_not_to_be_asked_or_is_bound_elsewhere_is_known_by_account(lin, bo):
    assert queries.not_to_be_asked("forum") == {}
    held = actions.describe(actor=lin, person=bo, version=bo.version, values={"exclusive_to": "Lamp & Co"}, now=NOW)
    assert queries.not_to_be_asked("forum") == {"u42": "exclusive"}
    actions.describe(actor=lin, person=held, version=held.version, values={"contact_mode": "none"}, now=NOW)
    assert queries.not_to_be_asked("forum") == {"u42": "no_contact"}
    assert queries.not_to_be_asked("elsewhere") == {}
