"""The dossier's block "on the platform": from precomputed rows, silent months included."""

from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string

from kolony.ground.facts import panels
from kolony.ground.facts.at_once import load_now
from kolony.ground.people import actions as people
from tests.rooms.facts import communities
from tests.rooms.facts.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(home, lin, source, club_csv):
    """A member of the club whom Lin nominated."""
    load_now(actor=lin, files=[club_csv], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    return people.nominate(
        actor=lin, handle=("qinghe", "u2", "Second"), source="internal", purpose="activate", highlight="", evidence={},
        kind="koc", now=NOW,
    )  # fmt: skip


def test_the_block_counts_posts_and_recognition(known, lin):
    (block,) = panels.on_platform(known, lin)["platforms"]
    assert (block.posts_lately, block.recognition_lately, block.active_months) == (2, 2.0, 2)
    assert [post.object_id for post in block.posts] == ["p4", "p2"]
    text = render_to_string("facts/panel.html", {"platforms": [block]})
    assert "Notes of the meeting" in text and "Qinghe Commons" in text


def test_somebody_no_community_knows_has_no_block(home, lin, source):
    person = people.nominate(
        actor=lin, handle=("elsewhere", "x", "X"), source="external", purpose="acquire", highlight="", evidence={},
        kind="kol", now=NOW,
    )  # fmt: skip
    assert panels.on_platform(person, lin) is None


def test_the_months_end_with_the_community_and_not_with_today():
    months = panels.months_until(datetime(2025, 2, 9, tzinfo=UTC))
    assert (len(months), months[0], months[-2:]) == (24, "2023-03", ["2025-01", "2025-02"])


def test_silent_months_are_drawn_flat():
    cells = [{"month": "2025-02", "contributions": 4, "comments": 0, "recognition": 1.0}]
    bars = panels.bars_of(cells, datetime(2025, 2, 9, tzinfo=UTC))
    assert [bar.height for bar in bars] == [2.0] * 23 + [panels.HEIGHT]


def test_drawing_the_block_asks_few_questions(known, lin, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        panels.on_platform(known, lin)
