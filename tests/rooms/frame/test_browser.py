"""The style page in a real browser: reachable for everybody, by keyboard, on a phone, without scripts."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from kolony.ground.frame.models import SavedView
from kolony.ground.guard.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """One server for all these tests, with Lin signed in: none of them leaves more behind than her saved view."""
    with django_db_blocker.unblock():
        lin = User.objects.create(email="lin@example.org", display_name="Lin", role="operator")
        client = Client()
        client.force_login(lin, backend=settings.AUTHENTICATION_BACKENDS[0])
        server = LiveServer("127.0.0.1")
        yield server.url, client.cookies[settings.SESSION_COOKIE_NAME].value
        server.stop()
        Session.objects.all().delete()
        lin.delete()


@pytest.fixture
def visit(chromium, house):
    """Open a page as Lin; at the end no console may have complained."""
    url, session = house
    complaints, contexts = [], []

    def page_of(path="/desk/style", *, language="en", theme="", size=DESK, **options):
        context = chromium.new_context(viewport=size, reduced_motion="reduce", **options)
        contexts.append(context)
        cookies = {settings.SESSION_COOKIE_NAME: session, settings.LANGUAGE_COOKIE_NAME: language, "k_theme": theme}
        context.add_cookies([{"name": n, "value": v, "url": url} for n, v in cookies.items() if v])
        page = context.new_page()
        page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(url + path)
        return page

    page_of.complaints = complaints
    yield page_of
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize(
    ("language", "theme", "size"),
    [("en", "light", DESK), ("zh-hans", "dark", DESK), ("zh-hans", "light", PHONE), ("en", "dark", PHONE)],
)
def test_everybody_can_use_every_component(visit, language, theme, size):
    page = visit(language=language, theme=theme, size=size)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200], one["nodes"][0]["failureSummary"]) for one in found] == []


def test_a_dialog_is_as_accessible_as_the_page(visit):
    page = visit(theme="dark")
    page.get_by_role("button", name="Suspend for 7 days").nth(1).click()
    found = Axe().run(page, context={"include": [["#style-suspend"]]}).response["violations"]
    assert [one["id"] for one in found] == []


def test_the_page_never_scrolls_sideways(visit):
    page = visit(language="zh-hans")
    for width in (320, 390, 768, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_jumps_while_the_page_comes(visit):
    page = visit()
    page.wait_for_function("document.querySelectorAll('[data-chart] svg').length === 2")
    shift = page.evaluate(
        """() => new Promise((done) => {
            let sum = 0;
            new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value)))
              .observe({ type: "layout-shift", buffered: true });
            requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
        })"""
    )
    assert shift < 0.01


def test_a_list_is_walked_ticked_and_cleared_by_keyboard(visit):
    page = visit()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("tr[data-cursor]")).to_contain_text("Moss Walk")
    page.keyboard.press("x")
    for _ in range(3):
        page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    bar = page.locator("[data-bulk]")
    expect(bar).to_contain_text("4 selected")
    assert not bar.evaluate("bar => bar.inert")
    page.keyboard.press("Escape")
    expect(page.locator("[data-tick]:checked")).to_have_count(0)
    assert bar.evaluate("bar => bar.inert")


def test_escape_without_ticks_clears_the_filters(visit):
    page = visit("/desk/style?view=all&kind=kol")
    page.locator("h1").click()
    page.keyboard.press("Escape")
    page.wait_for_url("**/desk/style?view=all")
    expect(page.locator("#result-count")).to_have_text("137 of 137")


def test_letters_are_letters_while_typing(visit):
    page = visit()
    page.get_by_role("searchbox", name="Find a name").press_sequentially("jx")
    expect(page.locator("tr[data-cursor]")).to_have_count(0)


def test_several_are_named_by_keyboard_and_taken_out_again(visit):
    page = visit()
    sent, search = page.locator("#id_people"), page.get_by_role("combobox", name="Who comes along")
    search.press_sequentially("land")
    expect(page.get_by_role("option", name="Land Whale", exact=True)).to_have_attribute("aria-selected", "true")
    search.press("Enter")
    expect(sent).to_have_value("moss\nLand Whale")
    expect(page.get_by_role("button", name="Take out Land Whale", exact=True)).to_be_visible()
    search.press("Backspace")
    search.press("ArrowDown")
    page.get_by_role("option", name="Moss Walk", exact=True).click()
    expect(sent).to_have_value("moss\nMoss Walk")
    page.locator("[data-line=moss] button").click()
    expect(sent).to_have_value("Moss Walk")
    expect(search).to_be_focused()
    search.press("ArrowDown")
    offered = page.locator("#id_people_options")
    expect(offered).to_be_visible()
    expect(offered.locator("[role=option]")).to_have_count(6)
    search.press("Escape")
    expect(offered).to_be_hidden()


def test_who_closes_the_list_before_its_answer_is_there_is_not_shown_it_later(visit):
    page, held = visit(), []
    search, offered = page.get_by_role("combobox", name="Who comes along"), page.locator("#id_people_options")
    page.route("**/style/names*", lambda route: held.append(route))
    search.press("ArrowDown")
    expect(search).to_have_class("htmx-request")
    search.press("Escape")
    held.pop().continue_()
    expect(offered.locator("[role=option]")).to_have_count(6)
    expect(offered).to_be_hidden()


def test_filters_sort_and_url_go_together_and_focus_stays(visit):
    page = visit()
    page.get_by_label("Kind").select_option("koc")
    expect(page.locator("#result-count")).to_have_text("46 of 137")
    assert page.url.endswith("?kind=koc")
    page.locator("#result-by-quality").focus()
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Quality")
    assert "kind=koc" in page.url
    assert "sort=quality" in page.url
    expect(page.locator("#result-by-quality")).to_be_focused()


def test_a_list_is_searched_while_typing_whatever_the_address_carries(visit):
    page = visit("/desk/style?sort=quality")
    page.get_by_label("Find a name").press_sequentially("moss")
    expect(page.locator("tbody[data-rows] > tr").filter(has_not_text="Moss Walk")).to_have_count(0)
    assert "q=moss" in page.url
    assert "sort=quality" in page.url


def test_a_sort_made_in_place_is_kept_by_the_next_filter(visit):
    page = visit()
    page.locator("#result-by-quality").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Quality")
    page.get_by_label("Kind").select_option("koc")
    expect(page.locator("#result-count")).to_have_text("46 of 137")
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Quality")
    assert "sort=quality" in page.url


def test_leaving_the_search_field_does_not_search_again(visit):
    page = visit()
    asked = []
    page.get_by_label("Find a name").press_sequentially("o")
    expect(page).to_have_url(re.compile("q=o"))
    page.on("request", lambda request: asked.append(request.url) if "/desk/" in request.url else None)  # no icon
    page.get_by_role("link", name="more").click()
    expect(page.locator("#result-more a")).to_have_count(0)
    assert len(asked) == 1


def test_more_rows_come_to_the_end_of_the_list(visit):
    page = visit()
    page.get_by_role("link", name="50 more").click()
    expect(page.locator("tbody[data-rows] > tr")).to_have_count(100)
    page.get_by_role("link", name="37 more").click()
    expect(page.locator("tbody[data-rows] > tr")).to_have_count(137)
    expect(page.locator("#result-more a")).to_have_count(0)


def test_a_dialog_knows_whom_it_is_about_and_rests_on_the_safe_button(visit):
    page = visit()
    page.get_by_role("button", name="Dismiss, with reason").first.click()
    dialog = page.locator("#style-dismiss")
    expect(dialog).to_contain_text("One Page, One Proof")
    expect(dialog.get_by_role("button", name="Back")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_toast_comes_and_z_undoes_it(visit):
    page = visit()
    page.get_by_role("button", name="Show a toast").click()
    toast = page.locator("#toasts [data-toast]")
    expect(toast).to_contain_text("Three nominated.")
    page.keyboard.press("z")
    expect(toast).to_have_count(0)


def test_control_k_opens_the_palette_and_the_question_mark_the_keys(visit):
    page = visit()
    page.keyboard.press("Control+k")
    expect(page.locator("#pal-input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.locator("#keyboard")).to_be_visible()


def test_the_theme_is_kept_and_the_next_page_does_not_flash(visit):
    page = visit(theme="light")
    page.get_by_role("button", name="Switch between light and dark").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "kolony-dark"
    answer = page.reload()
    assert 'data-theme="kolony-dark"' in answer.text()


def test_without_a_choice_the_system_decides_before_the_first_paint(visit):
    page = visit(color_scheme="dark")
    assert page.evaluate("document.documentElement.dataset.theme") == "kolony-dark"


def test_switching_language_keeps_filters_and_place(visit):
    page = visit("/desk/style?kind=koc")
    page.evaluate("scrollTo(0, 1200)")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert page.url.endswith("?kind=koc")
    page.wait_for_function("Math.abs(scrollY - 1200) < 60")


def test_on_a_phone_the_menu_is_a_drawer(visit):
    page = visit(size=PHONE)
    expect(page.locator("#side")).to_be_hidden()
    page.get_by_role("button", name="Open the menu").click()
    expect(page.locator("#side")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#side")).to_be_hidden()


def test_a_chart_shows_its_numbers(visit):
    page = visit()
    figure = page.locator("[data-figure]").first
    figure.get_by_role("button", name="Table").click()
    expect(figure.get_by_role("row")).to_have_count(13)
    expect(figure.locator(".k-chart")).to_be_hidden()


def test_a_refusal_is_said_in_words_on_the_page(visit):
    page = visit()
    page.evaluate("htmx.ajax('GET', '/refuse/409', {target: '#result'})")
    expect(page.locator("#problems")).to_contain_text("Somebody else was faster.")
    expect(page.locator("tbody[data-rows] > tr")).to_have_count(50)
    visit.complaints.clear()


def test_a_view_is_saved_changed_and_taken_away(visit):
    page = visit("/desk/style?kind=koc")
    page.get_by_role("button", name="Save this view").click()
    page.get_by_label("Name of the view").fill("Mothers")
    page.get_by_role("button", name="Save view").click()
    expect(page.locator("#views a[aria-current=page]")).to_have_text("Mothers")
    assert SavedView.objects.get().query == "kind=koc"
    page.get_by_label("Kind").select_option("kol")
    page.locator("#views").get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#result-count")).to_have_text("91 of 137")
    assert SavedView.objects.get().query == "kind=kol"
    page.get_by_role("button", name="Delete view").click()
    expect(page.locator("#views a")).to_have_count(3)


def test_without_scripts_the_page_still_works(visit):
    page = visit(java_script_enabled=False)
    page.locator("#result-by-name").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Candidate")
    page.get_by_role("link", name="50 more").click()
    expect(page.locator("#result-more")).to_contain_text("51 to 100 of 137")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.locator("#id_people")).to_have_value("moss")
    expect(page.locator("#id_people")).to_be_visible()


def test_files_are_chosen_in_the_readers_language_and_named(visit):
    page = visit(language="zh-hans")
    expect(page.locator("[data-files]")).to_contain_text("选择文件")
    expect(page.locator("[data-files] input")).to_have_css("opacity", "0")
    page.get_by_label("文件", exact=True).set_input_files(
        [{"name": "九月.csv", "mimeType": "text/csv", "buffer": b"x" * 1_234_000}]
    )
    expect(page.locator("[data-files] output")).to_have_text("九月.csv · 1.2 MB")


def test_without_scripts_files_are_chosen_with_the_browsers_own_control(visit):
    page = visit(java_script_enabled=False)
    expect(page.locator("[data-files] input")).to_have_css("opacity", "1")
    expect(page.locator("[data-files-face]")).to_be_hidden()


def test_a_finger_has_room(visit):
    page = visit(size=PHONE, has_touch=True, is_mobile=True)
    small = page.eval_on_selector_all(
        ".btn, .k-seg a, .k-seg button, .k-fil, .k-tabs a",
        """all => all.filter((one) => one.checkVisibility())
          .map((one) => [one.getBoundingClientRect(), one.textContent.trim()])
          .filter(([box]) => box.width && (box.height < 40 || box.width < 24)).map(([, words]) => words)""",
    )
    assert small == []


def test_tabs_never_lie_over_each_other_and_the_current_one_is_in_sight(visit):
    page = visit("/desk/style?view=koc", size={"width": 220, "height": 700}, has_touch=True, is_mobile=True)
    tabs = page.locator("#views .k-tabs a")
    boxes = [tab.bounding_box() for tab in tabs.all()]
    assert all(left["x"] + left["width"] <= right["x"] for left, right in zip(boxes, boxes[1:], strict=False))
    strip, current = page.locator("#views .k-tabs").bounding_box(), page.locator("#views [aria-current]").bounding_box()
    assert current["x"] + current["width"] <= strip["x"] + strip["width"]


@pytest.mark.parametrize("typed", ["2026/3/9", "2026年3月9日", "２０２６－０３－０９", "20260309", "2026-03-09"])
def test_a_day_is_typed_as_the_house_writes_days(visit, typed):
    page = visit(language="zh-hans", locale="en-US")
    day = page.get_by_label("截止")
    expect(day).to_have_attribute("placeholder", "年-月-日")
    day.fill(typed)
    day.press("Tab")
    expect(day).to_have_value("2026-03-09")
    expect(page.get_by_role("button", name="从日历里选")).to_be_focused()


def test_a_day_that_is_none_is_said_in_the_readers_language(visit):
    day = visit(language="zh-hans", locale="en-US").get_by_label("截止")
    for typed, told in (("2026-02-30", "年、月、日，例如2026-11-22"), ("2026-02-28", ""), ("", "")):
        day.fill(typed)
        day.press("Tab")
        assert day.evaluate("one => one.validationMessage") == told


def test_a_day_is_chosen_in_the_browsers_calendar_by_keyboard(visit):
    page = visit()
    day = page.get_by_label("Until")
    day.fill("2026-03-09")
    page.get_by_role("button", name="Choose from a calendar").press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(day).to_have_value("2026-03-10")
    expect(day).to_be_focused()


def test_without_scripts_a_day_has_the_browsers_own_field(visit):
    day = visit(java_script_enabled=False).get_by_label("Until")
    expect(day).to_have_attribute("type", "date")
