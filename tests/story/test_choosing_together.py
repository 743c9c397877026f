"""Choosing together: Lin asks for a set, waits, moves the slider, reads the picture as a table, saves, compares,
exports; then reads it in Chinese, at night and on the phone."""

import json
import re

import pytest
from playwright.sync_api import expect

from kolony.stages.discover.seedsets.models import SeedSet
from tests.story.conftest import Operator
from tests.story.ranked import has_the_community_ranked
from tests.story.work import do_waiting_jobs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_lin_chooses_people_together_and_keeps_the_set(sits_down, lin, season):
    desk = sits_down(lin)
    has_the_community_ranked(desk)
    finds_seed_sets_beside_it(desk)
    makes_a_segment(desk)
    asks_for_a_set(desk)
    moves_the_slider(desk)
    reads_the_picture_as_a_table(desk)
    saves_it(desk)
    asks_for_another_and_compares(desk)
    takes_it_along(desk)
    asks_the_past(desk)
    reads_it_in_chinese_at_night_and_on_the_phone(desk)


def finds_seed_sets_beside_it(desk: Operator) -> None:
    page = desk.go("discover:candidates")
    page.get_by_role("link", name="Seed sets").click()
    expect(page.get_by_text("No seed set yet")).to_be_visible()
    assert desk.faults() == []


def makes_a_segment(desk: Operator) -> None:
    page = desk.go("seedsets:segment-new")
    page.get_by_label("Name").fill("Still around")
    page.locator("#id_kind_1").select_option("active")
    page.locator("#id_value_1").fill("120")
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    do_waiting_jobs()
    page = desk.go("seedsets:segments")
    expect(page.get_by_text("active in the last 120 days")).to_be_visible()
    assert desk.faults() == []


def asks_for_a_set(desk: Operator, budget: str = "30000") -> None:
    page = desk.go("seedsets:new")
    page.get_by_label("Still around").fill("1")
    page.get_by_label("Everybody", exact=False).first.fill("0.5")
    page.get_by_label("Budget", exact=True).fill(budget)
    assert desk.faults() == []
    with page.expect_navigation():
        page.get_by_role("button", name="Choose", exact=True).click()
    expect(page.get_by_text("is being chosen")).to_be_visible()
    assert do_waiting_jobs() == 1
    page.reload()
    expect(page.get_by_text(re.compile("no set for .* can exceed"))).to_be_visible()
    assert desk.faults() == []


def moves_the_slider(desk: Operator) -> None:
    page = desk.page
    slider = page.get_by_role("slider", name="Budget")
    before = slider.get_attribute("aria-valuetext")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(r"step=\d+"))
    assert slider.get_attribute("aria-valuetext") != before
    expect(page.locator('output[for="budget"]')).to_have_text(slider.get_attribute("aria-valuetext"))
    expect(page.get_by_text(f"no set for {slider.get_attribute('aria-valuetext')} can exceed")).to_be_visible()
    expect(slider).to_be_focused()


def reads_the_picture_as_a_table(desk: Operator) -> None:
    page = desk.page
    starters = page.locator(".k-net a[data-starter]")
    assert starters.count() >= 1
    starters.first.focus()
    expect(page.locator(".k-net[data-lit]")).to_have_count(1)
    page.get_by_role("button", name="As table").click()
    table = page.get_by_role("region", name="The areas of those who start")
    expect(table).to_be_visible()
    assert table.locator("tbody tr").count() == starters.count()


def saves_it(desk: Operator) -> None:
    page = desk.page
    page.get_by_role("button", name="Save", exact=True).first.click()
    dialog = page.get_by_role("dialog", name="Save this set")
    dialog.get_by_label("Name").fill("Autumn wave")
    with page.expect_navigation():
        dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Autumn wave")
    assert SeedSet.objects.get().saved_step is not None


def asks_for_another_and_compares(desk: Operator) -> None:
    asks_for_a_set(desk, budget="12000")
    page = desk.page
    page.get_by_role("button", name="Compare").first.click()
    with page.expect_navigation():
        page.get_by_role("dialog").get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="In both")).to_be_visible()
    assert desk.faults() == []


def takes_it_along(desk: Operator) -> None:
    page = desk.go("seedsets:sets")
    page.get_by_role("link", name="Autumn wave").click()
    with page.expect_download() as csv:
        page.get_by_role("link", name="CSV").click()
    assert csv.value.path().read_text("utf-8-sig").startswith("Order,Member,Name")
    with page.expect_download() as whole:
        page.get_by_role("link", name="JSON").click()
    assert json.loads(whole.value.path().read_text("utf-8"))["name"] == "Autumn wave"


def asks_the_past(desk: Operator) -> None:
    page = desk.go("seedsets:past")
    with page.expect_navigation():
        page.get_by_role("button", name="Ask the past").click()
    assert do_waiting_jobs() == 1
    page = desk.go("seedsets:past")
    expect(page.get_by_text("of what the best simple ranking reached")).to_be_visible()
    assert desk.faults() == []


def reads_it_in_chinese_at_night_and_on_the_phone(desk: Operator) -> None:
    page = desk.go("seedsets:sets")
    page.get_by_role("link", name="Autumn wave").click()
    desk.speak("zh-hans")
    expect(page.get_by_text("任何组合都不会超过").first).to_be_visible()
    page.locator("[data-theme-form] button").first.click()
    expect(page.locator("html")).to_have_attribute("data-theme", "kolony-dark")
    page.set_viewport_size({"width": 390, "height": 844})
    assert (desk.is_too_wide(), desk.faults()) == (False, [])
    for name in ("seedsets:sets", "seedsets:new", "seedsets:compare", "seedsets:past", "seedsets:segments"):
        desk.go(name)
        assert (name, desk.is_too_wide(), desk.faults()) == (name, False, [])
