"""From events to candidates: the engine is asked here, and only here. Imported by the tasks alone, it is heavy."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Any

import numpy as np

from kolony.ground.facts.models import Run
from kolony.stages.discover import rules
from kolony.stages.discover.measure_words import SHOWN_ON_CARD
from kolony.stages.discover.models import Candidate, EvidenceCard
from kolony_engine import ranking as engine
from kolony_engine.events import EventStore, Recognition, stored_table
from kolony_engine.measures import MEASURES, counted_from
from kolony_engine.measures.around.earned import earned_posts
from kolony_engine.measures.doors.arrow import number_column, numbers
from kolony_engine.ranking.components import percentile

Rankings = Mapping[str, Mapping[str, engine.Ranking]]
CARD_LIST = "rising"
MEASURE_NAMES = tuple(measure.name for measure in MEASURES)
INTEREST = "recognition_window"
ON_TOP = "already_on_top"
LIVELY_ENOUGH = 20


@dataclass(frozen=True)
class Found:
    """Everything a run writes down."""

    rankings: Rankings
    cards: list[EvidenceCard]
    result: dict[str, Any]
    posts: Sequence[Mapping[str, Any]] = ()


def find(store: EventStore, run: Run, told: Callable[[int, str], None], with_us: Sequence[str] = ()) -> Found:
    """Ask the engine for every goal and list, then for the evidence behind the first of each list and a sample, and
    behind those who are `with_us` wherever they stand.

    Only what is new since the last run is counted: see `kolony_engine.measures.kept.book`.
    """
    parameters = run.parameters
    query = {
        "as_of": datetime.fromisoformat(parameters["as_of"]).astimezone(UTC),
        "recognition": Recognition.parse(parameters["recognition"]),
        "horizon_days": parameters["horizon_days"],
        "seed": run.seed,
    }
    source, connection = run.source.platform, store.engine.connect()
    files = store.data_files(source)
    events = store.events(source, connection, files)
    paths = {file.key: file.path for file in files}
    rankings, steps = {}, (*rules.GOALS, "evidence")
    told(0, steps[0])
    book = store.counted_folder(source), query["recognition"], query["as_of"]
    with counted_from(paths, *book, connection, stored_table) as counted:
        made = engine.rank_purposes(events, purposes=rules.GOALS, counted=counted, **query)
        for number, (goal, lists) in enumerate(made, start=1):
            rankings[goal] = lists
            told(number, steps[number])
    cards, together = _cards(events, run, rankings, with_us)
    earned = earned_posts(events, as_of=query["as_of"], recognition=query["recognition"], most=rules.POSTS_WEIGHED)
    return Found(rankings, cards, _summary(rankings) | together, earned.to_pylist())


def _cards(
    events: Any, run: Run, rankings: Rankings, with_us: Sequence[str]
) -> tuple[list[EvidenceCard], dict[str, Any]]:
    """The cards, and what all of them together are like."""
    ranking, top = rankings["activate"][CARD_LIST], [*_top_members(rankings), *with_us]
    quiet = _unexplored(rankings, set(top), run.seed)
    told = engine.evidence(events, ranking, [*top, *quiet])
    days = max(ranking.pace.window_days, float(ranking.query.horizon_days))
    alike = engine.alike(events, ranking.query.as_of, days, list(told))
    motion = engine.motion(events, ranking.query.as_of, days, list(told))
    draws = engine.drawn(events, ranking.query.as_of, days, list(told))
    held = engine.holding(events, ranking.query.as_of, days, list(told))
    marks = engine.marked(events, ranking.query.as_of, list(told))
    cards = [_card(run, told[actor], actor in quiet) for actor in sorted(told)]
    for card in cards:
        card.alike = [_plain(asdict(one)) for one in alike.get(card.actor_id, ())]
        card.motion = _told(motion, card.actor_id)
        card.junk = {"marks": _told(marks, card.actor_id)}
        card.draws = _told(draws, card.actor_id)
        card.holding = _told(held.members, card.actor_id)
    middles = [card.motion["middle"] for card in cards if card.motion]
    silences = _plain(asdict(held.together)) if held.together else None
    return cards, {"motion": median(middles) if middles else None, "silences": silences}


def _told(found: Mapping[str, Any], actor_id: str) -> dict[str, Any]:
    return _plain(asdict(found[actor_id])) if actor_id in found else {}


def _top_members(rankings: Rankings) -> list[str]:
    lists = (ranking for by_list in rankings.values() for ranking in by_list.values())
    first = (actor for ranking in lists for actor in ranking.table["actor_id"][: rules.CARDS_PER_LIST].to_pylist())
    return list(dict.fromkeys(first))


def _unexplored(rankings: Rankings, top: set[str], seed: int) -> set[str]:
    """A seeded sample of members outside every top: those who are still here and were recognised at least once.

    A community too quiet for that gives whoever has written anything.
    """
    table = rankings["activate"][CARD_LIST].table
    names = ("actor_id", "contributions", "recognised_posts", "recency_days")
    half_life = rankings["activate"][CARD_LIST].pace.half_life_days
    rest, lively = [], []
    for actor, written, recognised, recency in zip(*(table[name].to_pylist() for name in names), strict=True):
        if written and actor not in top:
            rest.append(actor)
            if recognised and recency <= half_life:
                lively.append(actor)
    pool = sorted(lively if len(lively) >= LIVELY_ENOUGH else rest)
    return set(random.Random(seed).sample(pool, min(len(pool), rules.UNEXPLORED_POOL)))


def _card(run: Run, told: engine.Evidence, unexplored: bool) -> EvidenceCard:
    return EvidenceCard(
        run=run,
        actor_id=told.actor_id,
        sentences=[_plain(asdict(sentence)) for sentence in told.sentences],
        cautions=[_plain(asdict(sentence)) for sentence in told.cautions],
        highlight=[_plain(asdict(part)) for part in told.highlight],
        loyal_fans=[_plain(asdict(fan)) for fan in told.loyal_fans],
        moves=[_plain(asdict(fan)) for fan in told.moves],
        unexplored=unexplored,
    )


def _plain(value: Any) -> Any:
    """As JSON holds it: no tuples, no dates, no numbers of a foreign kind, no NaN."""
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and value != value else value


def _summary(rankings: Rankings) -> dict[str, Any]:
    """What pages need about the run as a whole: weights of every list, pace, size, concentration."""
    any_list = rankings["activate"]["now"]
    effect = [float(value or 0) for value in any_list.table[INTEREST].to_pylist()]
    activity = [float(value or 0) for value in any_list.table["activity_window"].to_pylist()]
    return {
        "candidates": any_list.candidates,
        "bands": _plain(Counter(_bands(any_list.table).tolist())),
        "version": any_list.version,
        "pace": _plain(asdict(any_list.pace)),
        "lists": {goal: {which: _list_told(r) for which, r in lists.items()} for goal, lists in rankings.items()},
        "concentration": rules.concentration(effect),
        "ordinary_share": rules.ordinary_share(activity, effect),
    }


def _list_told(ranking: engine.Ranking) -> dict[str, Any]:
    return {
        "components": [[name, weight] for name, weight in _parts(ranking)],
        "candidates": ranking.candidates,
        "choice": _plain(dict(ranking.choice)),
    }


def _parts(ranking: engine.Ranking) -> list[tuple[str, float]]:
    """The components with their weights, and, without a weight, what pushes incumbents to the end of the list."""
    parts = [(part.name, float(part.weight)) for part in ranking.components]
    pushed = f"points_{ON_TOP}" in ranking.table.column_names
    return [*parts, (ON_TOP, 0.0)] if pushed else parts


def candidates_of(found: Found, run: Run, before: Mapping[tuple[str, str], Mapping[str, int]]) -> Iterator[Candidate]:
    """The rows of a run; `before` holds the places of the run before, by goal and list."""
    cards = {card.actor_id: card for card in found.cards}
    for goal, lists in found.rankings.items():
        scores = {which: _scores(lists[which]) for which in ("now", "potential")}
        for which, ranking in lists.items():
            earlier = before.get((goal, which), {})
            for row in _rows(ranking):
                yield _candidate(run, goal, which, row, scores, earlier, cards)


def _scores(ranking: engine.Ranking) -> dict[str, float]:
    return dict(zip(ranking.table["actor_id"].to_pylist(), ranking.table["score"].to_pylist(), strict=True))


def _rows(ranking: engine.Ranking) -> Iterator[dict[str, Any]]:
    points = [f"points_{name}" for name, _weight in _parts(ranking)]
    wanted = ["rank", "actor_id", "score", "score_low", "score_high", "kind", "loyal_fans", "tenure_days"]
    wanted.append("pct_recognition_per_post")
    slim = ranking.table.select([*wanted, *points])
    for batch in slim.to_batches(max_chunksize=10_000):
        for row in batch.to_pylist():
            row["points"] = [round(float(row[name] or 0), 3) for name in points]
            yield row


def _candidate(
    run: Run,
    goal: str,
    which: str,
    row: dict[str, Any],
    scores: Mapping[str, Mapping[str, float]],
    earlier: Mapping[str, int],
    cards: Mapping[str, EvidenceCard],
) -> Candidate:
    actor_id = row["actor_id"]
    card = cards.get(actor_id)
    because = card.sentences[0] if card and card.sentences else {"code": "", "values": {}}
    return Candidate(
        run=run,
        goal=goal,
        which=which,
        rank=row["rank"],
        rank_before=earlier.get(actor_id),
        actor_id=actor_id,
        score=row["score"],
        score_low=row["score_low"],
        score_high=row["score_high"],
        kind=row["kind"],
        points=row["points"],
        now_score=scores["now"].get(actor_id),
        could_score=scores["potential"].get(actor_id),
        loyal_fans=int(row["loyal_fans"] or 0),
        tenure_days=int(row["tenure_days"] or 0),
        quality=row["pct_recognition_per_post"],
        topic=card.highlight[0]["topic"][:200] if card and card.highlight else "",
        because_code=because["code"],
        because_values=because["values"],
    )


def measures_of(found: Found) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every measure of every member with its percentile: `{name: {"value": v, "percentile": p}}`; of those on the card
    also the percentile among peers, who have been here as long: `"alike"`."""
    table = _with_peers(found.rankings["activate"]["now"].table)
    names = [name for name in MEASURE_NAMES if name in table.column_names]
    for batch in table.to_batches(max_chunksize=5000):
        for row in batch.to_pylist():
            yield row["actor_id"], {name: _measured(row, name) for name in names}


def _with_peers(table: Any) -> Any:
    """The table with `alike_<measure>`: the percentile among the candidates of the same band of tenure."""
    bands = _bands(table)
    for name in SHOWN_ON_CARD:
        values, alike = numbers(table, name), np.zeros(len(bands))
        for band in rules.BANDS:
            alike[bands == band] = 100.0 * percentile(values[bands == band])
        table = table.append_column(f"alike_{name}", number_column(alike))
    return table


def _bands(table: Any) -> np.ndarray:
    return np.array([rules.band_of(days) for days in numbers(table, "tenure_days").tolist()], dtype="U8")


def _measured(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    told = {"value": _short(row[name]), "percentile": _short(row.get(f"pct_{name}"), 1)}
    return told | ({"alike": _short(row[f"alike_{name}"], 1)} if f"alike_{name}" in row else {})


def _short(value: Any, digits: int = 4) -> Any:
    plain = _plain(value)
    return round(plain, digits) if isinstance(plain, float) else plain
