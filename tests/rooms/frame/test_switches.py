"""Language, theme and shortcuts: kept in cookies, back on the same page, never off to another site."""

import pytest

from kolony.ground.frame import speech

STYLE = "/desk/style?kind=kol&sort=-score"


def test_switching_language_keeps_page_and_filters(client):
    answer = client.post("/desk/language", {"language": "zh-hans", "next": STYLE})
    assert (answer.status_code, answer.url) == (302, STYLE)
    assert answer.cookies["django_language"].value == "zh-hans"


def test_a_language_that_is_not_spoken_changes_nothing(client):
    answer = client.post("/desk/language", {"language": "tlh", "next": STYLE})
    assert "django_language" not in answer.cookies


@pytest.mark.parametrize("switch", ["language", "theme", "shortcuts"])
@pytest.mark.parametrize("place", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_a_switch_never_leads_to_another_site(client, switch, place):
    assert client.post(f"/desk/{switch}", {"next": place}).url == "/"


@pytest.mark.parametrize("switch", ["language", "theme", "shortcuts"])
def test_a_link_cannot_switch_anything(client, switch):
    assert client.get(f"/desk/{switch}").status_code == 405


def test_a_signed_in_reader_s_language_is_remembered(lin, desk_of, monkeypatch):
    kept = []
    monkeypatch.setattr(speech, "_keepers", [lambda user, language: kept.append((user, language))])
    desk_of(lin).post("/desk/language", {"language": "en", "next": STYLE})
    assert kept == [(lin, "en")]


def test_a_stranger_s_language_is_only_in_the_cookie(client, monkeypatch):
    kept = []
    monkeypatch.setattr(speech, "_keepers", [lambda user, language: kept.append(language)])
    client.post("/desk/language", {"language": "en", "next": STYLE})
    assert kept == []


def test_the_theme_turns_round_and_the_server_renders_it(lin, desk_of):
    desk = desk_of(lin)
    assert 'data-theme="kolony"' in desk.get("/desk/style").content.decode()
    desk.post("/desk/theme", {"next": STYLE})
    assert 'data-theme="kolony-dark"' in desk.get("/desk/style").content.decode()
    desk.post("/desk/theme", {"next": STYLE})
    assert 'data-theme="kolony"' in desk.get("/desk/style").content.decode()


def test_single_letters_can_be_switched_off(lin, desk_of):
    desk = desk_of(lin)
    desk.post("/desk/shortcuts", {"letters": "off", "next": STYLE})
    assert 'data-shortcuts="off"' in desk.get("/desk/style").content.decode()
