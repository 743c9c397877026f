"""From one dossier to the next in the list one came from: its filters, its order, its ends."""

import re

import pytest

from kolony.ground.people import actions
from kolony.ground.people.models import Person
from kolony.ground.people.queries import ByOwner
from tests.rooms.desk.dossier_people import NOW, somebody

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def as_lin(client, db):
    lin = somebody("Lin", "operator", "north")
    for name, kind in (("Ada", "kol"), ("Bo", "koc"), ("Cai", "kol"), ("Dan", "kol")):
        actions.nominate(
            actor=lin, handle=("forum", name, name), source="internal", purpose="activate", kind=kind, now=NOW
        )
    client.force_login(lin)
    return client


def walked(client, address: str, rel: str) -> list[str]:
    """Everybody met on the way to that end of the list."""
    met = []
    while address:
        page = client.get(address, headers=ENGLISH).content.decode()
        met.append(re.search(r"<title>(\w+)", page)[1])
        found = re.search(rf'href="([^"]+)" rel="{rel}" data-key', page)
        address = found[1].replace("&amp;", "&") if found else ""
    return met


def opened(client, query: str, name: str) -> str:
    page = client.get(f"/desk/people/{query}").content.decode()
    pk = Person.objects.get(display_name=name).pk
    row, link = re.search(rf'data-open="(/desk/people/{pk}[^"]*)".*?href="([^"]*)"', page, re.DOTALL).groups()
    assert row == link
    return link.replace("&amp;", "&")


def test_one_goes_through_the_filtered_list_in_its_order_both_ways(as_lin):
    ada = opened(as_lin, "?kind=kol&sort=name", "Ada")
    assert walked(as_lin, ada, "next") == ["Ada", "Cai", "Dan"]
    dan = opened(as_lin, "?kind=kol&sort=-name", "Dan")
    assert walked(as_lin, dan, "next") == ["Dan", "Cai", "Ada"]
    assert walked(as_lin, opened(as_lin, "?sort=name", "Dan"), "prev") == ["Dan", "Cai", "Bo", "Ada"]


def test_the_list_by_owner_stands_by_their_names_and_nobody_last(as_lin):
    """Zoe looks after Ada and Cai, Amy after Dan, nobody after Bo; pages go on where one owner's people end."""
    amy, zoe = somebody("Amy", "operator", "north"), somebody("Zoe", "operator", "north")
    Person.objects.update(owner=None)
    Person.objects.filter(display_name__in=("Ada", "Cai")).update(owner=zoe)
    Person.objects.filter(display_name="Dan").update(owner=amy)
    one, other = Person.objects.filter(owner=zoe).order_by("pk").values_list("display_name", flat=True)
    assert walked(as_lin, opened(as_lin, "?sort=owner", "Dan"), "next") == ["Dan", one, other, "Bo"]
    assert walked(as_lin, opened(as_lin, "?sort=-owner", "Bo"), "next") == ["Bo", one, other, "Dan"]
    assert walked(as_lin, opened(as_lin, "?sort=owner", "Bo"), "prev") == ["Bo", other, one, "Dan"]
    assert walked(as_lin, opened(as_lin, "?kind=kol&sort=owner", other), "prev") == [other, one, "Dan"]
    page = as_lin.get(opened(as_lin, "?sort=owner", other), headers=ENGLISH).content.decode()
    assert "3 of 4" in page
    people = ByOwner(Person.objects.all())
    assert [person.display_name for person in people[0:4]] == ["Dan", one, other, "Bo"]
    assert [people[start : start + 2] for start in range(3)] == [people[0:4][start : start + 2] for start in range(3)]
    bo = Person.objects.get(display_name="Bo").pk
    assert "data-key" not in as_lin.get(f"/desk/people/{bo}?among=kind%3Dkol%26sort%3Downer").content.decode()


def test_the_page_says_where_one_is_and_leads_back_to_the_same_list(as_lin):
    page = as_lin.get(opened(as_lin, "?kind=kol&sort=name", "Cai"), headers=ENGLISH).content.decode()
    assert "2 of 3" in page
    assert 'href="/desk/people/?kind=kol&amp;sort=name"' in page


def test_who_was_opened_from_elsewhere_or_left_the_list_has_no_neighbours(as_lin):
    bo = Person.objects.get(display_name="Bo").pk
    for address in (f"/desk/people/{bo}", f"/desk/people/{bo}?among=kind%3Dkol", f"/desk/people/{bo}?among=owner%3Dx"):
        answer = as_lin.get(address, headers=ENGLISH)
        assert answer.status_code == 200
        assert "data-key" not in answer.content.decode()
