"""Views of a list: mine, those shared with me, and nobody else's."""

from uuid import uuid4

import pytest
from django.test import RequestFactory

from kolony.ground.frame.actions import change_view, delete_view, save_view
from kolony.ground.frame.errors import NoSuchView, ViewNameTaken, ViewNotSaved
from kolony.ground.frame.models import SavedView
from kolony.ground.frame.queries import visible_views
from kolony.ground.frame.view_bar import Preset, view_bar

pytestmark = pytest.mark.django_db
PAGE = "discover:candidates"


def saved(actor, noon, name="Raisable", query="kind=kol&page=2", shared=False):
    return save_view(actor=actor, page=PAGE, name=name, query=query, shared=shared, now=noon)


def test_a_view_keeps_filters_and_sort_but_no_page(lin, noon):
    assert saved(lin, noon, query="sort=-score&kind=kol&page=7&view=x").query == "kind=kol&sort=-score"


def test_saving_the_same_twice_is_one_view(lin, noon):
    assert saved(lin, noon) == saved(lin, noon)
    assert SavedView.objects.count() == 1


def test_one_name_stands_for_one_view_of_a_page(lin, noon):
    saved(lin, noon)
    with pytest.raises(ViewNameTaken):
        saved(lin, noon, query="kind=koc")
    assert SavedView.objects.get().query == "kind=kol"


def test_two_people_may_use_the_same_name(lin, mei, noon):
    assert saved(lin, noon) != saved(mei, noon)


@pytest.mark.parametrize("name", ["", "   "])
def test_a_view_without_a_name_is_refused(lin, noon, name):
    with pytest.raises(ViewNotSaved):
        saved(lin, noon, name=name)


def test_filters_that_are_too_long_are_refused_not_cut(lin, noon):
    with pytest.raises(ViewNotSaved):
        saved(lin, noon, query="q=" + "x" * 3000)


def test_mei_sees_only_what_lin_shares(lin, mei, noon):
    saved(lin, noon, name="Mine")
    shared = saved(lin, noon, name="Ours", shared=True)
    assert visible_views(reader_id=mei.id, page=PAGE) == [shared]
    assert visible_views(reader_id=mei.id, page="elsewhere") == []


def test_mei_can_neither_change_nor_take_away_what_lin_shares(lin, mei, noon):
    view = saved(lin, noon, shared=True)
    with pytest.raises(NoSuchView):
        change_view(actor=mei, view_id=view.id, query="kind=koc", now=noon)
    delete_view(actor=mei, view_id=view.id)
    view.refresh_from_db()
    assert view.query == "kind=kol"


def test_lin_lets_a_view_hold_what_the_list_shows_now(lin, noon):
    view = saved(lin, noon)
    change_view(actor=lin, view_id=view.id, query="kind=koc&page=3", now=noon)
    view.refresh_from_db()
    assert view.query == "kind=koc"


def test_taking_away_twice_is_no_error(lin, noon):
    view = saved(lin, noon)
    delete_view(actor=lin, view_id=view.id)
    delete_view(actor=lin, view_id=view.id)
    assert not SavedView.objects.exists()


def bar(reader, query):
    request = RequestFactory().get(f"/desk/list?{query}")
    request.user = reader
    return view_bar(request, page=PAGE, presets=(Preset("fresh", "New", "fresh=1", 38), Preset("all", "All")))


def test_the_first_view_is_current_without_a_wish(lin):
    assert bar(lin, "").current.key == "fresh"


def test_the_bar_says_when_the_filters_were_changed(lin, noon):
    view = saved(lin, noon)
    assert not bar(lin, f"view={view.id}&kind=kol").changed
    changed = bar(lin, f"view={view.id}&kind=koc")
    assert changed.changed
    assert changed.cleared == f"?view={view.id}&kind=kol"


def test_a_view_that_is_gone_leaves_the_filters_standing(lin):
    gone = bar(lin, f"view={uuid4()}&kind=kol")
    assert gone.current is None
    assert (gone.query, gone.changed) == ("kind=kol", True)


def test_saving_from_the_page_leads_to_the_view(lin, desk_of):
    answer = desk_of(lin).post(
        "/desk/views", {"page": "frame:style", "name": "KOLs", "query": "kind=kol", "next": "/desk/style"}
    )
    view = SavedView.objects.get()
    assert answer.url == f"/desk/style?view={view.id}&kind=kol"
    assert (view.owner_id, view.shared) == (lin.id, False)


def test_a_page_with_a_strange_name_keeps_nothing(lin, desk_of):
    answer = desk_of(lin).post("/desk/views", {"page": "<b>", "name": "x", "query": "", "next": "/desk/style"})
    assert answer.status_code == 422
    assert "E-FRAME-422" in answer.content.decode()
    assert not SavedView.objects.exists()


def test_a_stranger_is_sent_to_sign_in_and_saves_nothing(client):
    answer = client.post("/desk/views", {"page": "frame:style", "name": "x", "query": ""})
    assert answer.status_code in (302, 204)
    assert not SavedView.objects.exists()


def test_mei_posting_to_lins_view_is_told_it_is_not_there(lin, mei, noon, desk_of):
    view = saved(lin, noon)
    answer = desk_of(mei).post(f"/desk/views/{view.id}/change", {"query": "kind=koc", "next": "/desk/style"})
    assert answer.status_code == 404
    assert "E-FRAME-404" in answer.content.decode()
    view.refresh_from_db()
    assert view.query == "kind=kol"
