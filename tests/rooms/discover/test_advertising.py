"""Advertising and repetition: which posts show a sign, what the card says, and who is kept out for good."""

import pytest

from kolony.ground.facts.models import Words
from kolony.stages.discover import actions, junk_words, queries, rules
from kolony.stages.discover.actions.decisions import Place
from kolony.stages.discover.actions.recording import reopen_with_new_evidence
from kolony.stages.discover.advertising import Written, junk_in, signs_of
from kolony.stages.discover.errors import AlreadyDecided, ReasonMissing
from kolony.stages.discover.models import EvidenceCard, PatrolStop
from kolony.stages.discover.seedsets.rules import REASONS
from tests.rooms.discover.conftest import NOW, make_run, member

LIST = "/desk/discover/"


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Check out my new channel, it is fun", ("lure",)),
        ("Subscribe to my page and win", ("lure",)),
        ("需要的加我微信：abcde123", ("lure",)),
        ("私信我领取优惠券", ("lure",)),
        ("全店特价 https://shop.example.com/a", ("linked",)),
        ("The book is here: https://example.com/b?utm_source=me", ("tracked",)),
        ("今天的特价书读完了，说说感受", ()),
        ("See my answer above; the link is https://example.com", ()),
        ("酒店日入住率很高，周边招商银行也近", ()),
        ("How do I subscribe to the feed?", ()),
        ("", ()),
    ],
)
def test_a_text_shows_its_signs(text, signs):
    assert signs_of(text) == signs


def test_the_same_text_three_times_is_repetition_however_it_is_spelled():
    same = (
        f"{part} {'and so on, with prices ' * 3}"
        for part in ("Nobody miss our sale!", "nobody miss our sale", "NOBODY miss… our sale")
    )
    posts = [Written(f"p{at}", text) for at, text in enumerate(same)]
    found = junk_in([*posts, Written("p9", "Thanks!"), Written("p8", " ")])
    assert (found.posts, found.junk) == (4, 3)
    assert found.found == tuple((f"p{at}", ("repeated",)) for at in range(3))
    assert junk_in([Written(f"t{at}", "谢谢，学到了很多，收藏了") for at in range(9)]).junk == 0


def test_no_words_are_no_share():
    assert junk_in([]).as_json() == {"posts": 0, "junk": 0, "found": []}
    assert junk_in([]).share == 0.0


def test_only_the_newest_posts_with_words_are_looked_at(source, load):
    Words.objects.create(load=load, source=source, object_id="q1", author_id="m02", ts=NOW, text="加我微信 abcde12345")
    assert junk_in(queries.newest_posts(source, "m02")).found == (("q1", ("lure",)),)


def told(run, **junk) -> None:
    EvidenceCard.objects.filter(run=run, actor_id="m01").update(junk=junk)


@pytest.mark.parametrize(
    ("junk", "said"),
    [
        ({"posts": 0, "junk": 0, "found": []}, "No words of this member are held here, so nothing can be said."),
        ({"posts": 40, "junk": 0, "found": []}, "None of the 40 newest posts that are held here shows a sign of it."),
        (
            {"posts": 40, "junk": 5, "found": [{"object_id": "p1", "signs": ["lure"]}]},
            "5 of the 40 newest posts show a sign of it. Read before you judge.",
        ),
    ],
)
def test_the_card_says_what_was_found_and_what_cannot_be_told(lin, run, junk, said):
    told(run, **junk)
    page = lin.get(f"{LIST}?open=m01", headers={"accept-language": "en"}).content.decode()
    assert said in page
    assert ("sells, or calls elsewhere" in page) == bool(junk["found"])


MARKS = {
    "posts": 58, "marked": 42, "low": 0.62, "high": 0.81, "usual": 0.006,
    "found": [["p2", [["report", 5], ["removed", 1]]], ["p1", [["spam", 1]]]],
}  # fmt: skip
BOTH = {"posts": 40, "junk": 1, "found": [{"object_id": "p1", "signs": ["lure"]}], "marks": MARKS}


def test_what_members_and_moderators_marked_stands_beside_what_is_usual(lin, run):
    told(run, **BOTH)
    page = lin.get(f"{LIST}?open=m01", headers={"accept-language": "en"}).content.decode()
    assert "42 of 58 posts and comments were reported, marked or taken down (62.0% to 81.0%" in page
    assert "of everybody’s 0.6%." in page
    assert "reported by 5" in page
    assert "hidden or taken down" in page
    assert "spam, says 1" in page


@pytest.mark.parametrize(
    ("marks", "warned"), [(MARKS, True), (MARKS | {"marked": 2}, False), (MARKS | {"low": 0.011}, False), ({}, False)]
)
def test_marks_warn_only_when_they_are_several_and_more_than_usual(marks, warned):
    assert junk_words.serious(BOTH | {"marks": marks}) is warned


def test_a_card_of_before_there_were_marks_is_read_as_it_is():
    old = {"posts": 40, "junk": 1, "found": [{"object_id": "p1", "signs": ["tracked"]}]}
    assert junk_words.marked(old) == ""
    assert list(junk_words.signs_by_post(old)) == ["p1"]


def test_who_dismisses_sees_the_junk_in_the_dialog(lin, run):
    told(run, **BOTH)
    page = lin.get(f"{LIST}?open=m01", headers={"accept-language": "en"}).content.decode()
    assert "42 of 58 posts" in page[page.index('id="dismiss-one"') :]


def test_the_patrol_shows_the_junk_in_its_dialog_too(lin, run):
    EvidenceCard.objects.filter(run=run).delete()
    EvidenceCard.objects.bulk_create(EvidenceCard(run=run, actor_id=member(n), junk=BOTH) for n in range(1, 41))
    page = lin.get(f"{LIST}patrol", headers={"accept-language": "en"}).content.decode()
    assert "42 of 58 posts" in page[page.index('id="patrol-dismiss"') :]


def test_who_is_excluded_is_out_of_lists_and_patrol_and_does_not_come_back_by_new_evidence(lin, run, cast, source):
    place = Place(run, "activate", "now")
    decision = actions.exclude(actor=cast.lin, place=place, actor_id="m02", reason="advertising", now=NOW)
    assert actions.exclude(actor=cast.lin, place=place, actor_id="m02", reason="again", now=NOW).pk == decision.pk
    assert queries.settled_members(source) == ["m02"]
    better = make_run(source, cast, places={2: 1, 1: 2})
    assert reopen_with_new_evidence(run=better, now=NOW) == 0
    assert "Moss Walk" not in lin.get(f"{LIST}?list=now").content.decode()
    shown = lin.get(f"{LIST}?list=now&status=excluded", headers={"accept-language": "en"}).content.decode()
    assert "Moss Walk" in shown
    assert "Mostly advertising" in shown


def test_an_exclusion_says_why_and_is_one_decision_among_the_others(run, cast):
    place = Place(run, "activate", "now")
    with pytest.raises(ReasonMissing):
        actions.exclude(actor=cast.lin, place=place, actor_id="m02", reason=" ", now=NOW)
    actions.dismiss(actor=cast.lin, place=place, actor_id="m02", reason="tone", now=NOW)
    with pytest.raises(AlreadyDecided):
        actions.exclude(actor=cast.lin, place=place, actor_id="m02", reason="advertising", now=NOW)


def test_an_exclusion_is_taken_back_and_the_history_keeps_both(run, cast, source):
    decision = actions.exclude(
        actor=cast.lin, place=Place(run, "activate", "now"), actor_id="m02", reason="advertising", now=NOW
    )
    actions.undo(actor=cast.mei, decision=decision, now=NOW)
    assert queries.standing_decision(source, "m02") is None
    assert [one.verdict for one in queries.decisions_about(source, "m02")] == [rules.EXCLUDED]


def test_ticked_members_are_excluded_from_the_list_page_and_one_step_takes_it_back(lin, run, source):
    sent = {"verb": "dismiss", "keep_out": "yes", "reason": "advertising", "ids": ["m02", "m03"], "run": str(run.pk)}
    answer = lin.post(f"{LIST}decide", sent | {"goal": "activate", "list": "now"})
    assert queries.decided_counts(source) == {"nominated": 0, "dismissed": 0, "excluded": 2}
    assert "2 excluded, the reason is kept." in lin.get(answer.url, headers={"accept-language": "en"}).content.decode()


def test_who_is_dismissed_on_patrol_may_be_excluded_for_good_and_one_key_takes_it_back(lin, run, source):
    page = lin.get(f"{LIST}patrol", headers={"accept-language": "en"}).content.decode()
    assert "Exclude for good" in page[page.index('id="patrol-dismiss"') :]
    stop = PatrolStop.objects.order_by("position").first()
    lin.post(f"{LIST}patrol/{stop.pk}", {"verb": "dismiss", "chosen": "advertising", "keep_out": "yes"})
    assert queries.decided_counts(source) == {"nominated": 0, "dismissed": 0, "excluded": 1}
    lin.post(f"{LIST}patrol/undo", {"source": source.platform, "stop": stop.pk})
    assert queries.decided_counts(source) == {"nominated": 0, "dismissed": 0, "excluded": 0}


def test_seed_sets_name_the_excluded_as_a_reason_of_their_own():
    assert "excluded" in REASONS
