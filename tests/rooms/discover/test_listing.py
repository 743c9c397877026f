"""A list is filtered, sorted and counted by its index, and shows exactly those it should."""

import re
from itertools import chain

import pytest
from django.http import QueryDict
from django.test import Client

from kolony.ground.facts.models import Member
from kolony.ground.frame import menu
from kolony.stages.discover import actions, queries
from kolony.stages.discover.actions import recording
from kolony.stages.discover.actions.decisions import Place
from kolony.stages.discover.forms import filters_of
from kolony.stages.discover.models import Candidate
from kolony.stages.discover.queries import Filters, listing
from kolony.stages.discover.views.candidates import COLUMNS
from tests.rooms.discover.conftest import NOW, make_run, member


def shown(cast, run, order=("rank",), **filters) -> list[str]:
    found = queries.visible_list(cast.lin, run, Filters(**filters), order)
    rows = found[0:50]
    assert len(found) == len(rows)
    return [row.actor_id for row in rows]


def members(*numbers: int) -> list[str]:
    return [member(number) for number in numbers]


def test_a_list_is_cut_into_pages_in_the_order_asked_for(cast, run):
    found = queries.visible_list(cast.lin, run, Filters(), ("-loyal_fans",))
    assert len(found) == 40
    assert [row.actor_id for row in found[:3]] == members(40, 39, 38)
    assert [row.actor_id for row in found[38:50]] == members(2, 1)


def test_those_with_the_same_value_stand_by_rank(cast, run):
    assert shown(cast, run, ("-quality",))[:3] == members(1, 2, 3)
    assert shown(cast, run, ("quality",))[:3] == members(1, 2, 3)


@pytest.mark.parametrize("order", ["could_score", "-could_score"])
def test_what_nobody_knows_stands_last_whichever_way_the_column_is_turned(cast, run, order):
    Candidate.objects.filter(run=run, actor_id="m07").update(could_score=None)
    assert shown(cast, run, (order,))[-1] == "m07"


def test_who_is_decided_about_is_left_out_counted_and_found_under_the_verdict(cast, run):
    place = Place(run, "activate", "rising")
    actions.nominate(actor=cast.lin, place=place, actor_id="m01", now=NOW)
    actions.dismiss(actor=cast.lin, place=place, actor_id="m04", reason="tone", now=NOW)
    assert shown(cast, run)[:3] == members(2, 3, 5)
    assert len(shown(cast, run)) == 38
    assert len(shown(cast, run, status="any")) == 40
    assert shown(cast, run, status="nominated") == ["m01"]
    assert shown(cast, run, status="dismissed", which="now", goal="acquire") == ["m04"]


def test_a_decision_in_another_community_decides_nothing_here(cast, run, source, load):
    elsewhere = type(source).objects.create(name="Elsewhere", platform="elsewhere", created_at=NOW)
    other = make_run(elsewhere, cast)
    actions.dismiss(actor=cast.lin, place=Place(other, "activate", "rising"), actor_id="m01", reason="tone", now=NOW)
    assert len(shown(cast, run)) == 40
    assert len(shown(cast, other)) == 39


def test_a_search_that_finds_many_leaves_nobody_out(cast, run, load, source):
    crowd = [Member(load=load, source=source, actor_id=member(n), name=f"夜航船 {n}") for n in range(10, 620)]
    assert len(crowd) > listing.NAMES_BY_ID
    Member.objects.bulk_create(crowd)
    assert shown(cast, run, search="夜航") == members(*range(10, 41))
    assert shown(cast, run, search="夜") == members(*range(10, 41))
    assert shown(cast, run, search="夜航船 3") == members(*range(30, 40))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("书", ["m01"]),
        ("书会", ["m01"]),
        ("读书会", ["m01"]),
        ("MOSS", ["m02"]),
        ("mo", ["m02"]),
        ("m01", ["m01"]),
        ("100%", []),
    ],
)
def test_names_are_found_by_one_letter_or_many_in_any_case(cast, run, text, found):
    assert shown(cast, run, search=text) == found


def test_filtering_and_sorting_a_list_needs_nothing_the_index_does_not_carry(cast, run):
    index = next(one for one in Candidate._meta.constraints if one.name == "discover_rank_carries")
    carried = {Candidate._meta.get_field(name).column for name in (*index.fields, *index.include)}
    everything = Filters(kind="koc", tenure="settled", score=50, topic="t1", search="书会")
    rows = queries.visible_candidates(cast.lin, run, everything)
    for order in chain.from_iterable(column.order for column in COLUMNS):
        asked = str(rows.order_by(order, "rank").values_list("rank").query)
        assert set(re.findall(r'"discover_candidate"\."(\w+)"', asked)) <= carried


def test_a_page_asks_a_fixed_number_of_questions(cast, run, django_assert_max_num_queries):
    lin = Client()
    lin.force_login(cast.lin)
    recording.keep_orders(run=run)
    lin.get("/desk/discover/")
    with django_assert_max_num_queries(18):
        lin.get("/desk/discover/")
    with django_assert_max_num_queries(28):
        lin.get("/desk/discover/?open=m01")


def test_the_number_beside_the_menu_and_on_the_page_is_asked_once(rf, cast, run):
    actions.open_patrol(actor=cast.lin, source=run.source, day=NOW.date(), now=NOW)
    request = rf.get("/desk/discover/")
    request.user = cast.lin
    assert menu.waiting_at(request, "discover") == 24
    assert menu.lines_for(request) is menu.lines_for(request)
    assert menu.waiting_at(request, "nowhere") is None


def test_the_nominated_can_be_asked_for_by_who_looks_after_them(cast, run):
    place = Place(run, "activate", "rising")
    actions.nominate(actor=cast.lin, place=place, actor_id="m01", now=NOW)
    actions.nominate(actor=cast.mei, place=place, actor_id="m02", now=NOW)
    lin, mei = (filters_of(QueryDict(f"owner={user.pk}")) for user in (cast.lin, cast.mei))
    assert (lin.status, shown(cast, run, owner=lin.owner, status=lin.status)) == ("nominated", ["m01"])
    assert shown(cast, run, owner=mei.owner, status=mei.status, which="now") == ["m02"]
    assert shown(cast, run, owner="none", status="nominated") == []
    assert filters_of(QueryDict("owner=somebody")) == Filters()
    browser = Client()
    browser.force_login(cast.ana)
    page = browser.get(f"/desk/discover/?owner={cast.mei.pk}", headers={"accept-language": "en"}).content.decode()
    assert "Moss Walk" in page
    assert '<span class="sr-only">Owner</span> Mei </span>' in " ".join(page.split())
    assert "南枝读书会" not in page
