"""The weekly letter of newcomers: asked for on the page, written on Mondays, delivered by SMTP, stopped from itself."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from kolony.fronts.outside import mail
from kolony.ground.frame.models import Letter, Subscription
from kolony.ground.guard.models import AuditEntry
from kolony.stages.discover import actions
from kolony.stages.discover.models import Candidate
from kolony.stages.discover.newcomers import last_monday
from tests.rooms.discover.conftest import NOW, cast, load, make_run, member, source

__all__ = ["cast", "load", "source"]
pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)  # half past eight in Shanghai


@pytest.fixture
def asked(client, cast, source, mail_server):
    """Lin has asked on the page, on that Friday and not on the day of this test."""
    client.force_login(cast.lin)
    told = client.post(reverse("discover:newcomers-letter"), {"source": "qinghe", "goal": "activate", "wanted": "yes"})
    Subscription.objects.update(asked_at=NOW)
    return told


@pytest.fixture
def two_weeks(source, load, cast):
    """A run of last week, and one of this week with a newcomer."""
    before = make_run(source, cast, at=NOW - timedelta(days=7))
    Candidate.objects.filter(run=before, actor_id=member(3)).delete()
    return make_run(source, cast, at=NOW)


def written_and_delivered(at=MONDAY):
    return actions.write_digests(now=at), mail.deliver(at)


def test_lin_asks_on_the_page_and_finds_the_letter_on_monday(asked, two_weeks, mail_server, cast):
    friday = MONDAY - timedelta(days=3)
    assert written_and_delivered(friday) == (0, 0)
    assert written_and_delivered() == (1, 1)
    [letter] = mail_server.taken
    assert letter["To"] == cast.lin.email
    assert letter["Subject"] == "「Qinghe」本周有1张新面孔"
    plain, html = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "https://kolony.test/desk/discover/newcomers?source=qinghe&goal=activate" in plain
    assert "<script" not in html
    assert [text.count("类型未定 · 77") for text in (plain, html)] == [3, 3]
    assert 'href="https://kolony.test/desk/discover/?' in html
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_letter_is_written_once_a_week_however_often_the_worker_asks(asked, two_weeks, mail_server, source, cast):
    assert written_and_delivered() == (1, 1)
    assert written_and_delivered(MONDAY + timedelta(hours=1)) == (0, 0)
    assert written_and_delivered(MONDAY + timedelta(days=7)) == (0, 0)  # nothing was ranked since
    Candidate.objects.filter(run=make_run(source, cast, at=MONDAY), actor_id=member(5)).delete()
    make_run(source, cast, at=MONDAY + timedelta(days=8))
    assert written_and_delivered(MONDAY + timedelta(days=14)) == (1, 1)
    assert len(mail_server.taken) == 2


def test_the_letter_speaks_its_readers_language(asked, two_weeks, mail_server, cast):
    cast.lin.language = "en"
    cast.lin.save()
    written_and_delivered()
    assert mail_server.taken[0]["Subject"] == "1 newcomer in Qinghe this week"


def test_a_server_that_refuses_keeps_the_letter_waiting_for_a_day(asked, two_weeks, mail_server):
    mail_server.refuses = True
    assert written_and_delivered() == (1, 0)
    letter = Letter.objects.get()
    assert (letter.tries, letter.over_at) == (1, None)
    assert letter.text
    mail.deliver(MONDAY + timedelta(days=2))
    letter.refresh_from_db()
    assert letter.over_at
    assert (letter.text, letter.html) == ("", "")


def test_what_a_letter_said_is_forgotten_when_it_is_delivered(asked, two_weeks, mail_server):
    written_and_delivered()
    letter = Letter.objects.get()
    assert letter.over_at == MONDAY
    assert (letter.text, letter.html, letter.problem) == ("", "", "")


def test_a_closed_account_gets_nothing(asked, two_weeks, mail_server, cast):
    actions.write_digests(now=MONDAY)
    cast.lin.is_active = False
    cast.lin.save()
    assert mail.deliver(MONDAY) == 0
    assert mail_server.taken == []


def test_a_letter_no_mail_can_carry_is_given_up_and_the_next_one_goes_out(asked, two_weeks, mail_server, source, cast):
    actions.ask_for_digest(actor=cast.mei, source=source, goal="activate", now=MONDAY - timedelta(days=5))
    assert actions.write_digests(now=MONDAY) == 2
    broken = Letter.objects.get(to_user=cast.lin.pk)
    Letter.objects.filter(pk=broken.pk).update(stop_url="https://kolony.test/\nBcc: everybody@kolony.test")
    assert mail.deliver(MONDAY) == 1
    assert [letter["To"] for letter in mail_server.taken] == [cast.mei.email]
    broken.refresh_from_db()
    assert (broken.over_at, broken.problem) == (MONDAY, "BadHeaderError")


def test_the_name_of_a_community_stands_on_one_line(asked, two_weeks, mail_server, source):
    source.name = "Qing\nhe"
    source.save()
    assert written_and_delivered() == (1, 1)
    assert mail_server.taken[0]["Subject"] == "「Qing he」本周有1张新面孔"


def test_the_letter_itself_stops_the_next_one(asked, two_weeks, mail_server, client, cast):
    written_and_delivered()
    stop = re.search(r"<https://kolony.test(.*)>", mail_server.taken[0]["List-Unsubscribe"])[1]
    client.logout()
    assert client.get(stop).status_code == 200
    assert Subscription.objects.count() == 1
    for _twice in range(2):
        assert client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Subscription.objects.count() == 0
    assert AuditEntry.objects.filter(kind="discover.digest_stopped").count() == 1
    assert client.post(reverse("discover:newcomers-stop", args=["forged"])).status_code == 200


def test_without_a_mail_server_the_page_says_so_and_nothing_is_asked(client, cast, source):
    client.force_login(cast.lin)
    page = client.get(reverse("discover:newcomers") + "?source=qinghe").content.decode()
    assert "KOLONY_MAIL_URL" in page
    answer = client.post(reverse("discover:newcomers-letter"), {"source": "qinghe"})
    assert answer.status_code == 409
    assert Subscription.objects.count() == 0
    assert (actions.write_digests(now=MONDAY), mail.deliver(MONDAY)) == (0, 0)


def test_a_week_begins_on_monday_at_eight_where_the_house_stands():
    assert last_monday(MONDAY, "Asia/Shanghai") == datetime(2026, 11, 23, 0, tzinfo=UTC)
    assert last_monday(MONDAY - timedelta(hours=1), "Asia/Shanghai") == datetime(2026, 11, 16, 0, tzinfo=UTC)
