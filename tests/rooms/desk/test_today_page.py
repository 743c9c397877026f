"""Today says what waits, what is late first, and shows no figure that nobody has counted."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from kolony.ground.facts.models import Load, LoadFile, Member
from kolony.ground.kit import clock
from kolony.ground.kit.ids import new_id
from kolony.stages.discover.models import Candidate
from tests.rooms.discover.conftest import cast, load, make_run, run, source

__all__ = ["cast", "load", "run", "source"]


@pytest.fixture
def lin(cast) -> Client:
    browser = Client()
    browser.force_login(cast.lin, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def today(browser: Client, query: str = "", language: str = "en") -> str:
    answer = browser.get(f"/desk/{query}", headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_first_day_says_where_to_begin_and_invents_nothing(lin):
    page = today(lin)
    assert "Nothing here yet" in page
    assert "The first run of discovery counts this." in page
    assert "%" not in page.split('id="ordinary-h"')[1].split("</section>")[0]


def test_events_without_a_run_are_the_first_thing_to_do(lin, load):
    page = today(lin)
    assert "Nobody has been ranked yet" in page


def test_a_run_brings_the_patrol_and_how_ordinary_members_fare(lin, run):
    page = today(lin)
    assert "Today’s walk has not begun" in page
    assert "81%" in page
    assert "The first 10% receive" in page


def test_the_walk_counts_down_and_leaves_the_list_when_it_is_done(lin, run):
    lin.get("/desk/discover/patrol")
    assert "24 members to look at" in today(lin)


def test_a_failed_import_is_late_and_stands_first(lin, run, load):
    load.pk, load.fingerprint, load.state, load.error_code, load.name = (
        new_id(),
        "e" * 64,
        "failed",
        "E-READ-101",
        "broken",
    )
    load.save(force_insert=True)
    page = today(lin)
    assert "1 thing cannot wait" in page
    assert page.index("Import failed") < page.index("Today’s walk has not begun")
    assert "[E-READ-101]" in page


def test_refused_rows_are_not_forgotten(lin, run, load):
    Load.objects.filter(pk=load.pk).update(refused=12, created_at=clock.now())
    assert "12 rows were refused, with their reasons." in today(lin)


def test_lists_on_an_undone_import_are_called_out(lin, run, load):
    other = LoadFile.objects.get().load
    other.pk, other.fingerprint = new_id(), "d" * 64
    other.save(force_insert=True)
    Load.objects.filter(pk=load.pk).update(state="undone", undone_at=clock.now())
    assert "The lists rest on an undone import" in today(lin)


def test_newcomers_are_announced_when_two_runs_can_be_compared(lin, run, cast, source):
    later = make_run(source, cast, at=run.created_at + timedelta(days=1))
    rows = Candidate.objects.filter(run=later, goal="activate", which="rising")
    rows.update(rank_before=1)
    rows.filter(actor_id="m07").update(rank_before=90)
    assert "1 new candidate" in today(lin)


def test_an_auditor_is_not_asked_to_do_what_an_auditor_may_not(cast, run):
    ana = Client()
    ana.force_login(cast.ana, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Today’s walk has not begun" not in today(ana)


def test_it_reads_the_same_in_chinese(lin, run):
    assert "等我处理" in today(lin, language="zh-hans")


def test_the_bare_address_leads_here(lin):
    assert lin.get("/").url == "/desk/"


def hits(browser: Client, text: str) -> str:
    answer = browser.get("/desk/palette", {"q": text}, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_palette_finds_members_pages_and_actions(lin, run):
    assert "南枝读书会" in hits(lin, "读书")
    assert "Member, place 1" in hits(lin, "读书")
    assert "/desk/discover/trust" in hits(lin, "how far")
    assert "Walk the patrol queue" in hits(lin, "patrol")
    assert "Nothing found for “zzzz”" in hits(lin, "zzzz")


def test_the_palette_finds_a_member_without_a_name_by_the_id(lin, run):
    Member.objects.filter(actor_id="m03").delete()
    assert re.findall(r"Member, place \d+", hits(lin, "m03")) == ["Member, place 3"]
    assert "Nothing found for “m0”" in hits(lin, "m0")


def test_the_palette_finds_people_by_pinyin_initials(lin, run):
    form = {"ids": "m01", "run": str(run.pk), "goal": "activate", "list": "rising", "verb": "nominate"}
    lin.post("/desk/discover/decide", form)
    assert "南枝读书会" in hits(lin, "nzds")


def test_a_stranger_finds_nothing(client, run):
    answer = client.get("/desk/palette", {"q": "读书"})
    assert answer.status_code in (302, 204)
