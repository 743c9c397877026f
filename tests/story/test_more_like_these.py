"""More like these: from one good find to others like it, and from several to others like all; in both languages."""

import re

import pytest
from playwright.sync_api import expect

from kolony.stages.discover.models import Decision
from tests.story.conftest import Operator
from tests.story.ranked import has_the_community_ranked

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHARED = re.compile(r"in common|turned to both|both turned to")
SHARED_ZH = re.compile(r"共同标签|话题里发过言|找过这两位|两位都找过")


def test_from_one_good_find_lin_comes_to_others_like_it(sits_down, lin, season):
    desk = sits_down(lin)
    has_the_community_ranked(desk)
    name = opens_one_and_asks_for_more(desk)
    reads_why_each_is_like_them(desk)
    reads_it_in_chinese_and_the_address_is_the_same(desk, name)
    takes_one_of_several_away(desk)
    nominates_one_and_asks_for_more_like_all(desk)
    reads_it_on_the_phone(desk)


def opens_one_and_asks_for_more(desk: Operator) -> str:
    page = desk.go("discover:candidates")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    name = panel.get_by_role("heading", level=2).inner_text()
    with page.expect_navigation():
        panel.get_by_role("link", name="See all of them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("More like this one")
    expect(page.get_by_role("list", name="Asked about")).to_contain_text(name)
    return name


def reads_why_each_is_like_them(desk: Operator) -> None:
    rows = desk.page.locator("tbody tr")
    assert rows.count() > 3
    assert all(SHARED.search(text) for text in rows.all_inner_texts())
    likeness = [int(text) for text in desk.page.locator("tbody td:nth-child(2)").all_inner_texts()]
    assert likeness == sorted(likeness, reverse=True)
    assert desk.faults() == []


def reads_it_in_chinese_and_the_address_is_the_same(desk: Operator, name: str) -> None:
    address, names = desk.page.url, desk.page.locator("tbody .k-name").all_inner_texts()
    desk.speak("zh-hans")
    assert desk.page.url == address
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("找更多像这位的")
    assert desk.page.locator("tbody .k-name").all_inner_texts() == names
    rows = desk.page.locator("tbody tr").all_inner_texts()
    assert all(SHARED_ZH.search(text) for text in rows)
    assert not any(SHARED.search(text) for text in rows)
    assert desk.faults() == []
    desk.speak("en")


def takes_one_of_several_away(desk: Operator) -> None:
    page = desk.go("discover:candidates")
    for row in range(3):
        page.locator("tr[data-row] input[type=checkbox]").nth(row).check()
    with page.expect_navigation():
        page.get_by_role("button", name="More like these").click()
    asked = page.get_by_role("list", name="Asked about").get_by_role("listitem")
    expect(asked).to_have_count(3)
    expect(page.locator("tbody tr").first).to_contain_text(re.compile(r"like \d of 3, most like "))
    with page.expect_navigation():
        asked.first.get_by_role("link", name=re.compile("^Without ")).click()
    expect(asked).to_have_count(2)
    assert page.url.count("of=") == 2


def nominates_one_and_asks_for_more_like_all(desk: Operator) -> None:
    page = desk.page
    with page.expect_navigation():
        page.locator("tbody .k-name").first.click()
    desk.press("n")
    page.go_back()
    page.go_back()
    assert page.url.count("of=") == 2
    page.reload()
    with page.expect_navigation():
        page.get_by_role("link", name="Like all who are nominated").click()
    found = Decision.objects.get()
    expect(page.get_by_role("list", name="Asked about").get_by_role("listitem")).to_have_count(1)
    assert f"open={found.actor_id}" not in page.content()


def reads_it_on_the_phone(desk: Operator) -> None:
    desk.page.set_viewport_size({"width": 390, "height": 844})
    for language in ("zh-hans", "en"):
        desk.speak(language)
        assert (language, desk.is_too_wide(), desk.faults()) == (language, False, [])
