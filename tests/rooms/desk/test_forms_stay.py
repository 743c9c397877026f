"""A form that is refused stays, with what was typed and the refusal beside it: in a browser, and without scripts."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from kolony.ground.facts import rules
from kolony.ground.facts.models import Load, Run, Source
from kolony.ground.people.models import Handle, Label, Note, TimelineEntry

from .dossier_people import NOW

IN_PLACE = {"X-Stays": "1"}


@pytest.fixture
def open_page(live_server, lins_browser):
    """Open a page as Lin in a browser."""

    def opened(path):
        page = lins_browser.new_page()
        page.goto(live_server.url + path)
        return page

    return opened


@pytest.fixture
def loaded(lin):
    """A community with something in it, so that runs may be asked for."""
    source = Source.objects.create(name="Harbour", platform="harbour", created_by=lin, created_at=NOW)
    Load.objects.create(
        source=source, name="events.csv", folder="gone", fingerprint="f", state=rules.LOADED, created_at=NOW,
        loaded_at=NOW,
    )  # fmt: skip
    return source


def add_account(page, **typed):
    page.get_by_role("button", name="Add an account").click()
    dialog = page.locator("#add-account")
    for label, text in typed.items():
        dialog.locator(f"[name={label}]").fill(text)
    dialog.get_by_role("button", name="Add account").click()
    return dialog


@pytest.mark.browser
def test_a_refused_dialog_stays_open_and_says_it_beside_the_field(open_page, bo):
    page = open_page(reverse("desk:person", args=[bo.pk]))
    dialog = add_account(page, platform="weibo", external_id="77", url="not a link at all")
    said = dialog.locator("div:has(> [name=url]) [role=alert]")
    expect(said).to_contain_text("Link: Enter a valid URL.")
    expect(dialog.locator("[name=url]")).to_be_focused()
    assert dialog.locator("[name=external_id]").input_value() == "77"
    assert not Handle.objects.filter(external_id="77").exists()
    dialog.locator("[name=url]").fill("weibo.example/77")
    dialog.get_by_role("button", name="Add account").click()
    expect(page.get_by_text("Account added.")).to_be_visible()
    assert Handle.objects.get(external_id="77").url == "https://weibo.example/77"


@pytest.mark.browser
def test_a_run_that_is_refused_leaves_its_dialog_open_with_what_was_typed(open_page, loaded):
    page = open_page(reverse("discover:runs"))
    page.get_by_role("button", name="New run").first.click()
    dialog = page.locator("#new-run")
    dialog.locator("[name=recognition]").fill("likes")
    dialog.locator("[name=note]").fill("after the launch")
    dialog.get_by_role("button", name="Start").click()
    expect(dialog.locator("#id_recognition_error")).to_be_visible()
    assert dialog.locator("[name=note]").input_value() == "after the launch"
    assert page.url.endswith(reverse("discover:runs")) and not Run.objects.exists()
    dialog.locator("[name=recognition]").fill("like=1")
    dialog.get_by_role("button", name="Start").click()
    page.wait_for_url("**source=harbour")
    assert Run.objects.get().parameters["note"] == "after the launch"


@pytest.mark.browser
def test_who_was_signed_out_in_the_middle_keeps_what_they_typed(open_page, bo, lin, client):
    page = open_page(reverse("desk:person", args=[bo.pk]))
    session = page.context.cookies()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator("#note-text").fill("Writes at night")
    page.get_by_role("button", name="Write note").click()
    said = page.locator("[data-said]")
    expect(said).to_contain_text("You have been signed out meanwhile.")
    expect(said.get_by_role("link", name="Sign in again")).to_have_attribute("target", "_blank")
    assert page.locator("#note-text").input_value() == "Writes at night"
    page.context.clear_cookies()  # signed in again, in another tab: the key of the form is another one
    page.context.add_cookies([one for one in session if one["name"] != settings.CSRF_COOKIE_NAME])
    page.get_by_role("button", name="Write note").click()
    expect(page.get_by_text("Note written.")).to_be_visible()
    assert Note.objects.get().text == "Writes at night"


@pytest.mark.browser
def test_a_double_click_writes_one_note(open_page, bo):
    page = open_page(reverse("desk:person", args=[bo.pk]))
    page.locator("#note-text").fill("Once")
    page.get_by_role("button", name="Write note").dblclick()
    expect(page.get_by_text("Note written.")).to_be_visible()
    assert Note.objects.count() == 1


@pytest.mark.django_db
def test_without_scripts_a_refused_note_is_on_the_dossier_again(as_lin, bo):
    typed = {"text": "x" * 4001, "level": "restricted", "remember": "on"}
    answer = as_lin.post(reverse("desk:person-note", args=[bo.pk]), typed, headers={"accept-language": "en"})
    text = answer.content.decode()
    assert answer.status_code == 422 and not Note.objects.exists()
    assert "x" * 4001 in text and '<option value="restricted" selected>' in text and "at most 4000" in text
    assert "南枝读书会" in text


@pytest.mark.django_db
def test_without_scripts_a_refused_word_is_at_its_label_again(as_lin, bo):
    answer = as_lin.post(reverse("desk:person-label", args=[bo.pk]), {"dimension": "identity", "value": "y" * 61})
    text = answer.content.decode()
    assert answer.status_code == 422 and text.count("y" * 61) == 1 and not Label.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["person-note", "person-label", "person-account", "person-contact"])
def test_the_address_of_a_small_form_opens_the_dossier(as_lin, bo, name):
    answer = as_lin.get(reverse(f"desk:{name}", args=[bo.pk]))
    assert (answer.status_code, answer.url) == (302, reverse("desk:person", args=[bo.pk]))


@pytest.mark.django_db
def test_a_form_that_waits_is_told_where_to_go_and_what_was_refused(as_lin, bo, client):
    address = reverse("desk:person-contact", args=[bo.pk])
    went = as_lin.post(address, {"text": "Rang", "direction": "we"}, headers=IN_PLACE)
    assert (went.status_code, went["X-Go"]) == (204, reverse("desk:person", args=[bo.pk]))
    assert TimelineEntry.objects.filter(text="Rang").exists()
    refused = as_lin.post(address, {"text": "", "direction": "we"}, headers=IN_PLACE)
    assert (refused.status_code, refused["X-Field"], refused["X-Refused"]) == (422, "text", "E-DESK-422")
    assert b"<main" not in refused.content
    client.logout()
    out = client.post(address, {"text": "Rang", "direction": "we"}, headers=IN_PLACE)
    assert (out.status_code, out["X-Refused"]) == (401, "E-GUARD-401")


@pytest.mark.django_db
def test_a_question_to_the_past_that_is_no_question_is_told_at_its_field(as_lin, loaded):
    asked = {"source": "harbour", "horizon_days": "0", "cutoffs": "3"}
    answer = as_lin.post(reverse("discover:trust-start"), asked)
    text = answer.content.decode()
    assert answer.status_code == 422 and "id_horizon_days_error" in text and 'aria-labelledby="ask-past-t" open' in text
    assert as_lin.get(reverse("discover:trust-start")).url == reverse("discover:trust")


@pytest.mark.django_db
@pytest.mark.parametrize("fee", ["-300", "1e5", "NaN", "9" * 30])
def test_a_fee_that_is_no_amount_is_told_at_its_field_and_the_rest_stays(as_lin, bo, fee):
    typed = {"display_name": "Bo the second", "kind": "kol", "version": str(bo.version), "fee": fee, "price": "ask"}
    text = as_lin.post(reverse("desk:person-edit", args=[bo.pk]), typed).content.decode()
    assert 'id="id_fee_error"' in text and f'value="{fee}"' in text and 'value="Bo the second"' in text
    bo.refresh_from_db()
    assert bo.display_name == "南枝读书会"


@pytest.mark.django_db
def test_a_name_of_any_script_stays_but_turns_nothing_else_around(as_lin, bo):
    typed = {"display_name": "👩‍👧 محمد \u202egnihton\u202c \u2066x\u2069", "kind": "kol", "version": str(bo.version)}
    as_lin.post(reverse("desk:person-edit", args=[bo.pk]), typed)
    bo.refresh_from_db()
    assert bo.display_name == "👩‍👧 محمد gnihton x"


@pytest.mark.browser
def test_switching_the_language_in_the_middle_keeps_what_was_typed(open_page, bo):
    page = open_page(reverse("desk:person-edit", args=[bo.pk]))
    page.locator("[name=highlight]").fill("half written")
    page.locator("[name=kind]").select_option("koc")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("我们知道些什么")
    expect(page.locator("[name=highlight]")).to_have_value("half written")
    expect(page.locator("[name=kind]")).to_have_value("koc")
    page.reload()  # a reload loses nothing either; what was written before is one click away
    expect(page.locator("[name=highlight]")).to_have_value("half written")
    page.get_by_role("button", name="丢弃").click()
    expect(page.locator("[name=highlight]")).to_have_value("reads slowly")
    expect(page.locator("[name=kind]")).not_to_have_value("koc")


@pytest.mark.browser
def test_a_long_form_survives_being_signed_out_and_shows_its_mistakes(open_page, bo):
    page = open_page(reverse("desk:person-edit", args=[bo.pk]))
    page.locator("[name=highlight]").fill("a long afternoon of writing")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-said]")).to_contain_text("You have been signed out meanwhile.")
    expect(page.locator("[name=highlight]")).to_have_value("a long afternoon of writing")


@pytest.mark.browser
def test_a_long_form_that_is_refused_comes_back_as_its_page(open_page, bo):
    page = open_page(reverse("desk:person-edit", args=[bo.pk]))
    page.locator("[name=fee]").fill("-300")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#id_fee_error")).to_be_visible()
    expect(page.locator("[name=fee]")).to_have_value("-300")


@pytest.mark.browser
def test_dialogs_open_and_close_without_scripts(chromium, live_server, client, lin, bo):
    client.force_login(lin)
    context = chromium.new_context(java_script_enabled=False)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = {settings.SESSION_COOKIE_NAME: session, settings.LANGUAGE_COOKIE_NAME: "en"}
    context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
    page = context.new_page()
    page.goto(live_server.url + reverse("desk:person", args=[bo.pk]))
    page.get_by_role("button", name="Log a contact").click()
    page.locator("#log-contact").get_by_role("button", name="Back").click()
    expect(page.locator("#log-contact")).to_be_hidden()
    page.get_by_role("button", name="Log a contact").click()
    page.locator("#contact-text").fill("Rang about the boat")
    page.get_by_role("button", name="Log contact").click()
    expect(page.get_by_text("Rang about the boat")).to_be_visible()
    context.close()
