"""Today names the people who wait for a word: gone quiet by their own rhythm, or never spoken to."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from kolony.fronts.desk.today.looked_after import people_waiting
from kolony.ground.facts.models import Load, MemberMeasures
from kolony.ground.kit import clock
from kolony.ground.people import actions as people
from kolony.ground.people.models import Person
from kolony.stages.discover import actions, queries, rules
from kolony.stages.discover.actions.decisions import Place
from tests.rooms.discover.conftest import NOW, cast, load, run, source

__all__ = ["cast", "load", "run", "source"]


@pytest.fixture
def nominated(run, cast):
    """Lin looks after five members of the community."""
    for number in range(1, 6):
        actions.nominate(
            actor=cast.lin, place=Place(run, "activate", "now"), actor_id=f"m{number:02}",
            now=NOW + timedelta(minutes=number),
        )  # fmt: skip
    return {handle: person for person in Person.objects.all() for handle in [person.display_name]}


def rhythm(run, actor_id: str, days: float, usual: float) -> None:
    values = {"recency_days": {"value": days}, "cadence_days": {"value": usual}}
    MemberMeasures.objects.update_or_create(run=run, actor_id=actor_id, defaults={"values": values})


def waiting(user, run) -> list[tuple[str, str]]:
    with translation.override("en"):
        return [(item.label, item.what) for item in people_waiting(user, run)]


@pytest.mark.parametrize(
    ("days", "usual", "quiet"), [(12, 3, True), (11.9, 3, False), (6, 0.5, False), (7, 0.5, True), (90, 0, False)]
)
def test_quiet_is_four_usual_gaps_and_a_week_at_least(days, usual, quiet):
    assert rules.is_quiet(days, usual) is quiet


def test_who_went_quiet_stands_first_then_who_was_never_spoken_to(run, cast, nominated):
    rhythm(run, "m02", 9, 2)
    rhythm(run, "m03", 30, 2)
    rhythm(run, "m04", 3, 2)
    assert waiting(cast.lin, run) == [
        ("Gone quiet", "一页一解"), ("Gone quiet", "Moss Walk"),
        ("First contact", "南枝读书会"), ("First contact", "Night Ferry"), ("First contact", "=cmd|'/c calc'!A1"),
    ]  # fmt: skip


def test_of_many_three_are_named_and_the_others_counted(run, cast, nominated):
    assert waiting(cast.lin, run)[-1] == ("First contact", "2 more nobody has spoken to")


def test_spoken_to_since_they_fell_silent_is_enough_for_now(run, cast, nominated):
    rhythm(run, "m02", 9, 2)
    quiet = Person.objects.get(display_name="Moss Walk")
    people.log_contact(actor=cast.lin, person=quiet, text="Asked how things are.", now=NOW)
    assert "Moss Walk" not in dict(map(reversed, waiting(cast.lin, run)))
    assert [one.person for one in queries.quiet_among(run, [quiet.pk])] == [quiet.pk]


def test_nobody_is_sent_to_the_people_of_a_colleague(run, cast, nominated):
    assert waiting(cast.mei, run) == []
    assert waiting(cast.ana, run) == []


def test_the_sentence_names_what_to_begin_with(run, cast, nominated):
    lin = Client()
    lin.force_login(cast.lin, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = lin.get("/desk/", headers={"accept-language": "en"}).content.decode()
    assert "Begin with “南枝读书会”; the 4 others can follow" in page
    assert "先从「南枝读书会」开始" in lin.get("/desk/", headers={"accept-language": "zh-hans"}).content.decode()


def test_refused_rows_are_spoken_of_for_a_week(run, cast, load):
    lin = Client()
    lin.force_login(cast.lin, backend="allauth.account.auth_backends.AuthenticationBackend")
    for age, spoken_of in ((6, True), (8, False)):
        Load.objects.filter(pk=load.pk).update(refused=12, created_at=clock.now() - timedelta(days=age))
        page = lin.get("/desk/", headers={"accept-language": "en"}).content.decode()
        assert ("12 rows were refused" in page) is spoken_of


def test_an_empty_house_is_told_the_three_steps_and_what_to_begin_with(cast):
    lin = Client()
    lin.force_login(cast.lin, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = lin.get("/desk/", headers={"accept-language": "en"}).content.decode()
    assert "Begin by loading what happened in your community." in page
    assert "nobody waits for a first word" in page
    steps = [page.index(step) for step in ("Load what happened<", "Start a run", "Read why, then nominate")]
    assert steps == sorted(steps)
