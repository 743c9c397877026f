"""Tier and stage: with a reason, with what was before, on the dossier, in the list and on a board."""

import pytest
from django.test import Client

from kolony.ground.guard.models import AuditEntry
from kolony.ground.kit.errors import NotAllowed
from kolony.ground.people import actions, queries
from kolony.ground.people.errors import FieldRefused, ReasonMissing
from tests.rooms.desk.dossier_people import NOW

BOARD, LIST = "/desk/people/placed", "/desk/people/"


@pytest.fixture
def browser(lin) -> Client:
    signed_in = Client(headers={"accept-language": "en"})
    signed_in.force_login(lin)
    return signed_in


def place(actor, person, tier="top", stage="early", reason="41 loyal fans in two months"):
    return actions.place(actor=actor, person=person, tier=tier, stage=stage, reason=reason, now=NOW)


def test_who_is_placed_carries_both_with_reason_author_and_what_was_before(lin, bo):
    place(lin, bo)
    place(lin, bo, stage="mid", reason="First joint event went well")
    newest, *older = queries.placings_of([bo.pk])
    assert (newest.name, newest.before, newest.after) == ("stage", "early", "mid")
    assert (newest.reason, newest.actor) == ("First joint event went well", lin)
    assert sorted((one.name, one.before, one.after) for one in older) == [("stage", "", "early"), ("tier", "", "top")]


def test_the_same_place_again_writes_nothing(lin, bo):
    version = place(lin, bo).version
    assert place(lin, bo, reason="again").version == version
    assert len(queries.placings_of([bo.pk])) == 2


def test_no_place_without_a_reason_and_none_that_is_unknown(lin, bo):
    for wrong, refusal in (({"reason": " "}, ReasonMissing), ({"tier": "gold"}, FieldRefused)):
        with pytest.raises(refusal):
            place(lin, bo, **wrong)
    assert queries.placings_of([bo.pk]) == []


def test_another_team_may_not_and_nothing_changes(lin, mei, bo):
    with pytest.raises(NotAllowed):
        place(mei, bo)
    assert queries.placings_of([bo.pk]) == []


def test_the_audit_says_which_fields_and_not_what_they_hold(lin, bo):
    place(lin, bo)
    entry = AuditEntry.objects.filter(kind="people.placed").get()
    assert entry.changes == {"fields": ["stage", "tier"]}


def test_the_dossier_says_where_they_stand_why_and_takes_another_place(browser, bo):
    sent = {"tier": "middle", "stage": "late", "reason": "Two campaigns together"}
    assert browser.post(f"/desk/people/{bo.pk}/placing", sent).url == f"/desk/people/{bo.pk}"
    page = browser.get(f"/desk/people/{bo.pk}").content.decode()
    assert "Two campaigns together" in page
    assert "— → middle" in page
    refused = browser.post(f"/desk/people/{bo.pk}/placing", sent | {"reason": ""})
    assert refused.status_code == 422
    assert "A reason is missing." in refused.content.decode()


def test_the_list_is_narrowed_to_a_tier_or_to_those_without(browser, lin, bo):
    place(lin, bo)
    for query, there in (
        ("tier=top", True),
        ("tier=base", False),
        ("stage=none", False),
        ("tier=top&stage=early", True),
    ):
        assert ("南枝读书会" in browser.get(f"{LIST}?{query}").content.decode()) == there


def test_the_board_counts_by_tier_and_stage_and_names_the_first(browser, lin, bo):
    assert "Nobody has been placed yet" in browser.get(BOARD).content.decode()
    place(lin, bo, stage="")
    cells = queries.visible_placed(lin)
    assert {place: (cell.count, [one.pk for one in cell.people]) for place, cell in cells.items()} == {
        ("top", ""): (1, [bo.pk])
    }
    page = browser.get(BOARD).content.decode()
    assert 'href="/desk/people/?tier=top&amp;stage=none"' in page
    assert "南枝读书会" in page


def test_who_is_erased_stands_nowhere(lin, bo):
    place(lin, bo)
    boss = lin.__class__.objects.create(email="o@example.org", display_name="O", role="owner", language="en")
    actions.erase(actor=boss, person=bo, reason="asked to be forgotten", now=NOW)
    bo.refresh_from_db()
    assert (bo.tier, bo.stage) == ("", "")
    assert [one.reason for one in queries.placings_of([bo.pk])] == ["", ""]
