"""Nominating and dismissing: who may, what is kept, and that twice is once."""

from datetime import timedelta

import pytest

from kolony.ground.guard.models import AuditEntry
from kolony.ground.kit.errors import NotAllowed
from kolony.ground.people import queries as people
from kolony.ground.people.models import Nomination, Person
from kolony.stages.discover import actions, queries
from kolony.stages.discover.actions.decisions import Place
from kolony.stages.discover.actions.recording import reopen_with_new_evidence
from kolony.stages.discover.errors import AlreadyDecided, CannotUndo, ReasonMissing
from kolony.stages.discover.models import Candidate, Decision, EvidenceCard
from tests.rooms.discover.conftest import NOW, make_run, sentence


@pytest.fixture
def place(run) -> Place:
    return Place(run, "activate", "rising")


def kinds() -> list[str]:
    return [kind for kind in AuditEntry.objects.order_by("pk").values_list("kind", flat=True) if "discover" in kind]


def test_a_nominated_member_is_a_person_with_purpose_highlight_and_the_evidence_of_that_day(cast, place):
    decision = actions.nominate(actor=cast.lin, place=place, actor_id="m01", now=NOW)
    person = people.person_for_handle("qinghe", "m01")
    assert (person.pk, person.display_name, person.source) == (decision.person, "南枝读书会", "internal")
    assert (person.purpose, person.kind, person.highlight) == ("activate", "koc", "共读与提问")
    evidence = Nomination.objects.get(person=person).evidence
    assert (evidence["rank"], evidence["score"], evidence["posts"]) == (1, 79.0, ["c0", "c1", "c2", "p1", "p2", "p3"])
    assert kinds() == ["discover.nominated"]


def test_nominating_twice_is_nominating_once(cast, place):
    first = actions.nominate(actor=cast.lin, place=place, actor_id="m01", now=NOW)
    again = actions.nominate(actor=cast.mei, place=place, actor_id="m01", now=NOW)
    assert first == again
    assert (Person.objects.count(), Decision.objects.count(), kinds()) == (1, 1, ["discover.nominated"])


def test_a_dismissal_without_a_reason_is_refused_and_changes_nothing(cast, place):
    with pytest.raises(ReasonMissing):
        actions.dismiss(actor=cast.lin, place=place, actor_id="m01", reason="  ", now=NOW)
    assert not Decision.objects.exists()


def test_an_auditor_may_look_but_not_decide(cast, place):
    for verb in (actions.nominate, actions.dismiss):
        with pytest.raises(NotAllowed):
            verb(actor=cast.ana, place=place, actor_id="m01", reason="tone", now=NOW)
    assert (Decision.objects.count(), Person.objects.count()) == (0, 0)


def test_who_was_dismissed_cannot_be_nominated_over_a_colleagues_head(cast, place):
    actions.dismiss(actor=cast.lin, place=place, actor_id="m02", reason="tone", now=NOW)
    with pytest.raises(AlreadyDecided):
        actions.nominate(actor=cast.mei, place=place, actor_id="m02", now=NOW)
    assert not Person.objects.exists()


def test_several_are_nominated_together_or_not_at_all(cast, place):
    actions.dismiss(actor=cast.lin, place=place, actor_id="m03", reason="tone", now=NOW)
    with pytest.raises(AlreadyDecided):
        actions.nominate_all(actor=cast.lin, place=place, actor_ids=["m01", "m02", "m03"], now=NOW)
    assert not Person.objects.exists()
    assert actions.nominate_all(actor=cast.lin, place=place, actor_ids=["m01", "m02"], now=NOW) == 2


def test_a_decision_is_taken_back_once_and_both_steps_stay(cast, place):
    decision = actions.dismiss(actor=cast.lin, place=place, actor_id="m02", reason="tone", now=NOW)
    actions.undo(actor=cast.lin, decision=decision, now=NOW + timedelta(minutes=1))
    with pytest.raises(CannotUndo):
        actions.undo(actor=cast.lin, decision=decision, now=NOW)
    assert queries.standing_decision(place.run.source, "m02") is None
    assert kinds() == ["discover.dismissed", "discover.undone"]


def test_a_step_is_what_one_operator_did_at_one_moment(cast, place):
    actions.nominate(actor=cast.lin, place=place, actor_id="m04", now=NOW)
    at = NOW + timedelta(minutes=1)
    actions.nominate(actor=cast.mei, place=place, actor_id="m05", now=at)
    actions.nominate_all(actor=cast.lin, place=place, actor_ids=["m01", "m02", "m04"], now=at)
    with pytest.raises(NotAllowed):
        cast.lin.role = "auditor"
        actions.undo_step(actor=cast.lin, at=at, now=at)
    cast.lin.role = "operator"
    assert actions.undo_step(actor=cast.lin, at=at, now=at) == actions.Step(undone=2)
    assert actions.undo_step(actor=cast.lin, at=at, now=at) == actions.Step()
    assert sorted(queries.settled_members(place.run.source)) == ["m04", "m05"]
    assert kinds().count("discover.undone") == 2


def test_an_undone_nomination_leaves_no_person_and_may_be_made_again(cast, place):
    decision = actions.nominate(actor=cast.lin, place=place, actor_id="m01", now=NOW)
    actions.undo(actor=cast.lin, decision=decision, now=NOW)
    assert people.person_for_handle("qinghe", "m01") is None
    assert actions.nominate(actor=cast.lin, place=place, actor_id="m01", now=NOW).person is not None


def test_a_dismissed_member_comes_back_with_new_posts_and_not_before(cast, place, source):
    actions.dismiss(actor=cast.lin, place=place, actor_id="m01", reason="too_new", now=NOW)
    actions.dismiss(actor=cast.lin, place=place, actor_id="m02", reason="tone", now=NOW)
    later = make_run(source, cast, at=NOW + timedelta(days=7))
    posts = ("p1", "p2", "p3", "p7", "p8", "p9")
    EvidenceCard.objects.create(run=later, actor_id="m01", sentences=[sentence("recognised", posts)])
    assert reopen_with_new_evidence(run=later, now=later.created_at) == 1
    assert queries.settled_members(source) == ["m02"]
    back = Decision.objects.get(actor_id="m01")
    assert (back.reopened_because, back.reason) == ("posts", "too_new")


def test_a_score_beyond_its_old_interval_brings_a_dismissed_member_back(cast, place, source):
    actions.dismiss(actor=cast.lin, place=place, actor_id="m05", reason="tone", now=NOW)
    later = make_run(source, cast, at=NOW + timedelta(days=7))
    Candidate.objects.filter(run=later, actor_id="m05").update(score=90.0)
    assert reopen_with_new_evidence(run=later, now=later.created_at) == 1
    assert Decision.objects.get(actor_id="m05").reopened_because == "score"
