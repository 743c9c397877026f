"""Candidates of a run: one member in one list or in all of them, the evidence behind them, the first of a list."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from kolony.ground.facts import queries as facts
from kolony.ground.facts.models import Run, Source
from kolony.stages.discover import rules
from kolony.stages.discover.advertising import LOOKED_AT, Written
from kolony.stages.discover.errors import NoSuchCandidate
from kolony.stages.discover.models import Candidate, EvidenceCard

EXPORT_CHUNK = 2000


def candidate_at(run: Run, goal: str, which: str, actor_id: str) -> Candidate:
    """One member's place in one list."""
    found = Candidate.objects.filter(run=run, goal=goal, which=which, actor_id=actor_id).order_by().first()
    if found is None:
        raise NoSuchCandidate(member=actor_id)
    found.run = run
    return found


def places_of(run: Run, actor_id: str) -> QuerySet[Candidate]:
    """One member in every list of a run."""
    every = {"goal__in": rules.GOALS, "which__in": rules.LISTS}
    return Candidate.objects.filter(run=run, actor_id=actor_id, **every).order_by("goal", "which")


def first_place(run: Run, goal: str, actor_id: str) -> Candidate | None:
    """A member's place in Rising, or, for those already on top, in Now."""
    rows = {place.which: place for place in places_of(run, actor_id).select_related("run__source").filter(goal=goal)}
    return rows.get("rising") or rows.get("now") or rows.get("potential")


def best_places(run: Run, goal: str, actor_ids: Iterable[str]) -> dict[str, Candidate]:
    """For each member the place in the list where they stand highest."""
    rows = Candidate.objects.filter(run=run, goal=goal, which__in=rules.LISTS, actor_id__in=list(actor_ids))
    return {place.actor_id: place for place in rows.order_by("-rank")}


def card_of(run: Run, actor_id: str) -> EvidenceCard | None:
    """The evidence card, where one was written (the first of each list, and a sample of the rest)."""
    return EvidenceCard.objects.filter(run=run, actor_id=actor_id).order_by().first()


def measures_of(run: Run, actor_id: str) -> dict[str, Any]:
    """Measures with percentiles of one member: `{name: {"value": v, "percentile": p}}`, see `finding.measures_of`."""
    return facts.measures_in(run, [actor_id]).get(actor_id, {})


def name_of(source: Source, actor_id: str) -> str:
    """The newest name, else the id itself."""
    return facts.names_of(source, [actor_id]).get(actor_id, actor_id)


def newest_posts(source: Source, actor_id: str) -> list[Written]:
    """What a member wrote last, as far as words of it are held."""
    rows = facts.recent_words(source, actor_id, limit=LOOKED_AT)
    return [Written(row.object_id, f"{row.title}\n{row.text}") for row in rows]


def topic_names(source: Source, topics: Iterable[str]) -> dict[str, str]:
    """A topic is an id with a title, or already a word (a tag)."""
    wanted = [topic for topic in topics if topic]
    titles = facts.titles_of_topics(source, wanted) if wanted else {}
    return {topic: titles.get(topic, topic) for topic in wanted}


def topics_of(run: Run, goal: str, which: str, limit: int = 30) -> list[str]:
    """Topics in which somebody on this list is at home."""
    rows = Candidate.objects.filter(run=run, goal=goal, which=which, rank__lte=rules.CARDS_PER_LIST)
    return sorted(set(rows.exclude(topic="").order_by().values_list("topic", flat=True)))[:limit]


def top_of(run: Run, goal: str, which: str, top: int) -> list[str]:
    """Ids of the first places, in order."""
    rows = Candidate.objects.filter(run=run, goal=goal, which=which, rank__lte=top)
    return list(rows.order_by("rank").values_list("actor_id", flat=True))


def unexplored_in(run: Run) -> list[str]:
    """The sample of members outside every top, with cards, in steady order."""
    return list(EvidenceCard.objects.filter(run=run, unexplored=True).values_list("actor_id", flat=True))


def placed(run: Run, goal: str, which: str, names: Iterable[str]) -> dict[str, rules.Placed]:
    """Places and points of one list of one run, deep enough to tell where those who left went."""
    components = list(names)
    rows = Candidate.objects.filter(run=run, goal=goal, which=which, rank__lte=rules.KEPT_TOP)
    return {
        actor: rules.Placed(rank, dict(zip(components, points, strict=False)))
        for actor, rank, points in rows.values_list("actor_id", "rank", "points")
    }


def newcomers(run: Run, before: Run, goal: str, which: str) -> QuerySet[Candidate]:
    """Who stands among the first places of `run` and did not in `before`."""
    rows = Candidate.objects.filter(run=run, goal=goal, which=which, rank__lte=rules.NEWCOMER_TOP)
    return rows.exclude(actor_id__in=top_of(before, goal, which, rules.NEWCOMER_TOP)).order_by("rank")


def snapshot_of(seen: Candidate) -> dict[str, Any]:
    """Everything a decision rested on, as it stood: kept with the decision and with the person."""
    run, card = seen.run, card_of(seen.run, seen.actor_id)
    highlight = card.highlight if card else []
    names = topic_names(run.source, [part["topic"] for part in highlight])
    sentences = card.sentences if card else []
    return {
        "run": str(run.pk),
        "as_of": run.parameters.get("as_of", ""),
        "engine_version": run.engine_version,
        "goal": seen.goal,
        "list": seen.which,
        "rank": seen.rank,
        "score": seen.score,
        "interval": [seen.score_low, seen.score_high],
        "points": seen.points,
        "sentences": sentences,
        "cautions": card.cautions if card else [],
        "highlight": highlight,
        "highlight_words": ", ".join(names.values()),
        "posts": sorted({post for sentence in sentences for post in sentence["object_ids"]}),
    }


def ranks_in(run: Run, goal: str, which: str) -> dict[str, int]:
    """Every place of one list by member."""
    rows = Candidate.objects.filter(run=run, goal=goal, which=which)
    return dict(rows.order_by().values_list("actor_id", "rank"))


def with_names(rows: QuerySet[Candidate], source: Source) -> Iterator[tuple[Candidate, str]]:
    """Every row with its name, a few thousand look-ups at a time: for exports of any length."""
    found = rows.iterator(chunk_size=EXPORT_CHUNK)
    while chunk := list(islice(found, EXPORT_CHUNK)):
        names = facts.names_of(source, [row.actor_id for row in chunk])
        yield from ((row, names.get(row.actor_id, "")) for row in chunk)
