"""What was typed and not sent: kept for whoever comes back, never where the browser must not remember."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from kolony.ground.people import actions

from .dossier_people import NOW

BACK = "What you had typed and not sent is back in the form."


@pytest.fixture
def page(lins_browser):
    return lins_browser.new_page()


@pytest.fixture
def dossier(live_server, bo):
    return live_server.url + reverse("desk:person", args=[bo.pk])


@pytest.mark.browser
def test_a_half_written_note_waits_for_who_went_elsewhere_and_can_be_discarded(page, dossier):
    page.goto(dossier)
    page.locator("#note-text").fill("Writes at night 🌙")
    page.get_by_role("link", name="People").first.click()
    page.wait_for_url("**/people/")
    page.goto(dossier)
    expect(page.get_by_text(BACK)).to_be_visible()
    assert page.locator("#note-text").input_value() == "Writes at night 🌙"
    page.get_by_role("button", name="Discard it").click()
    expect(page.get_by_text(BACK)).to_have_count(0)
    expect(page.locator("#note-text")).to_be_focused()
    page.reload()
    assert page.locator("#note-text").input_value() == ""
    assert page.get_by_text(BACK).count() == 0


@pytest.mark.browser
def test_another_form_of_the_page_that_is_sent_loses_no_note(page, dossier):
    page.goto(dossier)
    page.locator("#note-text").fill("Prefers letters")
    page.locator("form[action$='/label'] [name=value]").first.fill("teacher")
    page.locator("form[action$='/label'] button[type=submit]").first.click()
    expect(page.get_by_text("Label added.")).to_be_visible()
    assert page.locator("#note-text").input_value() == "Prefers letters"
    page.get_by_role("button", name="Write note").click()
    expect(page.get_by_text("Note written.")).to_be_visible()
    assert page.locator("#note-text").input_value() == ""
    assert page.get_by_text(BACK).count() == 0


@pytest.mark.browser
def test_a_draft_that_a_colleague_overtook_is_shown_beside_theirs(page, dossier, bo, lin):
    page.goto(dossier + "/edit")
    page.get_by_label("Highlight").fill("Half a thought")
    page.goto(dossier)
    actions.describe(
        actor=lin, person=bo, version=bo.version, values={"highlight": "A colleague’s"}, reason="", now=NOW
    )
    page.goto(dossier + "/edit")
    expect(page.get_by_text(BACK)).to_be_visible()
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Somebody saved this dossier while you were writing")).to_be_visible()
    expect(page.locator("#newer + *, section:has(#newer)").first).to_contain_text("A colleague’s")
    assert page.get_by_label("Highlight").input_value() == "Half a thought"


@pytest.mark.browser
def test_what_is_restricted_is_not_kept_but_asked_about(page, dossier):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(dossier)
    page.locator("#note-level").select_option("restricted")
    page.locator("#note-text").fill("Known to us alone")
    page.get_by_role("link", name="People").first.click()
    page.wait_for_url("**/people/")
    assert asked == ["beforeunload"]
    assert "Known to us alone" not in page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})")


@pytest.mark.browser
def test_who_signs_out_leaves_no_draft_behind(page, dossier):
    page.goto(dossier)
    page.locator("#note-text").fill("Half a thought")
    page.goto(dossier + "/edit")
    page.locator("[popovertarget=me]").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/**")
    assert page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('k-draft'))") == []
