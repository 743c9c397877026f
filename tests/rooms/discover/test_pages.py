"""The pages answer, say why, and show nothing to strangers."""

import csv
import io
import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from kolony.ground.facts.models import Run
from kolony.ground.people import actions as person_actions
from kolony.ground.people import queries as people
from kolony.stages.discover import queries
from kolony.stages.discover.models import Decision
from tests.rooms.discover.conftest import NOW, make_run

LIST = "/desk/discover/"
PAGES = (LIST, "/desk/discover/runs", "/desk/discover/runs/compare", "/desk/discover/trust", "/desk/discover/newcomers")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("page", [*PAGES, "/desk/discover/patrol", "/desk/discover/newcomers.txt"])
def test_every_page_has_something_to_say_before_there_is_any_data(lin, page, language):
    assert lin.get(page, headers={"accept-language": language}).status_code == 200


NEXT = {"": ("load an event file", "/desk/facts/"), "source": ("There has been none so far.", LIST)}
NEXT["run"] = ("One more run is needed.", "/desk/discover/runs")


@pytest.mark.parametrize("there", NEXT)
def test_newcomers_say_what_is_missing_and_lead_there(lin, request, there):
    if there:
        request.getfixturevalue(there)
    page = lin.get("/desk/discover/newcomers", headers={"accept-language": "en"}).content.decode()
    missing, way_on = NEXT[there]
    assert missing in page
    assert f'href="{way_on}"' in page[page.index(missing) :].partition("</main>")[0]


@pytest.mark.parametrize("there", [None, "source", "load"])
@pytest.mark.parametrize("page", ["patrol", "yield", "alike", "writers"])
def test_an_empty_page_has_the_one_button_that_fills_it(lin, request, page, there):
    if there:
        request.getfixturevalue(there)
    shown = lin.get(f"{LIST}{page}", headers={"accept-language": "en"}).content.decode()
    way_on = re.findall(r'<a class="btn btn-neutral" href="([^"]+)">', shown)
    assert way_on == [LIST if there == "load" else "/desk/facts/"]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("page", [*PAGES, f"{LIST}?open=m01", "/desk/discover/patrol"])
def test_every_page_answers_with_a_run(lin, run, page, language):
    answer = lin.get(page, headers={"accept-language": language})
    assert answer.status_code == 200
    assert "None" not in answer.content.decode()


@pytest.mark.parametrize("page", [*PAGES, f"{LIST}?open=m01", "/desk/discover/patrol"])
def test_an_id_names_one_thing_on_a_page(lin, run, page):
    ids = re.findall(r'\sid="([^"]+)"', lin.get(page).content.decode())
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("page", [*PAGES, "/desk/discover/patrol", "/desk/discover/candidates.csv"])
def test_a_stranger_is_asked_to_sign_in(client, run, page):
    answer = client.get(page)
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/login/")


def test_a_refused_run_loaded_anew_is_the_list_of_runs(lin, run):
    answer = lin.post("/desk/discover/runs/new", {"source": "qinghe", "horizon_days": 365, "recognition": "?"})
    assert answer.status_code == 422
    assert lin.get("/desk/discover/runs/new").url == "/desk/discover/runs"


def test_who_was_signed_out_in_the_middle_comes_back_to_the_page_of_the_form(client, run):
    for came, page in (("http://testserver/desk/discover/?list=now", "/desk/discover/%3Flist%3Dnow"), ("", LIST)):
        answer = client.post("/desk/discover/decide", {"verb": "nominate"}, headers={"Referer": came})
        assert answer.url == f"/accounts/login/?next={page}"


def test_the_list_shows_name_reason_interval_and_fifty_a_page(lin, run):
    page = lin.get(LIST, headers={"accept-language": "en"}).content.decode()
    assert "南枝读书会" in page
    assert "9 of 12 posts were recognised, with 120 points in all." in page
    assert "75–83" in page
    assert "1 to 40 of 40" in page


def test_the_card_adds_up_links_the_posts_and_speaks_against(lin, run):
    page = lin.get(f"{LIST}?open=m01", headers={"accept-language": "en"}).content.decode()
    assert "How 79.0 comes about" in page
    assert "6 of 12 came back on another day" in page
    assert "At home in “共读与提问”: 4 posts, 70% of all recognition." in page
    assert "Post 1" in page
    assert "Only 2 posts so far: too few to be sure." in page
    assert "64%" in page
    assert "Against all 40 candidates here" in page
    heard = page.partition('aria-label="Readers’ words"')[2].partition("</section>")[0]
    assert re.findall(r"<span>([^<]+)</span>", heard) == ["老朋友，我又来了", "And the second edition?"]
    assert (heard.count("trust or thanks"), heard.count("came back on 5 days")) == (1, 1)
    assert "Against the 4 who have been here as long: Under 90 days" in page


def test_opening_a_row_fetches_only_the_panel(lin, run):
    answer = lin.get(f"{LIST}?open=m01", headers={"HX-Request": "true", "HX-Target": "panel"})
    page = answer.content.decode()
    assert page.lstrip().startswith('<aside id="panel"')
    assert "<html" not in page


@pytest.mark.parametrize(
    "query", ["", "?q=书会", "?sort=-fans&view=rising", "?q=nobody", "?status=any&kind=koc&page=1"]
)
def test_a_filter_fetches_only_the_list_and_it_is_the_one_of_the_whole_page(lin, run, query):
    whole = lin.get(LIST + query).content.decode()
    part = lin.get(LIST + query, headers={"HX-Request": "true", "HX-Target": "result"}).content.decode()
    assert [piece(part, name) for name in ("views", "result")] == [piece(whole, name) for name in ("views", "result")]
    assert "<html" not in part


def test_where_a_piece_is_taken_out_no_frame_is_drawn(lin, run):
    """The menu, the bell and the palette stay where they are while a list goes on."""
    whole, part = (
        lin.get("/desk/people/", headers=headers).content.decode() for headers in ({}, {"HX-Target": "result"})
    )
    assert all(f'id="{name}"' in whole for name in ("result", "result-count", "views", "palette", "bell-dot"))
    assert [f'id="{name}"' in part for name in ("result", "result-count", "views")] == [True] * 3
    assert [f'id="{name}"' in part for name in ("palette", "bell-dot", "side")] == [False] * 3


def test_coming_back_by_the_browser_shows_the_whole_page(lin, run):
    restored = {"HX-Request": "true", "HX-Target": "result", "HX-History-Restore-Request": "true"}
    page = lin.get(LIST, headers=restored).content.decode()
    assert "<html" in page and 'id="palette"' in page


def piece(page: str, name: str) -> str:
    """What the browser takes out of an answer by its id; the token of forms is another one each time."""
    page = page[page.rindex("<div", 0, page.index(f'id="{name}"')) :]
    depth = 0
    for tag in re.finditer(r"<div\b|</div>", page):
        depth += 1 if tag[0] == "<div" else -1
        if not depth:
            return re.sub(r'(name="csrfmiddlewaretoken" value=)"[^"]*"', r"\1", page[: tag.end()])
    raise AssertionError(name)


@pytest.mark.parametrize(
    ("query", "members"),
    [
        ("q=书会", ["m01"]),
        ("q=moss", ["m02"]),
        ("tenure=new", ["m01", "m02", "m03", "m04"]),
        ("topic=t1", ["m01"]),
        ("kind=koc&score=77", ["m01", "m02"]),
        ("q=nobody+at+all", []),
    ],
)
def test_filters_live_in_the_address(lin, run, query, members):
    rows = read_csv(lin.get(f"/desk/discover/candidates.csv?{query}"))
    assert [row[1] for row in rows[1:]] == members


def read_csv(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_an_export_runs_no_formula(lin, run):
    names = [row[2] for row in read_csv(lin.get("/desk/discover/candidates.csv"))]
    assert "'=cmd|'/c calc'!A1" in names


def test_several_are_dismissed_with_one_reason_and_leave_the_list(lin, run, cast):
    form = {"ids": ["m02", "m03"], "run": str(run.pk), "goal": "activate", "list": "rising", "verb": "dismiss"}
    answer = lin.post("/desk/discover/decide", form | {"reason": "tone", "query": "kind=kol"})
    assert (answer.status_code, answer.url.partition("&done=")[0]) == (302, f"{LIST}?kind=kol")
    assert {d.actor_id: d.reason for d in Decision.objects.all()} == {"m02": "tone", "m03": "tone"}
    assert "Moss Walk" not in lin.get(LIST).content.decode()
    shown = lin.get(f"{LIST}?status=dismissed", headers={"accept-language": "zh-hans"}).content.decode()
    assert "Moss Walk" in shown


DONE = {"nominate": "2 nominated.", "dismiss": "2 dismissed, the reason is kept."}


@pytest.mark.parametrize(("verb", "told"), DONE.items())
def test_what_was_decided_about_several_is_taken_back_in_one_step(lin, run, verb, told):
    form = {"ids": ["m02", "m03"], "run": str(run.pk), "goal": "activate", "list": "rising", "verb": verb}
    answer = lin.post("/desk/discover/decide", form | {"reason": "tone", "query": "kind=kol"})
    page = " ".join(lin.get(answer.url, headers={"accept-language": "en"}).content.decode().split())
    assert told in page
    done = {"done": parse_qs(urlsplit(answer.url).query)["done"][0], "query": urlsplit(answer.url).query}
    for count in ("2 decisions taken back.", "0 decisions taken back."):
        answer = lin.post("/desk/discover/decide/undo", done, headers={"accept-language": "en"})
        assert (answer.status_code, answer.url) == (302, "/desk/discover/?kind=kol")
        assert count in lin.get(answer.url, headers={"accept-language": "en"}).content.decode()
    assert not Decision.objects.filter(undone_at=None).exists()


def test_who_was_worked_with_since_stays_and_the_page_says_so(lin, run, cast):
    form = {"ids": ["m02", "m03"], "run": str(run.pk), "goal": "activate", "list": "rising", "verb": "nominate"}
    address = lin.post("/desk/discover/decide", form).url
    person = people.person_for_handle("qinghe", "m03")
    person_actions.hand_over(actor=cast.lin, person_ids=[person.pk], owner="", now=NOW)
    done = {"done": parse_qs(urlsplit(address).query)["done"][0]}
    lin.post("/desk/discover/decide/undo", done, headers={"accept-language": "en"})
    page = lin.get(LIST, headers={"accept-language": "en"}).content.decode()
    assert "1 decision taken back." in page
    assert "1 stays: somebody has worked with this person since." in page
    assert [decision.actor_id for decision in Decision.objects.filter(undone_at=None)] == ["m03"]


@pytest.mark.parametrize("done", ["", "yesterday", "2026-11-20", "0001-01-01T00:00:00+14:00"])
def test_an_address_of_no_step_takes_nothing_back(lin, run, done):
    assert lin.get(LIST, {"done": done}).status_code == 200
    assert lin.post("/desk/discover/decide/undo", {"done": done}).status_code == 302


def test_an_auditor_sees_no_verbs_and_is_refused(run, cast):
    ana = Client()
    ana.force_login(cast.ana)
    assert 'name="verb"' not in ana.get(f"{LIST}?open=m01").content.decode()
    form = {"ids": "m02", "run": str(run.pk), "verb": "nominate"}
    assert ana.post("/desk/discover/decide", form).status_code == 403
    assert ana.get("/desk/discover/patrol").status_code == 403
    assert not Decision.objects.exists()


def test_two_runs_are_compared_with_reasons(lin, run, cast, source):
    later = make_run(source, cast, at=run.created_at.replace(day=21), places={1: 40, 40: 1})
    page = lin.get(f"/desk/discover/runs/compare?after={later.pk}", headers={"accept-language": "en"}).content.decode()
    assert "#1 → #40" in " ".join(page.split())
    assert "Fresh recognition" in page
    assert "−39.0" in page


@pytest.mark.parametrize("bad", ["run=abc", "open=nobody", "run=7c0f5a52-57b6-4b25-9d6c-000000000000"])
def test_what_is_not_there_is_not_there(lin, run, bad):
    assert lin.get(f"{LIST}?{bad}").status_code == 404


@pytest.mark.parametrize(
    ("query", "tab"),
    [("", "Rising"), ("list=now", "Now"), ("list=potential", "Potential"), ("status=dismissed", "Dismissed")],
)
def test_a_link_to_a_list_lands_on_its_tab(lin, run, query, tab):
    page = lin.get(f"{LIST}?{query}", headers={"accept-language": "en"}).content.decode()
    current = re.findall(r'<a href="[^"]*" aria-current="page">\s*<span class="[^"]*">([^<]+)</span>', page)
    assert current == [tab]
    assert "Changed:" not in page


def test_of_two_runs_in_the_queue_the_page_shows_the_one_that_moves(source, cast):
    first = make_run(source, cast, at=NOW - timedelta(hours=1))
    second = make_run(source, cast, at=NOW)
    Run.objects.filter(pk__in=[first.pk, second.pk]).update(state="waiting")
    assert queries.running_run("discover.rank", source) == first
