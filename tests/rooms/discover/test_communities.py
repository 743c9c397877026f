"""Two communities in one house: every page says which one it is about and leads to the same page of the other."""

import re

import pytest

from kolony.ground.facts.models import Source
from tests.rooms.cast import Cast
from tests.rooms.discover.conftest import NOW, make_run

PAGES = ("", "runs", "runs/compare", "trust", "newcomers", "patrol")
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def orchard(cast: Cast, run) -> Source:
    """A second community with an older run, so that Qinghe stays the one shown first."""
    made = Source.objects.create(name="Orchard", platform="orchard", created_at=NOW)
    make_run(made, cast, at=NOW.replace(day=1))
    return made


def switch(page: str) -> dict[str, bool]:
    """Communities offered, and whether it is the one shown."""
    offered = page.partition('<nav class="k-seg" aria-label="Community">')[2].partition("</nav>")[0]
    found = re.findall(r'<a href="[^"]*source=(\w+)[^"]*"\s*(aria-current="true")?[^>]*>', offered)
    return {platform: bool(current) for platform, current in found}


@pytest.mark.parametrize("page", PAGES)
def test_where_there_is_one_community_there_is_no_switch(lin, run, page):
    assert switch(lin.get(f"/desk/discover/{page}", headers=ENGLISH).content.decode()) == {}


@pytest.mark.parametrize("page", PAGES)
def test_every_page_leads_to_itself_in_the_other_community(lin, orchard, page):
    here = lin.get(f"/desk/discover/{page}", headers=ENGLISH).content.decode()
    assert switch(here) == {"orchard": False, "qinghe": True}
    there = lin.get(f"/desk/discover/{page}?source=orchard", headers=ENGLISH).content.decode()
    assert switch(there) == {"orchard": True, "qinghe": False}


@pytest.mark.parametrize("page", PAGES)
def test_links_between_the_pages_stay_in_the_community(lin, orchard, page):
    shown = lin.get(f"/desk/discover/{page}?source=orchard", headers=ENGLISH).content.decode()
    main = shown[shown.index("<header") : shown.index('id="palette"')]
    links = set(re.findall(r'href="(/desk/discover/[^"]*)"', main))
    about_lists = {link for link in links if not re.search(r"/runs/[0-9a-f]{8}|[?&]run=", link)}
    assert about_lists
    assert [link for link in about_lists if "source=orchard" not in link] == []


def test_a_community_without_a_run_says_so_and_leads_back(lin, run):
    Source.objects.create(name="Meadow", platform="meadow", created_at=NOW)
    page = lin.get("/desk/discover/?source=meadow", headers=ENGLISH).content.decode()
    assert "Nothing to rank yet" in page
    assert switch(page) == {"meadow": True, "qinghe": False}


def test_another_list_is_opened_in_the_same_community(lin, orchard):
    page = lin.get("/desk/discover/?source=orchard&open=m03", headers=ENGLISH).content.decode()
    assert re.findall(r'<a class="k-link"\s+href="([^"]+)"\s*>#3</a>', page) == [
        f"?source=orchard&amp;goal=activate&amp;list={which}&amp;open=m03" for which in ("now", "rising", "potential")
    ]
