"""Lines of a list as `draw_rows` draws them: figures come printed, words are looked up once for all of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode

from django.utils.translation import gettext as _

from kolony.ground.facts import queries as facts
from kolony.ground.facts.models import Run
from kolony.ground.frame import drawing, figures
from kolony.ground.people import queries as people
from kolony.stages.discover import evidence_words, list_words, queries, rules
from kolony.stages.discover.models import Candidate, Decision

RISE_WORTH_A_CHIP = 10


@dataclass(frozen=True)
class Row:
    """One line of the list; "" where there is nothing to say."""

    actor_id: str
    name: str
    hue: str
    initials: str
    select: str
    selected: bool
    kind: str
    because: str
    rank: str
    moved: str
    is_new: bool
    points: str
    interval: str
    between: str
    quality: str
    quality_share: str
    loyal_fans: str
    now: str
    could: str
    rise: str
    nominated: bool
    dismissed: bool
    excluded: bool
    reason: str
    owner: str
    open_url: str


@dataclass(frozen=True)
class Known:
    """What is looked up once for all lines of a page."""

    names: Mapping[str, str]
    decisions: Mapping[str, Decision]
    owners: Mapping[Any, str]
    topics: Mapping[str, str]
    kinds: Mapping[str, str]
    kind_reasons: Mapping[str, str]
    select: str
    had_before: bool
    address: str
    opened: str


def rows(
    run: Run, candidates: Iterable[Candidate], query: Mapping[str, str], *, undecided: bool = False, opened: str = ""
) -> list[Row]:
    """A page of the list, with three look-ups however many rows there are; `undecided` rows need no second one."""
    shown = list(candidates)
    ids = [candidate.actor_id for candidate in shown]
    decisions = {} if undecided else queries.standing_decisions(run.source, ids)
    known = Known(
        names=facts.names_of(run.source, ids),
        decisions=decisions,
        owners=people.owners_of(queries.persons_of(decisions.values()).values()) if decisions else {},
        topics=queries.topic_names(run.source, {str(c.because_values.get("topic") or "") for c in shown}),
        kinds={kind: str(words) for kind, words in list_words.KINDS.items()},
        kind_reasons={kind: str(words) for kind, words in list_words.KIND_REASONS.items()},
        select=_("Select %(name)s"),
        had_before=any(candidate.rank_before for candidate in shown),
        address=f"?{urlencode(query)}&open=" if query else "?open=",
        opened=opened,
    )
    return [_row(candidate, known) for candidate in shown]


def _row(candidate: Candidate, known: Known) -> Row:
    actor_id, before, rank = candidate.actor_id, candidate.rank_before, candidate.rank
    now, could, rise = _growth(candidate.now_score, candidate.could_score)
    decision, name = known.decisions.get(actor_id), known.names.get(actor_id, actor_id)
    because = evidence_words.said(candidate.because_code, candidate.because_values, known.topics)
    return Row(
        actor_id=actor_id,
        name=name,
        hue=str(drawing.hue_of(name)),
        initials=drawing.initials(name),
        select=known.select % {"name": name},
        selected=actor_id == known.opened,
        kind=known.kinds[candidate.kind],
        because=because or known.kind_reasons[candidate.kind],
        rank=figures.number(rank),
        moved=figures.signed(before - rank) if before and before != rank else "",
        is_new=known.had_before and rules.came_from_nowhere(before, rank),
        points=figures.number(candidate.score),
        interval=_interval(candidate),
        between=_between(candidate.score_low, candidate.score_high),
        quality=_printed(candidate.quality),
        quality_share=f"{round(max(0.0, min(100.0, candidate.quality or 0)), 1):g}",
        loyal_fans=figures.number(candidate.loyal_fans),
        now=now,
        could=could,
        rise=rise,
        nominated=decision is not None and decision.verdict == rules.NOMINATED,
        dismissed=decision is not None and decision.verdict == rules.DISMISSED,
        excluded=decision is not None and decision.verdict == rules.EXCLUDED,
        reason=list_words.reason_words(decision.reason) if decision else "",
        owner=known.owners.get(decision.person, "") if decision else "",
        open_url=known.address + quote_plus(actor_id),
    )


def _interval(candidate: Candidate) -> str:
    return drawing.whisker(candidate.score_low, candidate.score, candidate.score_high, start=0, end=100, width=60)


def _between(low: float, high: float) -> str:
    """64–71; a minus and a dash side by side are kept apart."""
    return f"{figures.number(low)}{'–' if low >= 0 else ' – '}{figures.number(high)}"


def _printed(value: float | None) -> str:
    return "" if value is None else figures.number(value)


def _growth(now: float | None, could: float | None) -> tuple[str, str, str]:
    """What they are, what they could become, and the difference where it is worth a chip.

    A potential that is not above the present, as both are printed, says nothing, and is not shown.
    """
    if now is None or could is None or could <= now or _printed(could) == _printed(now):
        return _printed(now), "", ""
    rise = could - now
    return _printed(now), _printed(could), figures.signed(rise) if rise >= RISE_WORTH_A_CHIP else ""
