"""A run puts its whole lists in every order once; pages cut from there are those that sorting would give."""

import pytest

from kolony.ground.guard.erasers import Leaving
from kolony.stages.discover import actions, erasing, queries, rules
from kolony.stages.discover.actions import recording
from kolony.stages.discover.actions.decisions import Place
from kolony.stages.discover.models import Candidate, ListOrder
from kolony.stages.discover.queries import Filters
from kolony.stages.discover.queries.order import Sorted, in_order, kept_orders
from tests.rooms.discover.conftest import NOW, candidate, make_run, member


@pytest.fixture
def ordered(run):
    """The run as a job writes it: with every list in every order."""
    rows = list(Candidate.objects.filter(run=run).order_by("id"))
    for row in rows:
        row.could_score = None if row.actor_id == "m07" else row.could_score
        row.pk = None
    recording.record_candidates(run=run, candidates=rows)
    return run


def pages(cast, run, order: str, size: int = 7, **filters) -> list[list[str]]:
    found = queries.visible_list(cast.lin, run, Filters(**filters), (order,))
    return [[row.actor_id for row in found[at : at + size]] for at in range(0, len(found), size)]


def sorted_when_asked(cast, run, order: str, **filters) -> list[list[str]]:
    ListOrder.objects.filter(run=run).delete()
    return pages(cast, run, order, **filters)


@pytest.mark.parametrize("order", rules.ORDERS)
def test_a_kept_order_is_the_one_sorting_gives(cast, ordered, order):
    for number in (1, 5, 6, 38):
        actions.dismiss(
            actor=cast.lin, place=Place(ordered, "activate", "now"), actor_id=member(number), reason="tone", now=NOW
        )
    for status in ("", "any"):
        kept = pages(cast, ordered, order, status=status)
        assert sum(len(page) for page in kept) == (40 if status else 36)
    undecided = pages(cast, ordered, order)
    assert undecided == sorted_when_asked(cast, ordered, order)


@pytest.mark.parametrize("order", rules.ORDERS)
def test_a_page_is_cut_out_where_it_lies_however_many_are_left_out_before(ordered, order):
    left_out = frozenset({1, 2, 7, 20, 33, 40})
    whole, kept = queries.places_in(ordered, "activate", "now"), kept_orders(ordered, "activate", "now")
    shown = [rank for rank in in_order(whole, order) if rank not in left_out]
    for head in (0, 12, 50):
        found = Sorted(whole, kept, order, left_out=left_out, head=head)
        assert [row.rank for at in range(0, 36, 5) for row in found[at : at + 5]] == shown
        assert [row.rank for row in found[31:34]] == shown[31:34]
        assert found[33:50][0].rank == shown[-1]
        assert found[34:34] == []


def test_who_is_erased_leaves_no_gap_in_any_order(cast, ordered):
    assert erasing.erase_candidates(Leaving((), (("qinghe", "m40"),), NOW)) == 9
    for order in rules.ORDERS:
        kept = pages(cast, ordered, order)
        assert [len(page) for page in kept] == [7, 7, 7, 7, 7, 4]
        assert kept == sorted_when_asked(cast, ordered, order)


def test_a_run_without_orders_is_sorted_when_somebody_asks(cast, run):
    assert not ListOrder.objects.filter(run=run).exists()
    assert pages(cast, run, "-loyal_fans", size=3)[0] == ["m40", "m39", "m38"]


def test_orders_are_written_with_the_lists_and_go_with_them(cast, ordered):
    assert ListOrder.objects.filter(run=ordered).count() == 9 * len(rules.ORDERS)
    recording.record_candidates(run=ordered, candidates=[candidate(ordered, "activate", "now", 3, 1)])
    assert pages(cast, ordered, "-quality", which="now") == [["m03"]]
    recording.forget_run(run=ordered)
    assert not ListOrder.objects.filter(run=ordered).exists()


def test_a_run_made_slim_is_counted_as_it_is(cast, source, run):
    old = make_run(source, cast, at=NOW.replace(day=1))
    recording.record_candidates(
        run=old, candidates=[candidate(old, "activate", "now", 1, 1), candidate(old, "activate", "now", 2, 1500)]
    )
    for day in range(2, 2 + rules.KEPT_WHOLE_RUNS):
        make_run(source, cast, at=NOW.replace(day=day))
    assert pages(cast, old, "rank", which="now") == [["m01", "m02"]]
    recording.slim_old_runs(source=source)
    assert pages(cast, old, "rank", which="now") == [["m01"]]
