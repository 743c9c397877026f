"""What goes wrong is said in both languages, with what to do and a code, as a page and as a fragment."""

import pytest
from django.test import Client
from django.utils import translation

from kolony.ground.frame import error_words
from kolony.ground.frame.error_words import ErrorWords, words_for, words_for_code
from kolony.ground.frame.way_back import nearest_above
from kolony.ground.kit.errors import KolonyError

CASES = [
    (400, "E-KOL-400", "could not be understood", "没看懂"),
    (404, "E-KOL-404", "nothing here", "这里没有内容"),
    (409, "E-KOL-409", "Somebody else was faster", "有人先改了"),
]


@pytest.fixture
def reader():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("status", "code", "english", "chinese"), CASES)
def test_a_refusal_becomes_a_page_in_the_reader_s_language(reader, db, status, code, english, chinese):
    for language, words in (("en", english), ("zh-hans", chinese)):
        reader.cookies["django_language"] = language
        answer = reader.get(f"/refuse/{status}")
        page = answer.content.decode()
        assert answer.status_code == status
        assert words in page
        assert code in page


@pytest.mark.parametrize(("status", "code", "english", "_chinese"), CASES)
def test_for_htmx_a_refusal_is_one_line_in_one_place(reader, db, status, code, english, _chinese):
    reader.cookies["django_language"] = "en"
    answer = reader.get(f"/refuse/{status}", headers={"HX-Request": "true"})
    assert answer["HX-Retarget"] == "#problems"
    assert "<html" not in answer.content.decode()
    assert english in answer.content.decode()
    assert answer.status_code == status


def test_a_refused_reader_gets_the_status_and_the_code(reader, db):
    answer = reader.get("/refuse/403")
    assert answer.status_code == 403
    assert "E-GUARD-403" in answer.content.decode()


def test_an_unknown_address_offers_a_way_on(reader, db):
    reader.cookies["django_language"] = "en"
    answer = reader.get("/no/such/page")
    assert answer.status_code == 404
    assert "nothing at this address" in answer.content.decode()


def test_a_break_on_our_side_gives_a_number_to_quote_and_no_traceback(reader, db):
    reader.cookies["django_language"] = "en"
    answer = reader.get("/refuse/500")
    assert answer.status_code == 500
    assert "E-KOL-500 · " in answer.content.decode()
    assert "ZeroDivision" not in answer.content.decode()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "The database does not answer."), ("zh-hans", "数据库没有应答。")]
)
def test_a_house_without_its_database_says_so_in_words(reader, settings, language, words):
    settings.SESSION_ENGINE = "tests.rooms.frame.silent_sessions"
    reader.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    reader.cookies["django_language"] = language
    answer = reader.get("/desk/style")
    assert answer.status_code == 503
    assert words in answer.content.decode()
    assert "[E-KOL-503]" in answer.content.decode()


def test_a_stale_form_says_what_to_do(db):
    client = Client(enforce_csrf_checks=True)
    client.cookies["django_language"] = "en"
    answer = client.post("/desk/theme", {})
    assert answer.status_code == 403
    assert "E-FRAME-403" in answer.content.decode()


def test_the_words_take_the_error_s_values(monkeypatch):
    monkeypatch.setitem(error_words._words, "E-TEST-1", ErrorWords("“%(file)s” was loaded before."))
    assert words_for_code("E-TEST-1", {"file": "a.csv"}).what == "“a.csv” was loaded before."


def test_a_missing_value_does_not_break_the_sentence(monkeypatch):
    monkeypatch.setitem(error_words._words, "E-TEST-1", ErrorWords("“%(file)s” was loaded before."))
    assert words_for_code("E-TEST-1", {}).what == "“%(file)s” was loaded before."


def test_a_code_without_words_speaks_with_those_of_its_status():
    class Odd(KolonyError):
        code = "E-ODD-404"
        status = 404

    with translation.override("en"):
        assert words_for(Odd()).what == "There is nothing here."
        assert words_for(Odd()).code == "E-ODD-404"


def test_values_are_never_taken_for_markup(reader, db, monkeypatch):
    monkeypatch.setitem(error_words._words, "E-KOL-400", ErrorWords("<b>%(x)s</b>"))
    assert "<b>" not in reader.get("/refuse/400").content.decode().split("<main", 1)[1]


@pytest.mark.parametrize(
    ("came", "back"),
    [
        ("http://testserver/desk/style?kind=koc", "/desk/style?kind=koc"),
        ("https://example.org/elsewhere", "/"),
        ("http://testserver/desk/language", "/"),
        ("", "/"),
    ],
)
def test_an_address_only_forms_know_says_so_and_leads_back(reader, db, came, back):
    reader.cookies["django_language"] = "en"
    answer = reader.get("/desk/language", headers={"Referer": came})
    page = answer.content.decode()
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "This address cannot be opened like that." in page
    assert f'href="{back}">' in page.partition("Back to the start")[2]


def test_what_a_form_sent_in_vain_leads_back_to_the_form_and_not_to_an_address_only_forms_know(reader, db):
    page = reader.post("/refuse/409", headers={"Referer": "http://testserver/desk/style"}).content.decode()
    assert 'href="/desk/style"' in page
    assert 'href="/refuse/409"' not in page
    assert 'href="/refuse/409"' in reader.get("/refuse/409").content.decode()


@pytest.mark.parametrize(
    ("path", "page"),
    [("/desk/style/7/delete", "/desk/style"), ("/accounts/login/x/y", "/accounts/login/"), ("/no/such/thing", "/")],
)
def test_the_way_back_is_the_nearest_page_above(path, page):
    assert nearest_above(path) == page
