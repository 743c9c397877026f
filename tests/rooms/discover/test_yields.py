"""What came of it: where members were found, and what became of those who were nominated."""

from kolony.ground.people import queries as people
from kolony.stages.discover import actions, queries
from kolony.stages.discover.actions.decisions import Place
from kolony.stages.discover.yields import Found, Yield, yields_of
from tests.rooms.discover.conftest import NOW

PAGE = "/desk/discover/yield"


def test_each_place_is_one_line_and_only_those_kept_are_looked_for_today():
    found = [
        Found("list:rising", "nominated", kept=True, place=4),
        Found("list:rising", "nominated", kept=True, place=301),
        Found("list:rising", "nominated", kept=False, place=1),
        Found("list:rising", "dismissed"),
        Found("patrol:unexplored", "excluded"),
        Found("list:now", "nominated", kept=True, place=None),
    ]
    assert yields_of(found) == [
        Yield("patrol:unexplored", 1, 0, 0, 1, 0, 0, None),
        Yield("list:now", 1, 1, 0, 0, 1, 0, None),
        Yield("list:rising", 4, 3, 1, 0, 2, 1, 152.5),
    ]


def test_a_list_and_a_walk_are_told_apart_and_what_was_taken_back_counts_nowhere(run, cast, source):
    place = Place(run, "convert", "potential")
    actions.nominate(actor=cast.lin, place=place, actor_id="m02", now=NOW)
    taken_back = actions.dismiss(actor=cast.lin, place=place, actor_id="m03", reason="tone", now=NOW)
    actions.undo(actor=cast.lin, decision=taken_back, now=NOW)
    walk = actions.open_patrol(actor=cast.lin, source=source, day=NOW.date(), now=NOW)
    stop = queries.waiting_stop(walk)
    actions.dismiss_stop(actor=cast.lin, stop=stop, reason="tone", now=NOW)
    assert queries.visible_yields(cast.lin, source) == [
        Yield(f"patrol:{stop.kind}", 1, 0, 1, 0, 0, 0, None),
        Yield("list:potential", 1, 1, 0, 0, 1, 1, 2),
    ]


def test_whose_dossier_was_withdrawn_is_no_longer_with_us(run, cast):
    decision = actions.nominate(actor=cast.lin, place=Place(run, "activate", "now"), actor_id="m02", now=NOW)
    assert people.ids_present([decision.person]) == {decision.person}
    actions.undo(actor=cast.lin, decision=decision, now=NOW)
    assert people.ids_present([decision.person]) == set()


def test_the_page_before_and_after_the_first_decision(lin_in_english, client, run, cast):
    assert "Nobody has been decided about yet" in lin_in_english.get(PAGE).content.decode()
    actions.nominate(actor=cast.lin, place=Place(run, "activate", "rising"), actor_id="m02", now=NOW)
    page = lin_in_english.get(PAGE).content.decode()
    assert "Rising" in page
    assert "1 of 1" in page
    assert client.get(PAGE).url.startswith("/accounts/login/")
