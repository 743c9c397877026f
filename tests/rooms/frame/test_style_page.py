"""The living style page: every component, both languages, and nothing the content policy forbids."""

import gzip
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.django_db
FRAME = Path(__file__).resolve().parents[3] / "src/kolony/ground/frame"


def page(desk, query=""):
    answer = desk.get(f"/desk/style{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_component_is_on_the_page():
    shown = "".join(path.read_text() for path in (FRAME / "templates").rglob("*.html"))
    components = [path.stem.replace("_", "-") for path in (FRAME / "templates/cotton").glob("*.html")]
    unused = [name for name in components if f"<c-{name}" not in shown]
    assert unused == []


@pytest.mark.parametrize(("language", "tag", "words"), [("en", "en", "Long job"), ("zh-hans", "zh-Hans", "长任务")])
def test_the_page_speaks_the_reader_s_language(lin, desk_of, language, tag, words):
    html = page(desk_of(lin, language))
    assert f'<html lang="{tag}"' in html
    assert words in html


def test_no_english_sentence_is_left_on_the_chinese_page(lin, desk_of):
    text = re.sub(r"<[^>]+>", " ", page(desk_of(lin, "zh-hans")).split("<main", 1)[1].split("</main>", 1)[0])
    assert re.findall(r"[A-Za-z]{3,} [a-z]{3,} [a-z]{2,}", text) == []


def test_nothing_on_the_page_needs_an_inline_script_or_a_wider_policy(lin, desk_of):
    html = page(desk_of(lin))
    assert re.findall(r"<script(?![^>]*\bsrc=)", html) == []
    assert re.findall(r"\son[a-z]+=", html) == []
    assert re.findall(r"<style", html) == []
    assert all(
        rule.strip().startswith("--")
        for style in re.findall(r'style="([^"]*)"', html)
        for rule in style.split(";")
        if rule
    )


def test_the_policy_allows_no_inline_script(lin, desk_of):
    policy = desk_of(lin).get("/desk/style")["Content-Security-Policy"]
    script = next(part for part in policy.split(";") if part.strip().startswith("script-src"))
    assert script.split() == ["script-src", "'self'"]
    assert "style-src 'self'" in policy


def test_even_this_page_fits_the_budget_of_a_page(lin, desk_of):
    assert len(gzip.compress(page(desk_of(lin, "zh-hans")).encode(), 6)) <= 25_000


def test_filters_and_order_come_from_the_address(lin, desk_of):
    html = page(desk_of(lin), "?kind=koc&sort=name")
    assert 'aria-sort="ascending"' in html
    assert "46 of 137" in html


def test_nothing_matching_says_so_and_offers_a_way_on(lin, desk_of):
    assert "Take a filter away to see more." in page(desk_of(lin), "?q=nobody-of-this-name")


def test_what_people_type_is_never_markup(lin, desk_of):
    html = page(desk_of(lin), "?q=%3Cscript%3Ealert(1)%3C/script%3E&view=%22%3E%3Cb%3E&kind=%27%22%3E")
    assert "<script>alert" not in html
    assert '"><b>' not in html


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get("/desk/style").url == "/accounts/login/?next=/desk/style"


def test_the_bell_tells_of_jobs_and_goes_quiet_when_looked_at(lin, desk_of, noon):
    desk = desk_of(lin)
    assert "Long jobs you start end here." in desk.get("/desk/bell").content.decode()
