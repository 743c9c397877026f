"""What a discovery job writes down: candidates, evidence cards, and who of the dismissed has new evidence."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice, product
from typing import Any

from django.db import transaction

from kolony.ground.facts.models import Run, Source
from kolony.ground.frame import bulk
from kolony.stages.discover import queries, rules
from kolony.stages.discover.models import Candidate, Decision, EvidenceCard, ListOrder, PostEarned

BATCH = 5000


def record_candidates(*, run: Run, candidates: Iterable[Candidate]) -> int:
    """Write the rows of a run, in batches; called again, the last call counts."""
    rows, written = iter(candidates), 0
    _forget_lists(run)
    while batch := list(islice(rows, BATCH)):
        bulk.write(batch)
        written += len(batch)
    keep_orders(run=run)
    return written


def keep_orders(*, run: Run) -> None:
    """Put every list in every order, once and for all: what is written down here no page has to sort."""
    for goal, which in product(rules.GOALS, rules.LISTS):
        rows = queries.places_in(run, goal, which)
        kept = [{"order": order, "ranks": queries.in_order(rows, order)} for order in rules.ORDERS]
        bulk.write_plain(ListOrder, kept, same={"run_id": run.pk, "goal": goal, "which": which})


def _forget_lists(run: Run) -> None:
    ListOrder.objects.filter(run=run).delete()
    Candidate.objects.filter(run=run).delete()


def record_cards(*, run: Run, cards: Iterable[EvidenceCard]) -> int:
    """Write the evidence cards of a run; called again, the last call counts."""
    rows = list(cards)
    with transaction.atomic():
        EvidenceCard.objects.filter(run=run).delete()
        bulk.write(rows)
    return len(rows)


def record_earned(*, run: Run, posts: Iterable[Mapping[str, Any]]) -> int:
    """Write what posts were recognised for; called again, the last call counts."""
    PostEarned.objects.filter(run=run).delete()
    return bulk.write_plain(PostEarned, posts, same={"run_id": run.pk})


def forget_run(*, run: Run) -> None:
    """Take out what a failed or cancelled run had already written."""
    _forget_lists(run)
    EvidenceCard.objects.filter(run=run).delete()
    PostEarned.objects.filter(run=run).delete()


@transaction.atomic
def reopen_with_new_evidence(*, run: Run, now: datetime) -> int:
    """Let those come back whose evidence has grown since they were dismissed; everybody else stays away."""
    reopened = 0
    for decision in queries.standing_dismissals(run.source):
        seen = queries.seen_in(run, decision)
        because = rules.why_back(queries.seen_then(decision), seen) if seen else None
        if because:
            reopened += Decision.objects.filter(pk=decision.pk, undone_at=None, reopened_at=None).update(
                reopened_at=now, reopened_because=because
            )
    return reopened


def slim_old_runs(*, source: Source) -> int:
    """Of runs older than the last few keep the first thousand of each list, not who is like whom: enough to compare.
    What posts were recognised for is kept of the newest only."""
    removed = 0
    PostEarned.objects.filter(run__in=[run.pk for run in queries.rank_runs(source)[1:]]).delete()
    for run in queries.rank_runs(source)[rules.KEPT_WHOLE_RUNS :]:
        ListOrder.objects.filter(run=run).delete()
        removed += Candidate.objects.filter(run=run, rank__gt=rules.KEPT_TOP).delete()[0]
        EvidenceCard.objects.filter(run=run).exclude(alike=[]).update(alike=[])
    return removed
