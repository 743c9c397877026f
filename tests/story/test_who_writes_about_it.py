"""Who writes about it: Lin asks for a subject, reads who is recognised for it, opens one and takes the search along."""

import re

import pytest
from playwright.sync_api import expect

from tests.story.conftest import Operator
from tests.story.ranked import has_the_community_ranked

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_lin_finds_who_writes_about_a_subject(sits_down, lin, season):
    desk = sits_down(lin)
    is_led_to_the_first_run(desk)
    has_the_community_ranked(desk)
    asks_for_a_subject(desk)
    reads_who_is_recognised_for_it(desk)
    opens_the_first_and_comes_back(desk)
    asks_for_what_nobody_names(desk)
    reads_it_in_chinese_at_night_and_on_the_phone(desk)


def is_led_to_the_first_run(desk: Operator) -> None:
    page = desk.go("discover:writers")
    expect(page.get_by_text("Nothing has been looked through yet")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("link", name="Start the first run").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Candidates")


def asks_for_a_subject(desk: Operator) -> None:
    page = desk.go("discover:candidates")
    with page.expect_navigation():
        page.get_by_role("link", name="Who writes about it").click()
    expect(page.get_by_text("About what?")).to_be_visible()
    words = page.get_by_label("Words or names, several with commas")
    expect(words).to_be_focused()
    words.fill("book, 读书")
    desk.press("Enter")
    assert "q=book" in page.url
    assert desk.faults() == []


def reads_who_is_recognised_for_it(desk: Operator) -> None:
    page = desk.page
    expect(page.get_by_role("status").filter(has_text="posts with words held here")).to_be_visible()
    rows = page.locator("tbody tr")
    assert rows.count() > 3
    marked = page.locator("tbody th b").all_inner_texts()
    assert marked and all(re.match("book|读书", word, re.IGNORECASE) for word in marked)
    best_left_out = page.locator("tbody td:nth-child(3) .font-semibold").all_inner_texts()
    points = [float(text.replace(",", "")) for text in best_left_out]
    assert points == sorted(points, reverse=True)
    table = page.get_by_role("region", name="Who writes about it")
    assert table.evaluate("region => region.scrollWidth <= region.clientWidth")


def opens_the_first_and_comes_back(desk: Operator) -> None:
    page = desk.page
    first = page.locator("tbody .k-name").first
    name = first.inner_text()
    with page.expect_navigation():
        first.click()
    expect(page.locator("#panel").get_by_role("heading", level=2)).to_have_text(name)
    page.go_back()
    expect(page.get_by_label("Words or names, several with commas")).to_have_value("book, 读书")


def asks_for_what_nobody_names(desk: Operator) -> None:
    page = desk.page
    page.get_by_label("Words or names, several with commas").fill("zeppelin")
    desk.press("Enter")
    expect(page.get_by_text("Nobody writes about it")).to_be_visible()
    page.go_back()


def reads_it_in_chinese_at_night_and_on_the_phone(desk: Operator) -> None:
    page, address = desk.page, desk.page.url
    desk.speak("zh-hans")
    assert page.url == address
    expect(page.get_by_role("heading", level=1)).to_have_text("按词找人")
    page.locator("[data-theme-form] button").first.click()
    expect(page.locator("html")).to_have_attribute("data-theme", "kolony-dark")
    page.set_viewport_size({"width": 390, "height": 844})
    assert (desk.is_too_wide(), desk.faults()) == (False, [])
