"""Tables and pages: the address decides, and a wrong address is no error."""

from time import perf_counter
from uuid import uuid4

import pytest
from django.db import connection
from django.test import RequestFactory

from kolony.ground.frame.models import SavedView
from kolony.ground.frame.paging import page_of
from kolony.ground.frame.table import Column, Table

COLUMNS = (
    Column("place", "#"),
    Column("name", "Name", order=("name",)),
    Column("score", "Score", order=("score", "-loyal"), numeric=True),
)


FILL = """
    INSERT INTO frame_savedview (id, owner_id, page, name, query, shared, created_at, changed_at)
    SELECT gen_random_uuid(), %(owner)s, 'p', lpad(place::text, 6, '0'), '', false, %(noon)s, %(noon)s
    FROM generate_series(0, 99999) AS place
"""


def asking(query=""):
    return RequestFactory().get(f"/desk/list?{query}")


def table(query=""):
    return Table(asking(query), key="result", label="People", columns=COLUMNS, default="-score")


def test_without_a_wish_the_default_order_holds():
    assert table().order == ("-score", "loyal")


def test_a_second_click_turns_the_order_round():
    head = {head.key: head for head in table("sort=-score").heads}["score"]
    assert (head.aria_sort, head.url) == ("descending", "?sort=score")


def test_a_fresh_column_starts_with_what_is_looked_for():
    heads = {head.key: head for head in table().heads}
    assert heads["name"].url == "?sort=name"
    assert heads["place"].url == ""
    assert {head.key: head for head in table("sort=name").heads}["score"].url == "?sort=-score"


@pytest.mark.parametrize("wish", ["nothing", "-place", "name;drop", "--name", ""])
def test_an_unknown_order_falls_back_to_the_default(wish):
    assert table(f"sort={wish}").sort == "-score"


def test_sorting_keeps_the_filters_and_goes_to_page_one():
    head = {head.key: head for head in table("kind=kol&page=4").heads}["name"]
    assert head.url == "?kind=kol&sort=name"


@pytest.mark.parametrize(
    ("wish", "number"), [("", 1), ("2", 2), ("3", 3), ("99", 3), ("0", 1), ("-1", 1), ("x", 1), ("٣", 1), ("9" * 40, 1)]
)
def test_a_wrong_page_shows_the_nearest_there_is(wish, number):
    assert page_of(range(120), asking(f"page={wish}")).number == number


def test_the_last_page_has_no_more():
    page = page_of(range(120), asking("page=3&kind=kol"))
    assert (page.first, page.last, page.total, page.more_url) == (101, 120, 120, "")
    page = page_of(range(120), asking("page=2&kind=kol"))
    assert (page.next_count, page.more_url) == (20, "?page=3&kind=kol")


def test_the_way_back_and_to_the_end():
    first, third = (page_of(range(320), asking(f"page={number}&kind=kol")) for number in (1, 3))
    assert (first.earlier_url, first.last_url) == ("", "?page=7&kind=kol")
    assert (third.earlier_url, third.last_url) == ("?page=2&kind=kol", "?page=7&kind=kol")
    beside_last, last = (page_of(range(320), asking(f"page={number}")) for number in (6, 7))
    assert (beside_last.more_url, beside_last.last_url, last.last_url) == ("?page=7", "", "")


def test_rows_that_are_added_below_have_nothing_before_them():
    more = RequestFactory().get("/desk/list?page=2", headers={"HX-Target": "result-rows"})
    assert page_of(range(320), more).earlier_url == ""


def test_nothing_is_a_page_too():
    page = page_of([], asking())
    assert (page.rows, page.first, page.last, page.number) == ([], 0, 0, 1)


@pytest.mark.django_db
def test_a_hundred_thousand_rows_are_no_pain(noon, django_assert_num_queries):
    owner = uuid4()
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"owner": owner, "noon": noon})
    rows = SavedView.objects.filter(owner_id=owner, page="p").order_by("name")
    with django_assert_num_queries(3):  # how many there are, which of them, and these
        page = page_of(rows, asking("page=2000"))
    began = perf_counter()
    page = page_of(rows, asking("page=2000"))
    assert page.rows[-1].name == "099999"
    assert perf_counter() - began < 1
