"""Several people at once: a new owner or one word for all of them, all or none, undone in one step."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from kolony.ground.guard.models import AuditEntry
from kolony.ground.kit.errors import NotAllowed
from kolony.ground.people import actions
from kolony.ground.people.errors import FieldRefused
from kolony.ground.people.models import FieldChange, Label, Person
from tests.rooms.desk.dossier_people import NOW, somebody

LIST, SEVERAL, UNDO = "/desk/people/", "/desk/people/several", "/desk/people/several/undo"
ENGLISH = {"accept-language": "en"}


def nominated(by, *names: str) -> list[Person]:
    return [
        actions.nominate(
            actor=by, handle=("forum", name, name), source="internal", purpose="activate", kind="koc", now=NOW
        )
        for name in names
    ]


def owners() -> dict[str, str]:
    rows = Person.objects.values_list("display_name", "owner__display_name")
    return {name: owner or "" for name, owner in rows}


def test_several_are_handed_over_and_taken_back_in_one_step(as_lin, lin, mei):
    bo, wei, _an = nominated(lin, "Bo", "Wei", "An")
    before = owners()
    form = {"ids": [bo.pk, wei.pk], "verb": "owner", "owner": mei.pk, "query": "kind=koc"}
    answer = as_lin.post(SEVERAL, form)
    assert (answer.status_code, answer.url.startswith(f"{LIST}?kind=koc&done=")) == (302, True)
    assert owners() == before | {"Bo": "Mei", "Wei": "Mei"}
    page = as_lin.get(answer.url, headers=ENGLISH).content.decode()
    assert "2 people changed." in page
    done = parse_qs(urlsplit(answer.url).query)["done"][0]
    for _ in range(2):
        assert as_lin.post(UNDO, {"done": done, "query": "kind=koc"}).url == f"{LIST}?kind=koc"
    assert owners() == before
    assert FieldChange.objects.filter(name="owner", person=bo).count() == 2


def test_an_owner_gives_several_to_another_team_and_takes_it_back(client, lin, mei):
    bo, wei = nominated(lin, "Bo", "Wei")
    client.force_login(somebody("Ou", "owner"))
    assert "Change team" in client.get(LIST, headers=ENGLISH).content.decode()
    form = {"ids": [bo.pk, wei.pk], "verb": "team", "team": mei.team_id, "query": ""}
    done = parse_qs(urlsplit(client.post(SEVERAL, form).url).query)["done"][0]
    assert set(Person.objects.values_list("team", flat=True)) == {mei.team_id}
    client.post(UNDO, {"done": done, "query": ""})
    assert set(Person.objects.values_list("team", flat=True)) == {lin.team_id}


def test_who_could_not_take_it_back_gives_nobody_to_another_team(as_lin, lin, mei):
    [bo] = nominated(lin, "Bo")
    assert "Change team" not in as_lin.get(LIST, headers=ENGLISH).content.decode()
    assert as_lin.post(SEVERAL, {"ids": [bo.pk], "verb": "team", "team": mei.team_id}).status_code == 403
    assert Person.objects.get().team_id == lin.team_id


def test_one_word_about_several_is_one_step_and_what_was_there_stays(as_lin, lin):
    bo, wei = nominated(lin, "Bo", "Wei")
    actions.add_label(actor=lin, person=bo, dimension="expertise", value="读书会", now=NOW)
    assert (
        actions.label_several(
            actor=lin, person_ids=[bo.pk, wei.pk], dimension="expertise", value="读书会", now=NOW + timedelta(hours=1)
        )
        == 1
    )
    assert Label.objects.count() == 2
    assert actions.take_back_step(actor=lin, at=NOW + timedelta(hours=1), now=NOW + timedelta(hours=2)) == 1
    assert [label.person for label in Label.objects.all()] == [bo]


def test_what_somebody_changed_again_since_stays(lin, mei):
    bo, wei = nominated(lin, "Bo", "Wei")
    actions.hand_over(actor=lin, person_ids=[bo.pk, wei.pk], owner="", now=NOW + timedelta(hours=1))
    wei.refresh_from_db()
    later = NOW + timedelta(hours=2)
    actions.describe(actor=lin, person=wei, version=wei.version, values={"owner": str(mei.pk)}, now=later)
    assert actions.take_back_step(actor=lin, at=NOW + timedelta(hours=1), now=later) == 1
    assert owners() == {"Bo": "Lin", "Wei": "Mei"}


def test_all_or_none_and_of_ones_own_team(lin, mei):
    bo, wei = nominated(lin, "Bo")[0], nominated(mei, "Wei")[0]
    for step in (
        lambda: actions.hand_over(actor=lin, person_ids=[bo.pk, wei.pk], owner="", now=NOW),
        lambda: actions.label_several(
            actor=lin, person_ids=[bo.pk, wei.pk], dimension="identity", value="老师", now=NOW
        ),
    ):
        with pytest.raises(NotAllowed):
            step()
    assert owners() == {"Bo": "Lin", "Wei": "Mei"}
    assert not Label.objects.exists()


@pytest.mark.parametrize("dimension", ["ability", "personality", "nonsense"])
def test_a_judgement_is_never_passed_on_many(lin, dimension):
    bo = nominated(lin, "Bo")[0]
    with pytest.raises(FieldRefused):
        actions.label_several(actor=lin, person_ids=[bo.pk], dimension=dimension, value="strong", now=NOW)


def test_another_reader_cannot_take_my_step_back(lin, mei):
    bo = nominated(lin, "Bo")[0]
    at = NOW + timedelta(hours=1)
    actions.hand_over(actor=lin, person_ids=[bo.pk], owner="", now=at)
    assert actions.take_back_step(actor=mei, at=at, now=at) == 0
    assert owners() == {"Bo": ""}


def test_who_may_not_change_sees_no_boxes_and_is_refused(client, lin):
    bo = nominated(lin, "Bo")[0]
    client.force_login(somebody("Ana", "auditor", "north"))
    assert 'name="ids"' not in client.get(LIST).content.decode()
    assert client.post(SEVERAL, {"ids": bo.pk, "verb": "owner", "owner": ""}).status_code == 403
    assert owners() == {"Bo": "Lin"}
    assert not AuditEntry.objects.filter(kind="people.changed").exists()


@pytest.mark.parametrize("form", [{"verb": "owner", "owner": "x"}, {"verb": "erase"}, {"verb": "owner", "ids": "x"}])
def test_nonsense_changes_nothing(as_lin, lin, form):
    nominated(lin, "Bo")
    assert as_lin.post(SEVERAL, form).status_code in (404, 422)
    assert as_lin.get(f"{LIST}?done=yesterday").status_code == 200
    assert owners() == {"Bo": "Lin"}
