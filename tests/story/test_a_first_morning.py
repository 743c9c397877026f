"""A first morning: Lin signs in, has the community ranked, looks at who rises and why, walks the patrol, nominates."""

import re

import pytest
from playwright.sync_api import expect

from kolony.ground.guard.models import AuditEntry
from kolony.ground.people.models import Person
from kolony.stages.discover.models import Candidate, Decision
from tests.story.conftest import Operator
from tests.story.work import do_waiting_jobs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_lin_finds_somebody_who_rises_and_knows_why(sits_down, lin, season):
    desk = sits_down(lin)
    starts_a_run(desk)
    looks_at_who_rises(desk)
    nominated = opens_the_evidence_and_nominates(desk)
    finds_them_in_the_dossier(desk, nominated)
    walks_the_patrol_by_keys(desk)
    asks_how_far_to_trust_it(desk)
    reads_the_same_in_chinese_at_night_and_on_the_phone(desk)


def starts_a_run(desk: Operator) -> None:
    page = desk.go("discover:candidates")
    expect(page.get_by_role("heading", level=1)).to_have_text("Candidates")
    page.get_by_role("button", name="Start the first run").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Start", exact=True).click()
    assert do_waiting_jobs() == 1


def looks_at_who_rises(desk: Operator) -> None:
    page = desk.go("discover:candidates")
    rows = page.locator("tr[data-row]")
    assert rows.count() == 50
    assert desk.faults() == []
    page.get_by_role("link", name="Acquire").click()
    page.wait_for_url(re.compile("goal=acquire"))
    expect(page.get_by_role("navigation", name="Goal").locator("[aria-current]")).to_have_text("Acquire")


def opens_the_evidence_and_nominates(desk: Operator) -> str:
    page = desk.go("discover:candidates")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    expect(panel.get_by_text("Because", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("open="))
    name = panel.get_by_role("heading", level=2).inner_text()
    printed = panel.locator("table tr:not(.k-total) td:last-child").all_inner_texts()
    total = panel.locator("tr.k-total td:last-child").inner_text()
    assert abs(sum(number(text) for text in printed) - number(total)) < 0.06 * len(printed)
    assert desk.faults() == []
    page.locator("h1").click()
    desk.press("n")
    expect(page.get_by_role("status").filter(has_text="1 nominated.")).to_be_visible()
    assert Decision.objects.get().verdict == "nominated"
    return name


def number(text: str) -> float:
    return float(text.replace("\u2212", "-").replace(",", ""))


def finds_them_in_the_dossier(desk: Operator, name: str) -> None:
    person = Person.objects.get()
    assert (person.display_name, person.source, person.purpose) == (name, "internal", "activate")
    desk.page.keyboard.press("Control+k")
    field = desk.page.get_by_role("dialog").get_by_role("combobox")
    field.fill(name)
    option = desk.page.locator("#pal-list [role=option]").first
    expect(option).to_contain_text(name)
    with desk.page.expect_navigation():
        field.press("Enter")
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(desk.page.get_by_role("heading", name="Why this person")).to_be_visible()
    assert desk.faults() == []


def walks_the_patrol_by_keys(desk: Operator) -> None:
    page = desk.go("discover:patrol")
    progress = page.get_by_role("status").filter(has_text="today")
    expect(progress).to_contain_text("0 of 24 today")
    desk.press("l")
    desk.press("n")
    page.keyboard.press("d")
    desk.press("Enter")
    expect(progress).to_contain_text("1 nominated · 1 dismissed · 1 later")
    assert desk.faults() == []
    desk.press("z")
    expect(progress).to_contain_text("1 nominated · 0 dismissed · 1 later")
    desk.press("z")
    expect(progress).to_contain_text("0 nominated · 0 dismissed · 1 later")
    kinds = AuditEntry.objects.filter(kind__startswith="discover.").values_list("kind", flat=True)
    assert (list(kinds).count("discover.undone"), list(kinds).count("discover.patrol_moved")) == (2, 3)


def asks_how_far_to_trust_it(desk: Operator) -> None:
    page = desk.go("discover:trust")
    page.get_by_role("button", name="Ask the past").first.click()
    with page.expect_navigation():
        page.get_by_role("button", name="Ask", exact=True).click()
    assert do_waiting_jobs() == 1
    desk.go("discover:trust")
    expect(
        page.get_by_text(re.compile(r"Of the \d+ who rose most after .+, this list would have shown you \d+"))
    ).to_be_visible()
    expect(page.locator("[data-chart] svg")).to_be_visible()
    assert desk.faults() == []


def reads_the_same_in_chinese_at_night_and_on_the_phone(desk: Operator) -> None:
    page = desk.go("discover:candidates", "?list=potential")
    desk.speak("zh-hans")
    expect(page.get_by_role("heading", level=1)).to_have_text("候选人")
    expect(page).to_have_url(re.compile("list=potential"))
    page.locator("[data-theme-form] button").first.click()
    expect(page.locator("html")).to_have_attribute("data-theme", "kolony-dark")
    page.set_viewport_size({"width": 390, "height": 844})
    first = Candidate.objects.get(goal="activate", which="rising", rank=3).actor_id
    for name, query in (
        ("desk:today", ""), ("discover:candidates", f"?open={first}&status=any"), ("discover:patrol", ""),
        ("discover:runs", ""), ("discover:trust", ""), ("discover:newcomers", ""), ("discover:compare", ""),
    ):  # fmt: skip
        desk.go(name, query)
        assert (name, desk.is_too_wide(), desk.faults()) == (name, False, [])
