"""More like this one, more like these: whom the page shows, why, and who may ask."""

from datetime import timedelta

import pytest
from django.test import Client

from kolony.ground.guard.erasers import Leaving
from kolony.stages.discover import actions, alike_words, queries, rules
from kolony.stages.discover.actions.decisions import Place
from kolony.stages.discover.actions.recording import slim_old_runs
from kolony.stages.discover.erasing import erase_cards
from kolony.stages.discover.models import EvidenceCard
from tests.rooms.discover.conftest import NOW, make_run

ALIKE = "/desk/discover/alike"


def near(actor_id: str, score: float, **common) -> dict:
    return {"actor_id": actor_id, "score": score, "common": common}


def topics(things: int, *named: str) -> dict:
    return {"things": things, "named": list(named)}


@pytest.fixture
def told(run):
    """m01 is like m02 and m03; m30 is like m03 and m04."""
    found = {
        "m01": [
            near("m02", 41.5, topic=topics(3, "t1"), reader=topics(41)),
            near("m03", 20.0, tag=topics(1, "ceramics")),
        ],
        "m30": [near("m03", 30.0, turned=topics(1)), near("m04", 12.0, topic=topics(1, "t1"))],
    }
    for actor_id, others in found.items():
        EvidenceCard.objects.filter(run=run, actor_id=actor_id).update(alike=others)
    return run


def page(browser: Client, query: str = "", language: str = "en") -> str:
    return browser.get(f"{ALIKE}{query}", headers={"accept-language": language}).content.decode()


def test_like_one_member_each_says_what_they_share(lin, told):
    shown = page(lin, "?of=m01")
    assert "3 conversations in common: “共读与提问” and others · 41 people turned to both" in shown
    assert "1 tag in common: “ceramics”" in shown
    assert shown.index("Moss Walk") < shown.index("一页一解")
    assert "有1个共同标签：「ceramics」" in page(lin, "?of=m01", "zh-hans")


def test_like_a_set_is_the_mean_and_nobody_of_the_set_is_in_it(lin, told, cast):
    both = queries.visible_alike(cast.lin, told, ["m01", "m30", "m30"], undecided=True)
    assert [(one.actor_id, one.score, one.like) for one in both.found] == [
        ("m03", 25.0, ("m30", "m01")), ("m02", 20.75, ("m01",)), ("m04", 6.0, ("m30",)),
    ]  # fmt: skip
    assert "like 2 of 2, most like m30" in page(lin, "?of=m01&of=m30")
    assert rules.alike_to_all({"m01": [{"actor_id": "m30", "score": 9, "common": {}}], "m30": []}) == []


def test_of_whom_no_card_was_written_the_page_says_so(lin, told):
    assert "Of m39 the newest run wrote no card" in page(lin, "?of=m39")
    assert "Like whom?" in page(lin)


def test_who_was_decided_about_is_left_out_until_everybody_is_asked_for(lin, told, cast):
    actions.dismiss(actor=cast.lin, place=Place(told, "activate", "now"), actor_id="m02", reason="tone", now=NOW)
    assert "Moss Walk" not in page(lin, "?of=m01")
    assert "Moss Walk" in page(lin, "?of=m01&show=any")


def test_like_all_who_are_nominated(lin, told, cast):
    actions.nominate(actor=cast.lin, place=Place(told, "activate", "now"), actor_id="m30", now=NOW)
    shown = page(lin, "?set=nominated")
    assert "一页一解" in shown
    assert "Moss Walk" not in shown


def test_ticked_members_of_the_list_become_an_address_that_names_them(lin, told):
    sent = {"verb": "alike", "ids": ["m01", "m30"], "run": str(told.pk), "goal": "convert", "list": "now"}
    answer = lin.post("/desk/discover/decide", sent)
    assert (answer.status_code, answer.url) == (302, f"{ALIKE}?source=qinghe&goal=convert&of=m01&of=m30")


def test_the_card_shows_the_nearest_and_leads_to_all(lin, told):
    shown = lin.get("/desk/discover/?open=m01", headers={"accept-language": "en"}).content.decode()
    assert "More like this one" in shown
    assert f'href="{ALIKE}?source=qinghe&amp;goal=activate&amp;of=m01"' in shown


def test_before_any_run_and_for_strangers(lin, client, source):
    assert "Who is like whom is found by a run." in page(lin)
    assert client.get(ALIKE).url.startswith("/accounts/login/")


def test_who_leaves_is_named_on_nobodys_card(told):
    erase_cards(Leaving((), (("qinghe", "m03"),), NOW))
    assert [one["actor_id"] for one in queries.alike_of(told, "m01")] == ["m02"]
    assert [one["actor_id"] for one in queries.alike_of(told, "m30")] == ["m04"]


def test_old_runs_forget_who_was_like_whom(told, source, cast):
    for later in range(1, rules.KEPT_WHOLE_RUNS + 1):
        make_run(source, cast, at=NOW + timedelta(days=later))
    slim_old_runs(source=source)
    assert queries.alike_of(told, "m01") == []


def test_what_the_past_said_about_likeness_stands_under_the_list(lin, told, source, cast):
    assert alike_words.trusted(told) == ""
    past = make_run(source, cast)
    past.kind, past.result = rules.BACKTEST_RUN, {"alike": {"members": 155, "found": 83, "found_by_activity": 52}}
    past.save()
    assert "of 155 members, likeness knew 83 again among its first ten" in page(lin, "?of=m01")
